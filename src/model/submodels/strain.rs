//! stub
use crate::model::world::World;
crate::parameters! { /// stub
 pub struct Parameters {} }
/// stub
pub fn follow(_w: &mut World, _p: &Parameters) {}
