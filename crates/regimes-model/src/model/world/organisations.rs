//! Organisations: their practice, their people, their numbers.

use crate::model::ledger::Activity;
use crate::model::patterns::Belief;
use crate::model::patterns::evidence::LogOdds;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::patterns::votes::Votes;
use crate::model::town::service::Service;
use crate::model::town::{Counted, Funder, Workforce};
use crate::model::world::cases::{Case, Waiting};
use crate::model::world::evidence::Evidence;
use crate::model::world::rows::Row;
use crate::model::world::waits::{EmergencyQueue, Waits};
use crate::model::world::waste::Waste;
use crate::model::world::workers::Worker;
use crate::units::domains::Domains;
use crate::units::{DOMAINS, GroupId, Week};

/// An organisation.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    /// Index in the place.
    pub index: u16,
    /// The domains that it works in.
    pub domains: Domains,
    /// Its workers, a post each.
    pub workers: Vec<Worker>,
    /// Price of a paid hour (GBP), wage premium apart.
    pub pounds_per_hour: f64,
    /// Kind of workforce.
    pub workforce: Workforce,
    /// How its kind of service compares with the usual one.
    pub service: Service,
    /// Who funds it.
    pub funder: Funder,
    /// Mean skill of established workers, for hiring.
    pub skill: f32,
    /// Factor on motivation of those hired.
    pub motivation: f32,
    /// Share of workers hired from the first group.
    pub first_group_share: f32,
    /// Open cases, in order of worker and resident.
    pub cases: Vec<Case>,
    /// Waiting list, in order of joining.
    pub waiting: Vec<Waiting>,

    /// The row of rules that it holds.
    pub row: Row,
    /// Where it stands in the drawn order of switching (0-1).
    pub switch_order: f32,
    /// Its leaders' belief in the learning paradigm.
    pub belief: f32,
    /// How faithfully it follows its row.
    pub fidelity: f32,
    /// Weeks since it last changed its row; none where it never did.
    pub weeks_since_change: Option<u32>,
    /// Unpractised: part by which effectiveness is down after a change of row.
    pub dip: f32,

    /// The menu: what each package does.
    pub codes: Vec<Belief>,
    /// The group for which a package was made; none where it was made for the place.
    pub package_groups: Vec<Option<GroupId>>,
    /// Votes for (+) and against (-) each factor of each package, from what was found out since the last review.
    pub votes: Vec<[f32; 128]>,
    /// The evidence behind each code; none where codes follow votes.
    pub evidence: Option<Evidence>,
    /// Open cases on each package.
    pub volume: Vec<u32>,
    /// Weeks since the code was last reviewed.
    pub weeks_since_review: u32,
    /// Psychological safety.
    pub safety: f32,
    /// Absorptive capacity.
    pub absorptive: f32,
    /// Estimate of residents' priorities by domain (sums to 1).
    pub priority_estimate: [f32; DOMAINS],
    /// Needs of others that it takes on beside its own domains (boundary).
    pub boundary: Domains,
    /// Review cycles completed.
    pub cycles: u32,

    /// The contract's indicator.
    pub indicator: IndicatorState,
    /// This week's incentives, from the rules and the state of the contract.
    pub incentive: Incentive,
    /// Reported performance [0-1], running mean.
    pub reported: f32,
    /// Recorded performance [0-1], running mean.
    pub recorded: f32,
    /// Share of what is done that is on record, running mean.
    pub records: f32,
    /// Whether it has closed a case: before that, the running means hold where they start.
    pub has_closed: bool,
    /// True performance [0-1], running mean.
    pub true_performance: f32,
    /// Estimate of its own effect on a closed case (naive: before and after), running mean.
    pub effect_seen: f32,
    /// True effect on a closed case, running mean.
    pub effect_true: f32,
    /// Forecast of next year's reported performance that it hands in.
    pub submitted_plan: f32,
    /// Forecast that its leaders hold privately.
    pub forecast: f32,
    /// Whether it has had a review: before that, no plan was compared with what came.
    pub has_answered: bool,
    /// Mean of |submitted plan - outcome| at reviews so far.
    pub plan_error: f32,
    /// Rank in the place, 0 lowest to 1 highest.
    pub rank: f32,

    /// Contract's end.
    pub contract_ends: Week,
    /// Income [GBP/week].
    pub income_per_week: f64,
    /// Income withheld under payment by results this week (GBP).
    pub withheld: f64,
    /// Reserve (GBP).
    pub reserve: f64,
    /// Spend since the year began (GBP).
    pub spend_this_year: f64,
    /// Income since the year began (GBP).
    pub income_this_year: f64,
    /// Whether posts are frozen for lack of money.
    pub frozen: bool,
    /// Agency staff that cover open posts this week (FTE).
    pub agency_fte: f32,
    /// Share of a case that a quota still allows: whole cases are taken, the rest is kept for the next week.
    pub quota_left: f32,
    /// Share of posts that the money does not carry any more and that were given up.
    pub posts_lost: f32,
    /// Posts that it was founded with.
    pub first_posts: u32,
    /// Complaints this week.
    pub complaints: f32,

    /// The queue within the week, of emergency care.
    pub emergency: EmergencyQueue,
    /// How it watches its waiting time.
    pub waits: Waits,
    /// How much of what its processes take could be done without.
    pub waste: Waste,
    /// This week's paid time by use (hour).
    pub hours: WeekHours,
    /// What moved this week.
    pub flows: Flows,
}

/// The state of a contract's indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndicatorState {
    /// What it counts.
    pub counts: Counted,
    /// Domains that it counts.
    pub domains: Domains,
    /// Angle between what is counted and what matters (radian), of one indicator.
    pub angle: f32,
    /// Target for reported performance.
    pub target: f32,
    /// Weeks since the last review.
    pub weeks_since_review: u32,
    /// Whether the last target was met.
    pub met: bool,
}

/// The incentives of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Incentive {
    /// Strength `b` of what pulls towards the measure, nearness and shading included.
    pub strength: f32,
    /// Cosine of the angle between the measure and what matters, `cos phi`.
    pub cosine: f32,
    /// Sine of that angle, `sin phi`.
    pub sine: f32,
    /// Probability that a claim is checked.
    pub audit: f32,
    /// Probability that a false claim is found: a check, and something on record to check by.
    pub detected: f32,
    /// Share of the strength that peers put, by dialogue.
    pub peer: f32,
}

/// Paid time of a week by use (hour); its sum is the paid week of all filled posts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeekHours {
    /// All paid time.
    pub paid: f32,
    /// Sickness and leave.
    pub absence: f32,
    /// Base administration.
    pub base_admin: f32,
    /// Meetings and training.
    pub meetings: f32,
    /// Reporting.
    pub reporting: f32,
    /// Coordination and joint work.
    pub coordination: f32,
    /// Supervision or coaching.
    pub supervision: f32,
    /// Reflection.
    pub reflection: f32,
    /// Participation.
    pub participation: f32,
    /// Dialogue and measurement for learning.
    pub dialogue: f32,
    /// Outreach.
    pub outreach: f32,
    /// Induction of those who are new.
    pub induction: f32,
    /// Tendering.
    pub tendering: f32,
    /// Set-up of a change of row.
    pub set_up: f32,
    /// Assessment.
    pub assessment: f32,
    /// Handing on.
    pub referral: f32,
    /// Travel.
    pub travel: f32,
    /// Experiments.
    pub experiments: f32,
    /// Direct time, shared out over the cases.
    pub direct: f32,
}

crate::totals! {
    /// Direct time by what became of it (hour).
    pub struct DirectTime {
        /// It helped.
        helping: f32;
        /// It went into what does not help this person.
        mismatched: f32;
        /// It raised the measure and nothing else.
        measured_only: f32;
        /// It made the numbers look better.
        gaming: f32;
        /// Nothing was done in it.
        slack: f32;
        /// It found out.
        listening: f32;
        /// It made a plan for one person.
        design: f32;
    }
}

impl DirectTime {
    /// What the ledger posts it as.
    #[must_use]
    pub fn by_activity(&self) -> [(Activity, f32); 7] {
        [
            (Activity::Helping, self.helping),
            (Activity::Mismatched, self.mismatched),
            (Activity::MeasuredOnly, self.measured_only),
            (Activity::Gaming, self.gaming),
            (Activity::Slack, self.slack),
            (Activity::Listening, self.listening),
            (Activity::Design, self.design),
        ]
    }
}

crate::totals! {
    /// What moved in an organisation in a week. Counts are expected numbers where a probability stands behind them.
    pub struct Flows {
        /// Requests that came, by origin (new, failure, relapse, referral).
        requests: [u32; 4];
        /// Times that somebody on a list asked again (expected).
        asked_again: f32;
        /// Requests refused.
        refused: u32;
        /// Put on the waiting list.
        joined_list: u32;
        /// Left the list without a case: gave up, died, moved.
        left_list: u32;
        /// Left the list because a case that was opened for another need took theirs in.
        taken_in: u32;
        /// Left the list by a brief contact.
        seen_briefly: u32;
        /// Cases opened, by origin.
        opened: [u32; 4];
        /// Clocks stopped, by a case or a brief contact.
        clocks_stopped: u32;
        /// Of these, late as reported.
        stopped_late: u32;
        /// Clocks set back to nothing by gaming.
        resets: u32;
        /// Posts that moved to the need with the longest wait, or came from another organisation.
        posts_moved: u32;
        /// Sum of true waits over cases opened (week).
        waited_weeks: u32;
        /// Of the cases opened, those with a true wait longer than [`LONG_WEEKS`](crate::model::world::waits::LONG_WEEKS).
        waited_long: u32;
        /// Sum of reported waits over clocks stopped (week).
        reported_weeks: u32;
        /// Of the clocks stopped, those that showed longer than that.
        reported_long: u32;
        /// Cases closed because the package was over or the rule said so.
        closed_by_rule: u32;
        /// Cases closed by agreement.
        closed_by_agreement: u32;
        /// Cases dropped: contact lost, worker gone, resident died or moved.
        dropped: u32;
        /// Hand-offs made.
        hand_offs: u32;
        /// Hand-offs that were lost.
        hand_offs_lost: u32;
        /// Assessments of someone who was already assessed elsewhere.
        duplicates: u32;
        /// Closed cases with a real gain for the person.
        closed_truly: f32;
        /// Closed cases that count on paper.
        closed_recorded: f32;
        /// Closed cases that count in the report.
        closed_reported: f32;
        /// Reported hits without own-weighted gain.
        hits_without_gain: f32;
        /// Sum over closed cases of the fall of observed need.
        effect_seen: f32;
        /// Sum over closed cases of the true effect.
        effect_true: f32;
        /// Workers who left.
        leavers: u32;
        /// Workers hired.
        hired: u32;
        /// Days of sickness (day).
        sick_days: f32;
        /// Factors found out.
        discoveries: u32;
        /// Direct time by what became of it (hour).
        direct: DirectTime;
        /// Direct time by origin of the case (hour).
        direct_by_origin: [f32; 4];
    }
}

impl Organisation {
    /// Filled posts.
    #[must_use]
    pub fn n_filled(&self) -> usize {
        self.workers.iter().filter(|worker| worker.filled).count()
    }

    /// Mean effort of its workers that makes numbers look better.
    #[must_use]
    pub fn mean_gaming(&self) -> f32 {
        let filled = self.workers.iter().filter(|worker| worker.filled);
        filled.map(|worker| worker.gaming).sum::<f32>() / self.n_filled().max(1) as f32
    }

    /// Posts that money carries: all but those given up.
    #[must_use]
    pub fn posts_carried(&self) -> f64 {
        (self.workers.len() as f64 - self.posts_given_up() as f64).max(self.n_filled() as f64)
    }

    /// Posts that the money does not carry any more.
    #[must_use]
    pub fn posts_given_up(&self) -> usize {
        (f64::from(self.posts_lost) * self.workers.len() as f64).round() as usize
    }

    /// What it holds right for all: the packages' majority by volume.
    #[must_use]
    pub fn code_of_all(&self) -> Belief {
        if let [code] = self.codes[..] {
            return code;
        }
        let (mut right, mut wrong) = (Votes::default(), Votes::default());
        for (code, &volume) in self.codes.iter().zip(&self.volume) {
            right.add(code.known & code.value.trues(), volume + 1);
            wrong.add(code.known & !code.value.trues(), volume + 1);
        }
        let value = right.exceeds(&wrong);
        Belief { value: Pattern::true_in(value), known: value | wrong.exceeds(&right) }
    }

    /// Factors of a package that are worth copying from a code: all, or, where codes are evidence, those of which the other
    /// is surer.
    #[must_use]
    pub fn worth_copying(&self, package: usize, there: Option<&LogOdds>) -> Factors {
        match (&self.evidence, there) {
            (Some(own), Some(there)) => own.less_sure(package, there),
            _ => Factors::ALL,
        }
    }

    /// Own domains and those that it takes on beside them.
    #[must_use]
    pub fn reach(&self) -> Domains {
        self.domains | self.boundary
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::totals::Total;

    #[test]
    fn flows_of_two_are_the_sums_of_both() {
        let mut sum = Flows::all(3);
        sum.add(&Flows::all(5));
        assert_eq!(sum, Flows::all(8));
        assert_eq!((sum.requests, sum.hired, sum.direct.design), ([8; 4], 8, 8.0));
    }

    #[test]
    fn money_carries_all_posts_but_those_given_up_and_none_that_is_filled_goes_uncounted() {
        let mut organisation = crate::model::fixtures::organisation(0, 10);
        organisation.workers[3].filled = false;
        organisation.workers[7].filled = false;
        for (posts_lost, carried) in [(0.0, 10.0), (0.1, 9.0), (0.2, 8.0), (0.5, 8.0)] {
            organisation.posts_lost = posts_lost;
            assert_eq!(organisation.posts_carried(), carried, "{posts_lost}");
        }
    }
}
