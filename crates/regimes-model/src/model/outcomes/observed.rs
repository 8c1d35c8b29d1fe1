//! What is summed up of a world after a week.

use crate::model::flourishing::Indices;
use crate::model::ledger::{Activity, Ledger, Origin};
use crate::model::world::Utility;
use crate::model::world::organisations::Flows;
use crate::model::world::places::Tally;

crate::totals! {
    /// Sums over residents of what a life is made of (shares).
    pub struct LifeSums {
        /// Own-weighted freedom from need.
        freedom: f64;
        /// Equally weighted freedom from need.
        freedom_equal: f64;
        /// Agency.
        agency: f64;
        /// Ties.
        ties: f64;
        /// Trust in services.
        trust: f64;
    }
}

crate::totals! {
    /// Sums over filled posts of what workers feel and do.
    pub struct StaffSums {
        /// Exhaustion.
        exhaustion: f64;
        /// Autonomy felt.
        autonomy: f64;
        /// Mastery felt.
        mastery: f64;
        /// Purpose felt.
        purpose: f64;
        /// Intrinsic motivation; 1 is the median at the start.
        theta: f64;
        /// Dissonance.
        dissonance: f64;
        /// Belief in the learning paradigm.
        paradigm: f64;
        /// Real help, in shares of a direct hour.
        real: f64;
        /// Gaming, in shares of a direct hour.
        gaming: f64;
    }
}

crate::totals! {
    /// Paid time of a week (hour).
    pub struct HourSums {
        /// All of it.
        paid: f64;
        /// With residents.
        direct: f64;
        /// On base administration and reporting.
        admin: f64;
        /// All of it less absence.
        worked: f64;
    }
}

crate::totals! {
    /// Sums over organisations, each weighed by its filled posts.
    pub struct OrganisationSums {
        /// Psychological safety.
        safety: f64;
        /// Absorptive capacity.
        absorptive: f64;
        /// What workers believe of what works, right less wrong.
        worker_knowledge: f64;
        /// Open cases.
        cases: f64;
        /// Error about residents' priorities.
        priority_error: f64;
        /// Waste in processes.
        waste: f64;
    }
}

crate::totals! {
    /// Sums over organisations of running means over closed cases, each weighed by its filled posts.
    pub struct RatedSums {
        /// Reported performance.
        reported: f64;
        /// Recorded performance.
        recorded: f64;
        /// True performance.
        true_performance: f64;
        /// Effect as seen, before and after.
        effect_seen: f64;
        /// True effect.
        effect_true: f64;
    }
}

crate::totals! {
    /// Sums over those who still stand on waiting lists, once for each list.
    pub struct ListSums {
        /// How many there are.
        people: u64;
        /// Weeks since they first asked.
        weeks: u64;
        /// Of them, those for whom these are longer than `LONG_WEEKS`.
        long: u64;
    }
}

/// What is summed up of a world after a week, once, for all outcomes.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Residents.
    pub residents: f64,
    /// Sums over residents.
    pub lives: LifeSums,
    /// Flourishing and its three rivals.
    pub indices: Indices,
    /// Sum over residents of flourishing squared.
    pub flourishing_squares: f64,
    /// Residents and summed flourishing by group.
    pub groups: Vec<(f64, f64)>,
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
    /// Sums over filled posts.
    pub staff: StaffSums,
    /// Flows of all organisations.
    pub flows: Flows,
    /// Paid time.
    pub hours: HourSums,
    /// Sums over organisations, each weighed by its filled posts.
    pub organisations: OrganisationSums,
    /// Sums over organisations that have closed a case, each weighed by its filled posts.
    pub rated: RatedSums,
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
    /// What government gets out of numbers, results and stories.
    pub utility: Utility,
    /// Places in which something is wanted from outside actors.
    pub places_with_outside: f64,
    /// Sum over these of the share of outside factors that are supplied.
    pub supplied: f64,
    /// The week's ledger of all places.
    pub ledger: Ledger,
    /// Who stands on the waiting lists of organisations that work.
    pub lists: ListSums,
}

impl Observed {
    /// A sum over filled posts, as a mean of them.
    pub(super) fn per_worker(&self, of: fn(&StaffSums) -> f64) -> f64 {
        of(&self.staff) / self.filled
    }
    /// A sum over organisations, each weighed by its filled posts, as a mean of these.
    pub(super) fn per_post(&self, of: fn(&OrganisationSums) -> f64) -> f64 {
        of(&self.organisations) / self.filled
    }
    /// The same of organisations that have closed a case.
    pub(super) fn rated_mean(&self, of: fn(&RatedSums) -> f64) -> f64 {
        of(&self.rated) / self.rated_posts
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
    /// Residents by tenancy: with a home, in temporary accommodation, with none; of nobody where there is no such state.
    pub(super) fn tenants(&self, tenancy: usize) -> f64 {
        f64::from(self.tally.tenancies[tenancy])
    }
    pub(super) fn all_tenants(&self) -> f64 {
        f64::from(self.tally.tenancies.iter().sum::<u32>())
    }
    pub(super) fn homes_given(&self) -> f64 {
        f64::from(self.tally.homes_given.iter().sum::<u32>())
    }
    /// Tenancies that were given and stand.
    pub(super) fn tenancies(&self) -> f64 {
        f64::from(self.tally.homes_paid.iter().sum::<u32>())
    }
    pub(super) fn opened(&self) -> f64 {
        f64::from(self.flows.opened.iter().sum::<u32>())
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
        let energy = 1.0 - self.per_worker(|s| s.exhaustion);
        let felt = self.per_worker(|s| s.autonomy) + self.per_worker(|s| s.mastery) + self.per_worker(|s| s.purpose);
        0.5 * energy + 0.5 * felt / 3.0
    }
}
