//! When which arm wins: over two axes, in boxes of parameters, and how little would have to change for a finding to turn.
//!
//! ```text
//! axes      two things that are varied, money for each need among them      MapAxis
//! pair      the two arms, and the outcome that decides                      Pair
//! gains     what one arm gains on the other, and the smallest that matters  Gain
//!    ▼ wins    a grid: smooth gains, and who wins where                     WinsMap
//!    ▼ draws   runs on draws of uncertain parameters, or a table of them    Draws
//!    ▼ boxes   where in the space of parameters each arm wins               Boxes
//!
//! space     what could be otherwise, and how far                            Space
//!    ▼ flip    the smallest change that turns a finding, by search          Search
//! ```

pub mod axes;
pub mod pair;
pub mod gains;
pub mod wins;
pub mod draws;
pub mod boxes;
pub mod space;
pub mod flip;
