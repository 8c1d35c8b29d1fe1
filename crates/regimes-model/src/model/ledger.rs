//! Hours and pounds by activity, origin and payer: every paid hour has a line, every pound a payer.

/// Declares what a line of the ledger can be about, each with its name in tables.
macro_rules! lines {
    (
        $( #[doc = $about:literal] )*
        pub enum $kind:ident, $( #[doc = $names_about:literal] )* $names:ident {
            $( $( #[doc = $doc:literal] )* $variant:ident $name:literal; )*
        }
    ) => {
        $( #[doc = $about] )*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $kind { $( $( #[doc = $doc] )* $variant, )* }

        $( #[doc = $names_about] )*
        pub const $names: [&str; [$( $name ),*].len()] = [ $( $name ),* ];
    };
}

lines! {
    /// What paid time and money go into.
    pub enum Activity,
    /// The activities' names in tables.
    ACTIVITIES {
        /// Direct time that helps.
        Helping "helping";
        /// Direct time given to what does not help this person.
        Mismatched "mismatched";
        /// Direct time that raises the measure and nothing else.
        MeasuredOnly "measured_only";
        /// Time spent on making the numbers look better.
        Gaming "gaming";
        /// Paid time in which nothing is done.
        Slack "slack";
        /// Contact that finds out and does not help.
        Listening "listening";
        /// Making a plan for one person.
        Design "design";
        /// Assessing those who ask, again where they ask again.
        Assessment "assessment";
        /// Handing on.
        Referral "referral";
        /// On the way.
        Travel "travel";
        /// Administration that every row has.
        BaseAdmin "base_admin";
        /// Meetings of the team and the house, and training.
        Meetings "meetings";
        /// Reporting for targets, contracts and audits.
        Reporting "reporting";
        /// Agreeing with other organisations.
        Coordination "coordination";
        /// Supervision or coaching.
        Supervision "supervision";
        /// Reflecting together.
        Reflection "reflection";
        /// Trying other ways.
        Experiments "experiments";
        /// Taking part with residents in decisions.
        Participation "participation";
        /// Learning dialogue, measurement for learning.
        Dialogue "dialogue";
        /// Seeking people out.
        Outreach "outreach";
        /// Learning the work.
        Induction "induction";
        /// Sickness and leave.
        Absence "absence";
        /// Cover by agencies.
        Agency "agency";
        /// Filling posts.
        Recruitment "recruitment";
        /// System stewards.
        Stewardship "stewardship";
        /// Work on actors outside services.
        Upstream "upstream";
        /// Bids, contracts, monitoring them.
        Tendering "tendering";
        /// The cost of changing a row.
        SetUp "set_up";
        /// Government's own staff for it.
        Central "central";
        /// Crises: their entry and their weeks.
        Crisis "crisis";
        /// Homes that were given to those who had none.
        Homes "homes";
    }
}

lines! {
    /// Why time or money was spent.
    pub enum Origin,
    /// The origins' names in tables.
    ORIGINS {
        /// A new need.
        New "value";
        /// A need that was left mismatched, dropped, refused or closed by rule, and came back.
        Failure "failure";
        /// A need that came back by itself.
        Relapse "relapse";
        /// A need handed on by another organisation.
        Referral "referral";
        /// No case.
        None "none";
    }
}

/// The payers' names in tables.
pub const PAYERS: [&str; 9] = [
    "council",
    "health",
    "housing",
    "police",
    "childrens_services",
    "national",
    "services",
    "work_and_pensions",
    "charity",
];

/// The column of national government.
pub const NATIONAL: usize = 5;

/// The column of the services' own budget, where nobody says whose money it is.
pub const SERVICES: usize = 6;

/// Hours and pounds of some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Paid time by activity and origin (hour).
    pub hours: [[f64; ORIGINS.len()]; ACTIVITIES.len()],
    /// Money by activity, origin and payer (GBP).
    pub pounds: [[[f64; PAYERS.len()]; ORIGINS.len()]; ACTIVITIES.len()],
    /// The column that paid time falls on: who funds the organisation.
    pub funder: usize,
}

impl Default for Ledger {
    fn default() -> Self {
        Ledger {
            hours: [[0.0; ORIGINS.len()]; ACTIVITIES.len()],
            pounds: [[[0.0; PAYERS.len()]; ORIGINS.len()]; ACTIVITIES.len()],
            funder: SERVICES,
        }
    }
}

impl Ledger {
    /// An empty ledger of an organisation with that funder.
    #[must_use]
    pub fn funded_by(funder: usize) -> Ledger {
        Ledger { funder, ..Ledger::default() }
    }

    /// Posts paid time at a price, paid by the funder.
    pub fn post_hours(&mut self, activity: Activity, origin: Origin, hours: f64, pounds_per_hour: f64) {
        self.hours[activity as usize][origin as usize] += hours;
        self.pounds[activity as usize][origin as usize][self.funder] += hours * pounds_per_hour;
    }

    /// Posts money.
    pub fn post_pounds(&mut self, activity: Activity, origin: Origin, payer: usize, pounds: f64) {
        self.pounds[activity as usize][origin as usize][payer] += pounds;
    }

    /// Adds another ledger to this one; whoever paid stays who paid.
    pub fn add(&mut self, other: &Ledger) {
        for (mine, theirs) in self.hours.as_flattened_mut().iter_mut().zip(other.hours.as_flattened()) {
            *mine += theirs;
        }
        let pounds = self.pounds.as_flattened_mut().as_flattened_mut();
        for (mine, theirs) in pounds.iter_mut().zip(other.pounds.as_flattened().as_flattened()) {
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

    /// Money for services, whoever funds them (GBP): all but crises, and but what national government pays of central staff.
    #[must_use]
    pub fn services_pounds(&self) -> f64 {
        let crisis = Activity::Crisis as usize;
        let central = Activity::Central as usize;
        let mut sum = 0.0;
        for (activity, origins) in self.pounds.iter().enumerate().filter(|&(activity, _)| activity != crisis) {
            for payers in origins {
                for (payer, pounds) in payers.iter().enumerate() {
                    sum += if payer == NATIONAL && activity == central { 0.0 } else { *pounds };
                }
            }
        }
        sum
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
    fn money_for_services_is_theirs_whoever_funds_them() {
        let mut ledger = Ledger::funded_by(1);
        ledger.post_hours(Activity::Listening, Origin::New, 2.0, 30.0);
        ledger.post_pounds(Activity::Crisis, Origin::None, 1, 500.0);
        ledger.post_pounds(Activity::Central, Origin::None, NATIONAL, 7.0);
        assert_eq!(ledger.pounds[Activity::Listening as usize][Origin::New as usize][1], 60.0);
        assert_eq!((ledger.services_pounds(), ledger.total_pounds()), (60.0, 567.0));
    }

    #[test]
    fn the_names_of_activities_are_as_many_as_the_activities() {
        assert_eq!(Activity::Homes as usize + 1, ACTIVITIES.len());
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

    #[test]
    fn ledgers_laid_flat_add_up_as_line_by_line() {
        let of = |step: f64| {
            let mut ledger = Ledger::default();
            let mut value = 0.1;
            for (hours, pounds) in ledger.hours.iter_mut().zip(&mut ledger.pounds) {
                for (hours, pounds) in hours.iter_mut().zip(pounds) {
                    for value_of in pounds.iter_mut().chain([hours]) {
                        (*value_of, value) = (value, value + step);
                    }
                }
            }
            ledger
        };
        let (mut one, mut plain, other) = (of(0.3), of(0.3), of(0.7));
        one.add(&other);
        for activity in 0..ACTIVITIES.len() {
            for origin in 0..ORIGINS.len() {
                plain.hours[activity][origin] += other.hours[activity][origin];
                for payer in 0..PAYERS.len() {
                    plain.pounds[activity][origin][payer] += other.pounds[activity][origin][payer];
                }
            }
        }
        assert_eq!(one, plain);
    }
}
