//! The thirteen rules: each a choice among variants that carry their own numbers.
//!
//! The code of a variant lives in the submodel that uses it.
//!
//! | rule | file | owner |
//! |---|---|---|
//! | accountability, reporting | `answering` | commissioner |
//! | payment, competition | `money` | commissioner |
//! | support, casework, access | `practice` | organisation |
//! | learning, voice | `lessons` | organisation |
//! | management, recruitment | `people` | organisation |
//! | collaboration | `system` | commissioner |
//! | government | `system` | government |

pub mod answering;

pub mod money;

pub mod practice;

pub mod lessons;

pub mod people;

pub mod system;
