//! stub
use crate::model::world::World;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::workers::Worker;
use crate::randomness::Randomness;
crate::parameters! { /// stub
 pub struct Parameters {} }
/// stub
pub fn turn_over(w: &mut World, _p: &Parameters, _r: &Randomness) { for p in &mut w.places { for o in &mut p.organisations { for x in &mut o.workers { x.tenure = x.tenure.saturating_add(1);} } } }
/// stub
pub fn first_worker(o: &Organisation, _place: &Place, post: u32, _p: &Parameters, _r: &Randomness) -> Worker {
    Worker { filled: true, vacant_weeks: 0, generation: 0, tenure: 100, skill: [o.skill; 8], specialty: { let n=o.domains.count_ones(); let k = post % n; let mut d=0; let mut c=0; while d<8 { if o.domains>>d&1==1 { if c==k {break;} c+=1;} d+=1;} d as u8 }, group: 0, theta_at_start: 1.0, theta: 1.0, autonomy: 0.5, mastery: 0.5, purpose: 0.5, exhaustion: 0.4, absent_days: 0.0, absent_now: 0.0, belief: o.codes[0], authority: 1.0, bias: 1.0, dissonance: 0.0, voiced: 0.0, curiosity: 0.5, bravery: 0.5, paradigm: 0.2, threshold: 0.25, real: 0.85, measured: 0.05, gaming: 0.02, caseload: 0, load: 0.0, direct_hours: 0.0, wanted_hours: 0.0, fit_seen: 0.0, progress_seen: 0.0, relationship: 0.0 }
}
