//! Persuasion: what organisations see and hear of each other, and whether they change their row, once a month.

use crate::model::regime::Regime;
use crate::model::submodels::governance::paradigms::decree::{Turnover, switch};
use crate::model::submodels::governance::paradigms::dissonance::{control, platform};
use crate::model::submodels::governance::paradigms::holding::count_holding;
use crate::model::submodels::governance::paradigms::parameters::Parameters;
use crate::model::submodels::governance::paradigms::words;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::model::world::workers::Worker;
use crate::model::world::{Country, NationalContext};
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, Week};

/// Whether belief in learning speaks for the row of the arm (1), against it (-1), or neither (0).
pub fn direction(rows: &[Regime; 2]) -> f32 {
    let [now, then] = [0, 1].map(|row: usize| control(&rows[row].management));
    if then < now {
        1.0
    } else if then > now {
        -1.0
    } else {
        0.0
    }
}

/// Belief as far as it speaks for the row of the arm; the same turns conviction into belief.
pub fn turned(belief: f32, direction: f32) -> f32 {
    0.5 + direction * (belief - 0.5)
}

/// What is the same for all organisations in a month of spreading.
struct Month<'a> {
    p: &'a Parameters,
    turnover: Turnover<'a>,
    direction: f32,
    platform: f32,
    infrastructure: f32,
    articulated: bool,
    adopted: f32,
    years: f64,
    week: Week,
    randomness: &'a Randomness,
}

/// What an organisation makes of a month.
struct Turn {
    belief: f32,
    /// By how much workers' conviction moves: by results, at full curiosity; by argument.
    shown: f32,
    said: f32,
    row: Row,
}

/// Belief moves and practice follows, or reverts.
pub fn convince(
    country: &Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let n: usize = places.iter().map(|place| place.organisations.len()).sum();
    let held: usize = places.iter().map(count_holding).sum();
    let month = Month {
        p,
        turnover: Turnover::of(context, p),
        direction: direction(context.rows),
        platform: platform(country),
        infrastructure: country.infrastructure,
        articulated: country.articulated,
        adopted: held as f32 / n.max(1) as f32,
        years: f64::from(p.look_weeks) / WEEKS_PER_YEAR,
        week: context.week,
        randomness,
    };
    for place in places {
        let turns: Vec<Turn> = (0..place.organisations.len()).map(|i| month.decide(place, i)).collect();
        for (i, turn) in turns.iter().enumerate() {
            month.apply(place, i, turn);
        }
    }
}

/// Visible organisations on one side of a change.
#[derive(Default)]
struct Camp {
    /// Their weights, summed.
    weight: f32,
    /// Their true effects, so weighed and summed.
    effect: f32,
}

impl Month<'_> {
    /// The probability in a month that belongs to a yearly rate.
    fn chance(&self, per_year: f64) -> f32 {
        -libm::expm1(-per_year.max(0.0) * self.years) as f32
    }

    fn decide(&self, place: &Place, i: usize) -> Turn {
        let organisation = &place.organisations[i];
        let (seen, evidence) = self.look_around(place, i);
        let staff = Staff::of(organisation, |worker| self.is_willing(worker, seen));
        let (p, years) = (self.p, self.years as f32);
        let shown = (p.experience_per_year as f32 * years).min(1.0) * evidence;
        let mut said = (p.argument_per_year as f32 * years).min(1.0) * staff.voiced;
        if !self.articulated {
            said = 0.0;
        }
        let conviction = moved(turned(organisation.belief, self.direction), shown + said);
        let mut belief = organisation.belief;
        if self.direction != 0.0 {
            belief = turned(conviction, self.direction);
        }
        let heard = (p.inside_per_year as f32 * years).min(1.0) * organisation.safety;
        belief += heard * (staff.paradigm - belief);
        Turn { belief, shown, said, row: self.choose(place, organisation, turned(belief, self.direction), &staff) }
    }

    /// The share of visible contacts that hold the row of the arm, and what their results say for it.
    fn look_around(&self, place: &Place, i: usize) -> (f32, f32) {
        let n = place.organisations.len();
        // Those that hold the row of the arm and those that do not; the own work counts 1.
        let (mut with, mut without) = (Camp::default(), Camp::default());
        for (j, other) in place.organisations.iter().enumerate() {
            let weight = if i == j || place.linked[i * n + j] { 1.0 } else { place.trust[i * n + j] };
            if weight >= self.p.visible_trust as f32 {
                let camp = if other.row == Row::Alternative { &mut with } else { &mut without };
                camp.weight += weight;
                camp.effect += weight * other.effect_true;
            }
        }
        let own = place.organisations[i].row == Row::Alternative;
        let contacts = without.weight + with.weight - 1.0 + self.infrastructure;
        let holding = with.weight - f32::from(u8::from(own)) + self.infrastructure * self.adopted;
        let seen = if contacts > 0.0 { holding / contacts } else { 0.0 };
        let evidence = if without.weight > 0.0 && with.weight > 0.0 {
            (with.effect / with.weight - without.effect / without.weight) / self.p.notable as f32
        } else {
            0.0
        };
        (seen, evidence.clamp(-1.0, 1.0))
    }

    /// Whether a worker would change, given the share of others who have.
    fn is_willing(&self, worker: &Worker, seen: f32) -> bool {
        let threshold = worker.threshold * (1.0 - self.p.validation as f32 * self.platform);
        seen >= threshold && worker.dissonance >= self.p.least_dissonance as f32
    }

    /// The row that an organisation holds from now on.
    fn choose(&self, place: &Place, organisation: &Organisation, conviction: f32, staff: &Staff) -> Row {
        let p = self.p;
        let money = place.commissioner.money_changed;
        let home = Address::organisation(place.index, organisation.index);
        let luck = self.randomness.block(Draws::Paradigms, 0, self.week, home);
        if organisation.row == Row::Alternative {
            let hazard = if money { p.reverts_with_money_per_year } else { p.reverts_per_year };
            let rate = hazard * 2.0 * f64::from(1.0 - conviction);
            let leaves = luck.uniform(words::GIVES_UP) < self.chance(rate);
            return if leaves { Row::StatusQuo } else { Row::Alternative };
        }
        let mut rate = 0.0;
        if staff.willing >= 0.5 {
            rate += p.follows_per_year * f64::from(conviction);
        }
        if staff.dissonance >= p.least_dissonance as f32 {
            rate += p.first_steps_per_year * f64::from(staff.dissonance * staff.daring);
        }
        let permitted = if !self.turnover.change.has_practice() {
            0.0
        } else if money {
            1.0
        } else {
            p.unpermitted
        };
        let takes = luck.uniform(words::TAKES_UP) < self.chance(rate * permitted);
        if takes { Row::Alternative } else { Row::StatusQuo }
    }

    fn apply(&self, place: &mut Place, i: usize, turn: &Turn) {
        let organisation = &mut place.organisations[i];
        organisation.belief = turn.belief.clamp(0.0, 1.0);
        for worker in organisation.workers.iter_mut().filter(|w| w.filled) {
            let pull = worker.curiosity * turn.shown + turn.said;
            if self.direction != 0.0 {
                let conviction = moved(turned(worker.paradigm, self.direction), pull);
                worker.paradigm = turned(conviction, self.direction);
            }
        }
        if turn.row == organisation.row {
            return;
        }
        switch(organisation, turn.row, &self.turnover);
        if turn.row == Row::Alternative {
            place.tally.adopted += 1;
            for worker in &mut organisation.workers {
                worker.dissonance *= 1.0 - self.p.relief as f32;
            }
        } else {
            place.tally.reverted += 1;
        }
    }
}

/// A share pulled towards 1, or pushed towards 0.
fn moved(share: f32, pull: f32) -> f32 {
    let room = if pull > 0.0 { 1.0 - share } else { share };
    (share + pull * room).clamp(0.0, 1.0)
}

/// What the filled posts of an organisation hold and feel, means by authority.
#[derive(Default)]
struct Staff {
    paradigm: f32,
    dissonance: f32,
    voiced: f32,
    /// Curiosity times bravery.
    daring: f32,
    willing: f32,
}

impl Staff {
    fn of(organisation: &Organisation, is_willing: impl Fn(&Worker) -> bool) -> Staff {
        let mut staff = Staff::default();
        let mut authority = 0.0;
        for worker in organisation.workers.iter().filter(|w| w.filled) {
            let weight = worker.authority;
            authority += weight;
            staff.paradigm += weight * worker.paradigm;
            staff.dissonance += weight * worker.dissonance;
            staff.voiced += weight * worker.voiced;
            staff.daring += weight * worker.curiosity * worker.bravery;
            if is_willing(worker) {
                staff.willing += weight;
            }
        }
        if authority <= 0.0 {
            // Nobody is there to hold anything: leaders are left with their own belief.
            return Staff { paradigm: organisation.belief, ..Staff::default() };
        }
        staff.paradigm /= authority;
        staff.dissonance /= authority;
        staff.voiced /= authority;
        staff.daring /= authority;
        staff.willing /= authority;
        staff
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{hls, npm};

    /// A month in a country where half of all hold the row of the arm.
    fn with_month<T>(p: &Parameters, platform: f32, infrastructure: f32, f: impl FnOnce(&Month<'_>) -> T) -> T {
        let (rows, change) = ([npm(), hls()], fixtures::no_change());
        f(&Month {
            p,
            turnover: Turnover { rows: &rows, change: &change, groups: 1, week: 1, p },
            direction: 1.0,
            platform,
            infrastructure,
            articulated: true,
            adopted: 0.5,
            years: 1.0,
            week: 1,
            randomness: &Randomness::new(1, 0),
        })
    }

    #[test]
    fn a_platform_lowers_the_share_of_others_that_it_takes() {
        let p = Parameters { validation: 0.5, least_dissonance: 0.1, ..Parameters::default() };
        let worker = Worker { threshold: 0.3, dissonance: 0.2, ..Worker::default() };
        // With a platform of 0.8 the threshold is 0.3 * (1 - 0.4).
        for (platform, seen, willing) in [(0.0, 0.29, false), (0.0, 0.31, true), (0.8, 0.17, false), (0.8, 0.19, true)]
        {
            assert_eq!(
                with_month(&p, platform, 0.0, |month| month.is_willing(&worker, seen)),
                willing,
                "{platform} {seen}"
            );
        }
        let content = Worker { dissonance: 0.05, ..worker };
        assert!(!with_month(&p, 0.8, 0.0, |month| month.is_willing(&content, 1.0)));
    }

    #[test]
    fn contacts_count_by_trust_and_their_results_with_them() {
        let p = Parameters { visible_trust: 0.5, notable: 0.5, ..Parameters::default() };
        let mut place = fixtures::country(1, 4, [npm(), hls()]).places.remove(0);
        place.linked.fill(false);
        place.trust = vec![1.0; 16];
        (place.trust[1], place.trust[2], place.trust[3]) = (0.5, 0.75, 0.4);
        for (organisation, (row, effect)) in place.organisations.iter_mut().zip([
            (Row::StatusQuo, 0.1),
            (Row::Alternative, 0.4),
            (Row::StatusQuo, 0.2),
            (Row::Alternative, 0.9),
        ]) {
            (organisation.row, organisation.effect_true) = (row, effect);
        }
        // The last is not trusted enough to be seen: 0.5 of 1.25 hold the row; 0.4 against (0.1 + 0.75 * 0.2) / 1.75.
        let (seen, evidence) = with_month(&p, 0.0, 0.0, |month| month.look_around(&place, 0));
        assert!((seen - 0.4).abs() < 1e-6, "{seen}");
        assert!((evidence - (0.4 - 0.25 / 1.75) / 0.5).abs() < 1e-6, "{evidence}");
        // What is written of others counts as a contact that holds the row as all do.
        let (seen, _) = with_month(&p, 0.0, 0.75, |month| month.look_around(&place, 0));
        assert!((seen - (0.5 + 0.75 * 0.5) / (1.25 + 0.75)).abs() < 1e-6, "{seen}");
        // Who holds the row does not count itself.
        let (seen, _) = with_month(&p, 0.0, 0.0, |month| month.look_around(&place, 1));
        assert!((seen - 1.0 / 3.0).abs() < 1e-6, "{seen}");
    }
}
