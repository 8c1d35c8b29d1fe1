//! What holds organisations together and to account: relations, reviews, contracts, government, paradigms, money.

pub mod relations;

pub mod accountability;

pub mod contracting;

pub mod government;

pub mod paradigms;

pub mod costs;
