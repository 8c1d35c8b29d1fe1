//! What is summed up of a world after a week.

use crate::model::ledger::{Activity, Ledger, Origin};
use crate::model::world::organisations::Flows;
use crate::model::world::places::Tally;

/// What is summed up of a world after a week, once, for all outcomes.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Residents.
    pub residents: f64,
    /// Mean freedom, equally weighted freedom, agency and ties; then flourishing and its three rivals.
    pub means: [f64; 4],
    /// Flourishing and its three rivals.
    pub indices: [f64; 4],
    /// Sum over residents of flourishing squared.
    pub flourishing_squares: f64,
    /// Residents and summed flourishing by group.
    pub groups: Vec<(f64, f64)>,
    /// Sum of residents' trust in services.
    pub resident_trust: f64,
    /// Needs of at least a quarter that have no case, all domains together.
    pub unmet: f64,
    /// Of these, needs that no organisation of the place works in.
    pub unowned: f64,
    /// Residents on a waiting list.
    pub waiting: f64,
    /// Residents with an open case.
    pub in_contact: f64,
    /// Staff: filled posts, posts.
    pub filled: f64,
    /// Posts that money carries.
    pub posts: f64,
    /// Sums over filled posts: exhaustion, autonomy, mastery, purpose, theta, dissonance, paradigm, real, gaming.
    pub staff: [f64; 9],
    /// Flows of all organisations.
    pub flows: Flows,
    /// Paid, direct and reporting hours.
    pub hours: [f64; 4],
    /// Sums over organisations, each weighed by its filled posts: safety, absorptive, worker knowledge, caseload,
    /// priority error.
    pub organisations: [f64; 5],
    /// Sums over organisations that have closed a case, so weighed: reported, recorded, true, effect seen, effect true.
    pub rated: [f64; 5],
    /// Filled posts of these.
    pub rated_posts: f64,
    /// Sum of plan errors over organisations that have had a review, so weighed.
    pub plan_error: f64,
    /// Filled posts of these.
    pub reviewed_posts: f64,
    /// Sum of what codes know over organisations that have packages, so weighed.
    pub code_knowledge: f64,
    /// Filled posts of these.
    pub coded_posts: f64,
    /// Organisations that work: none where there are no services.
    pub organisations_at_work: f64,
    /// Organisations that hold the alternative row.
    pub adopted: f64,
    /// Tally of all places.
    pub tally: Tally,
    /// Residents in crisis.
    pub in_crisis: f64,
    /// Places.
    pub places: f64,
    /// Places with two organisations that can trust each other.
    pub places_with_pairs: f64,
    /// Sum over these of the mean trust between organisations.
    pub trust_between: f64,
    /// Sum over places of public trust.
    pub public_trust: f64,
    /// Sum over places of the control that commissioners perceive.
    pub perceived_control: f64,
    /// Money that lapsed or was withheld so far (GBP).
    pub kept: f64,
    /// Reserves (GBP).
    pub reserve: f64,
    /// Government: utility of reported numbers, real results, stories.
    pub utility: [f64; 3],
    /// Places in which something is wanted from outside actors.
    pub places_with_outside: f64,
    /// Sum over these of the share of outside factors that are supplied.
    pub supplied: f64,
    /// The week's ledger of all places.
    pub ledger: Ledger,
}

impl Observed {
    pub(super) fn per_worker(&self, index: usize) -> f64 {
        self.staff[index] / self.filled
    }
    pub(super) fn per_post(&self, index: usize) -> f64 {
        self.organisations[index] / self.filled
    }
    pub(super) fn rated_mean(&self, index: usize) -> f64 {
        self.rated[index] / self.rated_posts
    }
    pub(super) fn per_place(&self, sum: f64) -> f64 {
        sum / self.places
    }
    pub(super) fn trust(&self) -> f64 {
        self.trust_between / self.places_with_pairs
    }
    /// Posts filled at some time of the week: those filled after it, and those who left in it.
    pub(super) fn in_post(&self) -> f64 {
        self.filled + f64::from(self.flows.leavers)
    }
    pub(super) fn requests(&self) -> f64 {
        f64::from(self.flows.requests.iter().sum::<u32>())
    }
    /// Requests, and those who asked again from a list.
    pub(super) fn asked(&self) -> f64 {
        self.requests() + f64::from(self.flows.asked_again)
    }
    /// Requests because help failed, or does not come.
    pub(super) fn failed(&self) -> f64 {
        f64::from(self.flows.requests[Origin::Failure as usize]) + f64::from(self.flows.asked_again)
    }
    pub(super) fn closed(&self) -> f64 {
        f64::from(self.flows.closed_by_rule + self.flows.closed_by_agreement)
    }
    /// Flourishing of the worst-off and of the best-off group.
    fn extremes(&self) -> (f64, f64) {
        let means = self.groups.iter().filter(|(n, _)| *n > 0.0).map(|(n, sum)| sum / n);
        means.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), m| (l.min(m), h.max(m)))
    }
    pub(super) fn group_gap(&self) -> f64 {
        let (worst, best) = self.extremes();
        best - worst
    }
    pub(super) fn worst_group(&self) -> f64 {
        self.extremes().0
    }
    pub(super) fn pounds_each(&self, activity: Activity) -> f64 {
        self.ledger.activity_pounds(activity) / self.residents
    }
    pub(super) fn wellbeing(&self) -> f64 {
        let energy = 1.0 - self.per_worker(0);
        0.5 * energy + 0.5 * (self.per_worker(1) + self.per_worker(2) + self.per_worker(3)) / 3.0
    }
}
