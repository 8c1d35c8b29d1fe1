//! Folders of results on a disk: who may write them, and what an interrupted study leaves in them.

pub mod journal;
pub mod lock;
