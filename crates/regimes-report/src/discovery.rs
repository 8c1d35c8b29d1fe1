//! What a discovery says: who wins where, in which boxes, what each arm loses, and what would turn a finding; in tables.

pub mod subject;
pub mod map_table;
pub mod box_tables;
pub mod flip_table;

/// All tables of discoveries.
pub const FILES: [&str; 5] =
    [map_table::MAP, box_tables::BOXES, box_tables::TRAJECTORY, box_tables::REGRET, flip_table::FLIP];
