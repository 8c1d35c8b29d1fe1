//! Hours and pounds by activity, origin and payer: every paid hour has a line, every pound a payer.

/// What paid time and money go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
#[expect(missing_docs, reason = "the names in ACTIVITIES say what each is")]
pub enum Activity {
    Helping,
    Mismatched,
    MeasuredOnly,
    Gaming,
    Slack,
    Listening,
    Design,
    Assessment,
    Referral,
    Travel,
    BaseAdmin,
    Meetings,
    Reporting,
    Coordination,
    Supervision,
    Reflection,
    Experiments,
    Participation,
    Dialogue,
    Outreach,
    Induction,
    Absence,
    Agency,
    Recruitment,
    Stewardship,
    Upstream,
    Tendering,
    SetUp,
    Central,
    Crisis,
}

/// The activities' names in tables, and what they mean.
pub const ACTIVITIES: [(&str, &str); 30] = [
    ("helping", "direct time that helps"),
    ("mismatched", "direct time given to what does not help this person"),
    ("measured_only", "direct time that raises the measure and nothing else"),
    ("gaming", "time spent on making the numbers look better"),
    ("slack", "paid time in which nothing is done"),
    ("listening", "contact that finds out and does not help"),
    ("design", "making a plan for one person"),
    ("assessment", "assessing those who ask, again where they ask again"),
    ("referral", "handing on"),
    ("travel", "on the way"),
    ("base_admin", "administration that every row has"),
    ("meetings", "meetings of the team and the house, and training"),
    ("reporting", "reporting for targets, contracts and audits"),
    ("coordination", "agreeing with other organisations"),
    ("supervision", "supervision or coaching"),
    ("reflection", "reflecting together"),
    ("experiments", "trying other ways"),
    ("participation", "taking part with residents in decisions"),
    ("dialogue", "learning dialogue, measurement for learning"),
    ("outreach", "seeking people out"),
    ("induction", "learning the work"),
    ("absence", "sickness and leave"),
    ("agency", "cover by agencies"),
    ("recruitment", "filling posts"),
    ("stewardship", "system stewards"),
    ("upstream", "work on actors outside services"),
    ("tendering", "bids, contracts, monitoring them"),
    ("set_up", "the cost of changing a row"),
    ("central", "government's own staff for it"),
    ("crisis", "crises: their entry and their weeks"),
];

/// Why time or money was spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Origin {
    /// A new need.
    New = 0,
    /// A need that was left mismatched, dropped, refused or closed by rule, and came back.
    Failure = 1,
    /// A need that came back by itself.
    Relapse = 2,
    /// A need handed on by another organisation.
    Referral = 3,
    /// No case.
    None = 4,
}

/// The origins' names in tables.
pub const ORIGINS: [&str; 5] = ["value", "failure", "relapse", "referral", "none"];

/// The payers' names in tables; the first column is the services' own budget.
pub const PAYERS: [&str; 7] = ["council", "health", "housing", "police", "childrens_services", "national", "services"];

/// The column of national government.
pub const NATIONAL: usize = 5;

/// The column of the services' own budget.
pub const SERVICES: usize = 6;

/// Hours and pounds of some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Paid time by activity and origin (hour).
    pub hours: [[f64; ORIGINS.len()]; ACTIVITIES.len()],
    /// Money by activity, origin and payer (GBP).
    pub pounds: [[[f64; PAYERS.len()]; ORIGINS.len()]; ACTIVITIES.len()],
}

impl Default for Ledger {
    fn default() -> Self {
        Ledger {
            hours: [[0.0; ORIGINS.len()]; ACTIVITIES.len()],
            pounds: [[[0.0; PAYERS.len()]; ORIGINS.len()]; ACTIVITIES.len()],
        }
    }
}

impl Ledger {
    /// Posts paid time at a price, paid out of the services' budget.
    pub fn post_hours(&mut self, activity: Activity, origin: Origin, hours: f64, pounds_per_hour: f64) {
        self.hours[activity as usize][origin as usize] += hours;
        self.pounds[activity as usize][origin as usize][SERVICES] += hours * pounds_per_hour;
    }

    /// Posts money.
    pub fn post_pounds(&mut self, activity: Activity, origin: Origin, payer: usize, pounds: f64) {
        self.pounds[activity as usize][origin as usize][payer] += pounds;
    }

    /// Adds another ledger to this one.
    pub fn add(&mut self, other: &Ledger) {
        for (mine, theirs) in self.hours.iter_mut().flatten().zip(other.hours.iter().flatten()) {
            *mine += theirs;
        }
        for (mine, theirs) in self.pounds.iter_mut().flatten().flatten().zip(other.pounds.iter().flatten().flatten()) {
            *mine += theirs;
        }
    }

    /// All paid time (hour).
    #[must_use]
    pub fn total_hours(&self) -> f64 {
        self.hours.iter().flatten().sum()
    }

    /// All money (GBP).
    #[must_use]
    pub fn total_pounds(&self) -> f64 {
        self.pounds.iter().flatten().flatten().sum()
    }

    /// All money of an activity (GBP).
    #[must_use]
    pub fn activity_pounds(&self, activity: Activity) -> f64 {
        self.pounds[activity as usize].iter().flatten().sum()
    }

    /// All paid time of an activity (hour).
    #[must_use]
    pub fn activity_hours(&self, activity: Activity) -> f64 {
        self.hours[activity as usize].iter().sum()
    }

    /// Money that came out of the services' own budget (GBP).
    #[must_use]
    pub fn services_pounds(&self) -> f64 {
        self.pounds.iter().flatten().map(|payers| payers[SERVICES]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paid_hour_stands_once_in_hours_and_once_in_pounds() {
        let mut ledger = Ledger::default();
        ledger.post_hours(Activity::Listening, Origin::Failure, 2.0, 30.0);
        ledger.post_pounds(Activity::Crisis, Origin::None, 1, 500.0);
        assert_eq!(ledger.total_hours(), 2.0);
        assert_eq!(ledger.total_pounds(), 560.0);
        assert_eq!(ledger.services_pounds(), 60.0);
    }

    #[test]
    fn the_names_of_activities_are_as_many_as_the_activities() {
        assert_eq!(Activity::Crisis as usize + 1, ACTIVITIES.len());
    }

    #[test]
    fn ledgers_add_up_line_by_line() {
        let mut one = Ledger::default();
        one.post_hours(Activity::Travel, Origin::New, 3.0, 10.0);
        let mut other = Ledger::default();
        other.post_hours(Activity::Travel, Origin::New, 4.0, 10.0);
        other.post_hours(Activity::Travel, Origin::Relapse, 1.0, 10.0);
        other.post_hours(Activity::Design, Origin::New, 7.0, 1.0);
        one.add(&other);
        assert_eq!((one.activity_hours(Activity::Travel), one.activity_pounds(Activity::Travel)), (8.0, 80.0));
        assert_eq!((one.activity_hours(Activity::Design), one.activity_hours(Activity::Crisis)), (7.0, 0.0));
        assert_eq!((one.total_hours(), one.total_pounds()), (15.0, 87.0));
    }
}
