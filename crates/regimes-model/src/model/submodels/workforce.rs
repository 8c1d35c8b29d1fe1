//! What becomes of those who work in it: effort, strain, leaving and hiring, learning.

pub mod effort;

pub mod strain;

pub mod staffing;

pub mod learning;
