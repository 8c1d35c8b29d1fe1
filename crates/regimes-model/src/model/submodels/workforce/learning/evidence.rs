//! A review where codes are evidence: each vote enters once, and the code states what it is sure of.
//!
//! ```text
//! L' = L * exp(-fade * weeks / 52) + vote * (heard for - heard against) + lived * ln((1 - err_l) / err_l),  |L'| <= bound
//! heard: each vote found since the last review with probability h + (1 - h) * own,  h = min(1, reach * voice)
//!        and, where it contradicts the code, only if it is said (probability said)
//! trials: L' + or - ln((1 - trial_error) / trial_error) at each factor that is not stated, with probability trials / not stated
//! the code states sign(L') where |L'| > states_beyond
//! ```
//!
//! `vote` is the weight of a vote in [`patterns::evidence`](crate::model::patterns::evidence), `own` the share of
//! superior workers, by the weight of their word, who hold that view as their own, not taken from the code: they tell
//! what the review did not hear. A vote that is not heard or not said at the first review after it was found is lost,
//! so how often practice is reviewed changes when votes count and not how many do. Unread votes do not fade.
//! Under `diverse` what is close (as in [`review`](super::review)) is said whatever the safety. `lived` is the
//! net sum of what residents who take part say, right with probability `1 - err_l` each.
//! Only what the organisation has to do with, and what services can supply, is reviewed; the rest stays.
//! March's p2 plays no part here: his rule is the model's with `learning.code = "votes"`, and exact in [`march`](super::march).
//!
//! Source: Bayes' rule; M17, M28, L15, L16; assumptions A80 to A88, A283, A284. Regimes change: see [`learning`](super).

use crate::model::patterns::evidence::{LogOdds, Scale, log_odds, signed};
use crate::model::patterns::factors::Factors;
use crate::model::patterns::{Belief, bits};
use crate::model::rules::lessons::SenseMaking;
use crate::model::submodels::workforce::learning::addresses::Use;
use crate::model::submodels::workforce::learning::parameters::{self, Parameters};
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::submodels::workforce::learning::table::Table;
use crate::model::submodels::workforce::learning::team::own_views;
use crate::model::world::OrganisationContext;
use crate::model::world::evidence::{Evidence, Unread};
use crate::model::world::organisations::Organisation;
use crate::randomness::Randomness;
use crate::units::{DOMAINS, FACTORS, WEEKS_PER_YEAR};

/// Own experience fades as what was read does.
pub fn forget(organisation: &mut Organisation, p: &parameters::Evidence) {
    let kept = kept(p, 1.0);
    for worker in &mut organisation.workers {
        for experience in &mut worker.experience {
            *experience *= kept;
        }
    }
}

/// Reviews the evidence of every package, and what its code states.
pub fn review(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let parameters::Code::Evidence(rule) = &p.code else {
        return;
    };
    let Some(mut evidence) = organisation.evidence.take() else {
        return;
    };
    let table = Table::of(organisation, context, rhythm, p, randomness);
    let review = Review {
        kept: kept(rule, table.weeks()),
        own: own_views(organisation, context, rhythm, p, randomness),
        reviewed: table.scope & !context.constants.outside,
        scale: evidence.scale,
        table,
    };
    let codes: Vec<Belief> = (0..organisation.codes.len()).map(|package| review.read(package, &mut evidence)).collect();
    organisation.codes.copy_from_slice(&codes);
    organisation.evidence = Some(evidence);
}

fn kept(p: &parameters::Evidence, weeks: f32) -> f32 {
    libm::expf(-(p.fade_per_year / WEEKS_PER_YEAR) as f32 * weeks)
}

/// One organisation's review.
struct Review<'a> {
    table: Table<'a>,
    /// Share of superior workers who hold a view of their own: against a factor, and for it.
    own: [[f32; DOMAINS * FACTORS]; 2],
    /// The factors that are reviewed.
    reviewed: Factors,
    /// Share of the evidence that has not faded since the last review.
    kept: f32,
    scale: Scale,
}

impl Review<'_> {
    /// Reads a package's votes into its evidence; the code after that.
    fn read(&self, package: usize, evidence: &mut Evidence) -> Belief {
        let code = self.table.organisation.codes[package];
        let weights = self.table.weights(package);
        let hears = weights.found.min(1.0);
        let lesson = log_odds(self.table.p.lived_error).min(self.scale.bound);
        let (odds, unread) = (&mut evidence.log_odds[package], &evidence.unread[package]);
        for domain in (0..DOMAINS).filter(|&domain| bits(self.reviewed, domain) != 0) {
            let draws = [Use::HeardAgainst, Use::Review].map(|side| self.table.block(side, domain, package));
            let lived = self.table.residents_say(&weights, domain, package);
            for factor in (0..FACTORS).filter(|factor| bits(self.reviewed, domain) >> factor & 1 == 1) {
                let at = FACTORS * domain + factor;
                let heard = [0, 1].map(|side| {
                    let chance = f64::from(self.chance(hears, side, at, unread, &code));
                    successes(unread[side][at], chance, f64::from(draws[side].uniform(factor)))
                });
                let net = heard[1] as f32 - heard[0] as f32;
                let sum = odds[at] * self.kept + self.scale.vote * net + lesson * lived[factor];
                odds[at] = self.scale.bounded(sum);
            }
        }
        self.try_out(odds, package);
        let stated = self.scale.stated(odds);
        evidence.read(package);
        let (old, new) = (!self.reviewed, self.reviewed);
        Belief { known: code.known & old | stated.known & new, value: code.value & old | stated.value & new }
    }

    /// Probability that a vote on one side of a factor is heard.
    fn chance(&self, hears: f32, side: usize, at: usize, unread: &Unread, code: &Belief) -> f32 {
        let heard = hears + (1.0 - hears) * self.own[side][at];
        let contradicts = code.known.contains(at) && code.value.value(at) != (side == 1);
        if contradicts && !self.is_open(unread, at) { heard * self.table.said } else { heard }
    }

    /// Whether a minority is listened to because the votes are close.
    fn is_open(&self, unread: &Unread, at: usize) -> bool {
        let [against, by] = [0, 1].map(|side| f32::from(unread[side][at]));
        let close = (by - against).abs() < self.table.p.close as f32 * (by + against);
        close && matches!(self.table.rhythm.sense_making, SenseMaking::Diverse(_))
    }

    /// Tries what the code does not state; an outcome is one more vote.
    fn try_out(&self, odds: &mut LogOdds, package: usize) {
        let uncertain = self.reviewed & !self.scale.stated(odds).known;
        let trials = self.table.trials(package);
        if trials <= 0.0 || uncertain.is_empty() {
            return;
        }
        let share = trials / f64::from(uncertain.len());
        let tried = uncertain & Factors::drawn(share, &self.table.pair(Use::Trial, package));
        let misled = Factors::drawn(self.table.p.trial_error, &self.table.pair(Use::TrialError, package));
        let seen = self.table.truth(package).turned(misled);
        let outcome = log_odds(self.table.p.trial_error).min(self.scale.bound);
        for at in tried.iter() {
            odds[at] = self.scale.bounded(odds[at] + signed(seen, at, outcome));
        }
    }
}

/// How many of `n` succeed with a probability each, at a draw: the inverse of the binomial distribution.
/// More than a thousand are told by their mean, as evidence is bounded long before.
fn successes(n: u16, probability: f64, draw: f64) -> u32 {
    let (n, probability) = (u32::from(n), probability.clamp(0.0, 1.0));
    if n > 1000 {
        return (f64::from(n) * probability).round() as u32;
    }
    // The rarer outcome is counted, so that the first term does not vanish.
    if probability > 0.5 {
        return n - counted(n, 1.0 - probability, 1.0 - draw);
    }
    counted(n, probability, draw)
}

/// The least number whose cumulated probability is above the draw.
fn counted(n: u32, probability: f64, draw: f64) -> u32 {
    let odds = probability / (1.0 - probability);
    let (mut k, mut term) = (0, libm::pow(1.0 - probability, f64::from(n)));
    let mut below = term;
    while draw >= below && k < n {
        term *= f64::from(n - k) / f64::from(k + 1) * odds;
        below += term;
        k += 1;
    }
    k
}
