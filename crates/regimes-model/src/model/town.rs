//! What a scenario says exists: domains, groups, places, organisations, events.
//!
//! These are declarations; the state that they start is in [`world`](crate::model::world).

pub mod service;

use crate::model::town::service::Service;
use crate::parameters::{Date, Named, NoParameters};
use crate::units::Lasts;

crate::choice! {
    /// Who pays.
    pub enum Payer {
        /// The council.
        "council" Council(NoParameters),
        /// The health service.
        "health" Health(NoParameters),
        /// Housing.
        "housing" Housing(NoParameters),
        /// Police and justice.
        "police" Police(NoParameters),
        /// Children's services.
        "childrens_services" Childrens(NoParameters),
        /// National government.
        "national" National(NoParameters),
        /// Work and pensions: benefits.
        "work_and_pensions" WorkAndPensions(NoParameters),
    }
}

impl Payer {
    /// Its column in the ledger.
    #[must_use]
    pub fn column(&self) -> usize {
        match self {
            Payer::Council(_) => 0,
            Payer::Health(_) => 1,
            Payer::Housing(_) => 2,
            Payer::Police(_) => 3,
            Payer::Childrens(_) => 4,
            Payer::National(_) => 5,
            Payer::WorkAndPensions(_) => 7,
        }
    }
}

crate::choice! {
    /// Who funds an organisation: where its spending stands in the ledger.
    pub enum Funder {
        /// All of them together, or not said.
        "services" Services(NoParameters),
        /// The council.
        "council" Council(NoParameters),
        /// The health service.
        "health" Health(NoParameters),
        /// Housing.
        "housing" Housing(NoParameters),
        /// Police and justice.
        "police" Police(NoParameters),
        /// Children's services.
        "childrens_services" Childrens(NoParameters),
        /// National government.
        "national" National(NoParameters),
        /// Work and pensions.
        "work_and_pensions" WorkAndPensions(NoParameters),
        /// Charity.
        "charity" Charity(NoParameters),
    }
}

impl Funder {
    /// Its column in the ledger.
    #[must_use]
    pub fn column(&self) -> usize {
        match self {
            Funder::Council(_) => 0,
            Funder::Health(_) => 1,
            Funder::Housing(_) => 2,
            Funder::Police(_) => 3,
            Funder::Childrens(_) => 4,
            Funder::National(_) => 5,
            Funder::Services(_) => 6,
            Funder::WorkAndPensions(_) => 7,
            Funder::Charity(_) => 8,
        }
    }
}

crate::parameters! {
    /// A need that falls when helped and heals by itself.
    pub struct Episodic {
        /// Time in which half of an episode heals by itself.
        half_life_weeks: f64 = 26.0, "week", 1.0..=1040.0, Uncertainty, "A40";
    }
}

crate::parameters! {
    /// A need that rises unless hours come.
    pub struct Maintenance {
        /// Share of the distance to full need that is lost in a week without support.
        rise_per_week: f64 = 0.01, "1/week", 0.0..=0.5, Uncertainty, "A41";
    }
}

crate::choice! {
    /// How a need moves by itself.
    pub enum Course {
        /// It falls when helped and heals by itself.
        "episodic" Episodic(Episodic),
        /// It rises unless hours come.
        "maintenance" Maintenance(Maintenance),
    }
}

crate::parameters! {
    /// What a need turns into where it is left too high.
    pub struct Crisis {
        /// What it is called.
        kind: String = "crisis".to_owned();
        /// Severity above which it can happen.
        above: f64 = 0.85, "share", 0.0..=1.0, Uncertainty, "M21";
        /// Rate of entry at full need.
        per_year: f64 = 0.6, "1/year", 0.0..=20.0, Uncertainty, "M21";
        /// Cost of entry.
        pounds: f64 = 3000.0, "GBP", 0.0..=100000.0, Uncertainty, "M21";
        /// Cost of each week.
        pounds_per_week: f64 = 0.0, "GBP/week", 0.0..=20000.0, Uncertainty, "M21";
        /// Who pays.
        payer: Payer;
        /// Mean stay where a vacancy to move on to is free.
        stay_weeks: f64 = 8.0, "week", 1.0..=520.0, Uncertainty, "A42";
        /// Rise of the set point that a crisis leaves behind.
        scarring: f64 = 0.04, "share", 0.0..=0.5, Uncertainty, "M21";
    }
}

crate::parameters! {
    /// A home as a state: a tenancy that residents have, or have not. Where it is declared, it replaces the domain's crisis.
    pub struct Tenancy {
        /// Weekly probability of losing a home at high need, without support.
        loss_per_week: f64 = 0.008, "1/week", 0.0..=1.0, Uncertainty, "A271";
        /// Need in the domain from which the loss is as likely as that.
        high_need: f64 = 0.7, "share", 0.0..=1.0, Uncertainty, "A271";
        /// Log hazard of a loss, per unit of need in the domain.
        loss_by_need: f64 = 5.0, "log hazard", 0.0..=8.0, Uncertainty, "A271";
        /// The domain that stands for debt; empty: none.
        debt: String = String::new();
        /// Log hazard of a loss, per unit of need in the domain of debt.
        loss_by_debt: f64 = 1.0, "log hazard", 0.0..=8.0, Uncertainty, "A271";
        /// The domain that stands for lack of safety; empty: none.
        safety: String = String::new();
        /// Log hazard of a loss, per unit of need in the domain of safety.
        loss_by_safety: f64 = 1.0, "log hazard", 0.0..=8.0, Uncertainty, "A271";
        /// Log hazard of a loss that an hour of support a week takes away.
        kept_by_hours: f64 = 1.0, "per hour/week", 0.0..=10.0, Uncertainty, "A271";
        /// Weekly probability of coming forward for a home without support.
        gain_per_week: f64 = 0.016, "1/week", 0.0..=1.0, Uncertainty, "A271";
        /// Hours of support a week that leave 37 % (1/e) of those who would not come forward.
        gain_hours: f64 = 1.0, "hour/week", 0.01..=20.0, Uncertainty, "A272";
        /// Weeks over which hours of support count, as the memory of a running mean.
        hours_weeks: f64 = 13.0, "week", 1.0..=104.0, Constant, "A271";
        /// Homes that come free each week in a place that does not state its places to move on to in the domain.
        homes_per_week: f64 = 2.0, "home/week", 0.0..=10000.0, Lever, "A273";
        /// Price of a home that was bought, for as long as the tenancy lasts.
        home_pounds_per_week: f64 = 185.0, "GBP/week", 0.0..=5000.0, Uncertainty, "A273";
        /// Share of those who lose a home who are put up in temporary accommodation until they have another one.
        temporary_share: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A271";
        /// Price of temporary accommodation.
        temporary_pounds_per_week: f64 = 375.0, "GBP/week", 0.0..=5000.0, Uncertainty, "F14";
        /// Who pays for temporary accommodation.
        payer: Payer;
        /// Least need in the domain of who has no home and is not put up.
        need_without: f64 = 0.8, "share", 0.0..=1.0, Uncertainty, "A271";
        /// Least need in the domain of who is in temporary accommodation.
        need_in_temporary: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A271";
    }
}

crate::parameters! {
    /// A domain of life.
    pub struct Domain {
        /// Factors that decide what works in it.
        factors: u32 = 12, "factor", 1.0..=16.0, Uncertainty, "A43";
        /// Of these, factors that belong to actors outside services.
        outside: u32 = 2, "factor", 0.0..=16.0, Uncertainty, "S030";
        /// How a need in it moves by itself.
        course: Course;
        /// Rate of new episodes without any other need.
        onset_per_year: f64 = 0.08, "1/year", 0.0..=10.0, Uncertainty, "A44";
        /// Mean severity that an episode adds, as a share of the distance to full need.
        onset_severity: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A44";
        /// Share of residents who have a lasting need in it at the start.
        lasting_share: f64 = 0.15, "share", 0.0..=1.0, Uncertainty, "A45";
        /// Mean severity of a lasting need.
        lasting_severity: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A45";
        /// Mean weight in residents' own priorities, beside the other domains.
        importance: f64 = 1.0, "weight", 0.0..=10.0, Uncertainty, "A46";
        /// Whether households share it.
        shared: bool = false;
        /// Log hazard of an episode in another domain, per unit of need in this one.
        raises: Vec<(String, f64)> = Vec::new(), "log hazard", 0.0..=3.0, Uncertainty, "M21";
        /// What it turns into where it is left too high.
        crisis: Option<Crisis>;
        /// A home as a state, in place of the crisis; left out: there is none.
        tenancy: Option<Tenancy>;
    }
}

crate::parameters! {
    /// A group of residents with a pattern of its own.
    pub struct Group {
        /// Share of the residents.
        share: f64 = 1.0, "share", 0.0..=1.0, Lever, "A47";
        /// Probability, for each factor, that the group's pattern differs from the place's.
        variation: f64 = 0.1, "probability", 0.0..=0.5, Uncertainty, "A48";
        /// What it takes to ask for help, beside the burden of applying.
        barrier: f64 = 0.0, "burden", 0.0..=3.0, Uncertainty, "M26";
        /// How far trust in services starts below the place's.
        mistrust: f64 = 0.0, "share", 0.0..=1.0, Uncertainty, "A49";
        /// Bias of workers of other groups, as a share of the relationship's growth that is lost.
        bias: f64 = 0.0, "share", 0.0..=1.0, Uncertainty, "M27";
        /// Power with which its lessons count where they weigh by power.
        power: f64 = 1.0, "weight", 0.0..=5.0, Uncertainty, "M28";
        /// Share of the group's residents who live with trauma.
        trauma: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A50";
        /// Factor on the share with lasting needs.
        need_factor: f64 = 1.0, "factor", 0.0..=5.0, Uncertainty, "A51";
    }
}

crate::parameters! {
    /// A place: its residents and its money.
    pub struct Place {
        /// Residents.
        residents: u32 = 1000, "resident", 0.0..=16000000.0, Lever, "A52";
        /// Vacancies to move on to that come free in the place each week, by the domain whose crisis ends in one; where a domain is not named, its crisis ends without.
        move_on_places_per_week: Vec<(String, f64)> = Vec::new(), "1/week", 0.0..=100000.0, Lever, "A42";
        /// Money for services.
        budget_pounds_per_week: f64 = 20000.0, "GBP/week", 0.0..=1.0e10, Lever, "A52";
        /// Rate at which residents leave and others replace them.
        moves_per_year: f64 = 0.05, "1/year", 0.0..=2.0, Uncertainty, "A53";
        /// Trust of residents in services at the start.
        trust: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A49";
        /// Share of the factors of outside actors that are supplied at the start.
        outside_supplied: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "A54";
        /// Factor on the turbulence of the country.
        turbulence_factor: f64 = 1.0, "factor", 0.0..=10.0, Uncertainty, "A55";
        /// Probability, for each factor, that its pattern differs from the country's, in place of the general one; -1: the general one.
        variation: f64 = -1.0, "probability", -1.0..=0.5, Uncertainty, "A55";
    }
}

crate::choice! {
    /// What kind of workforce it is; baselines differ.
    pub enum Workforce {
        /// Care.
        "care" Care(NoParameters),
        /// Council.
        "council" Council(NoParameters),
        /// Social work.
        "social_work" SocialWork(NoParameters),
        /// Clinic.
        "clinic" Clinic(NoParameters),
    }
}

crate::parameters! {
    /// The staff of an organisation.
    pub struct Staff {
        /// Posts.
        posts_fte: f64 = 10.0, "FTE", 0.0..=13000.0, Lever, "A56";
        /// What a paid hour costs, on-costs included.
        pounds_per_hour: f64 = 28.0, "GBP/hour", 1.0..=500.0, Uncertainty, "A57";
        /// Which baselines hold for it.
        workforce: Workforce;
        /// Mean skill of established workers.
        skill: f64 = 0.7, "share", 0.0..=1.0, Uncertainty, "A58";
        /// Median intrinsic motivation, beside the general one.
        motivation: f64 = 1.0, "factor", 0.0..=5.0, Uncertainty, "M01";
        /// Share of workers who belong to the first group; the others are spread like the residents.
        first_group_share: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A59";
    }
}

crate::choice! {
    /// What the contract counts.
    pub enum Counted {
        /// Cases closed.
        "cases_closed" CasesClosed(NoParameters),
        /// Plans agreed.
        "plans_agreed" PlansAgreed(NoParameters),
        /// Needs resolved at closing.
        "needs_resolved" NeedsResolved(NoParameters),
        /// People seen in time.
        "seen_in_time" SeenInTime(NoParameters),
    }
}

crate::parameters! {
    /// The indicator of an organisation's contract.
    pub struct Indicator {
        /// What it counts.
        counts: Counted;
        /// In which domain; empty: in all.
        domain: String = String::new();
        /// Angle between what is counted and what matters.
        angle_degrees: f64 = 45.0, "degree", 0.0..=180.0, Uncertainty, "M01";
    }
}

crate::parameters! {
    /// An organisation.
    pub struct Organisation {
        /// Its place.
        place: String = String::new();
        /// The domains that it works in.
        domains: Vec<String> = Vec::new();
        /// Its staff.
        staff: Staff;
        /// What kind of service it is, of those in `services`; empty: the usual one.
        service: String = String::new();
        /// What its contract counts.
        indicator: Indicator;
        /// Whether it is emergency care, whose patients wait for hours within the week.
        emergency: bool = false;
        /// Who funds it; money moves by the rules of payment whoever that is.
        funder: Funder;
        /// How many alike it stands for; each is simulated.
        copies: u32 = 1, "organisation", 1.0..=2000.0, Lever, "A60";
    }
}

crate::parameters! {
    /// More people fall into need.
    pub struct Surge {
        /// In which domain; empty: in all.
        domain: String = String::new();
        /// Factor on the rate of new episodes.
        times: f64 = 1.5, "factor", 0.0..=20.0, Lever, "M25";
        /// For how long.
        weeks: u32 = 13, "week", 1.0..=1040.0, Lever, "M25";
    }
}

crate::parameters! {
    /// What works changes at once.
    pub struct PatternShift {
        /// Probability, for each factor, that it turns.
        share: f64 = 0.2, "probability", 0.0..=1.0, Lever, "M25";
    }
}

crate::parameters! {
    /// Less money.
    pub struct BudgetCut {
        /// Share of the budget.
        share: f64 = 0.1, "share", 0.0..=1.0, Lever, "M25";
        /// For how long; 0: for good.
        weeks: u32 = 0, "week", 0.0..=1040.0, Lever, "M25";
    }
}

crate::parameters! {
    /// Crises cost more.
    pub struct PriceRise {
        /// Share by which the price of crises rises.
        share: f64 = 0.11, "share", 0.0..=5.0, Lever, "F14";
    }
}

crate::parameters! {
    /// Workers fall ill together.
    pub struct StaffIllness {
        /// Share of the workers.
        share: f64 = 0.2, "share", 0.0..=1.0, Lever, "M25";
        /// For how long.
        weeks: u32 = 2, "week", 1.0..=52.0, Lever, "M25";
    }
}

crate::parameters! {
    /// Something goes wrong in public.
    pub struct Scandal {
        /// How far public trust falls.
        trust_lost: f64 = 0.2, "share", 0.0..=1.0, Lever, "S065";
    }
}

crate::parameters! {
    /// Trust between organisations changes at once.
    pub struct TrustEvent {
        /// By how much.
        change: f64 = 0.1, "share", -1.0..=1.0, Lever, "M18";
    }
}

crate::parameters! {
    /// Something happens at a date.
    pub struct Event {
        /// When.
        date: Option<Date> = None;
        /// Where; empty: everywhere.
        place: String = String::new();
        /// Whether it is an emergency in which everyone suspends the rules of support and reporting for a while.
        emergency_weeks: u32 = 0, "week", 0.0..=104.0, Lever, "M25";
        /// More people fall into need.
        surge: Option<Surge>;
        /// What works changes at once.
        pattern_shift: Option<PatternShift>;
        /// Less money.
        budget_cut: Option<BudgetCut>;
        /// Crises cost more.
        price_rise: Option<PriceRise>;
        /// Workers fall ill together.
        staff_illness: Option<StaffIllness>;
        /// Something goes wrong in public.
        scandal: Option<Scandal>;
        /// Trust between organisations changes at once.
        trust_event: Option<TrustEvent>;
    }
}

/// All that exists at the start, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Town {
    /// Domains of life, at most eight; the order is the domain's number.
    pub domains: Named<Domain>,
    /// Groups of residents; their shares sum to one.
    pub groups: Named<Group>,
    /// Places.
    pub places: Named<Place>,
    /// Kinds of service that are not the usual one.
    pub services: Named<Service>,
    /// Organisations.
    pub organisations: Named<Organisation>,
    /// Events, each with the week of the run in which it strikes.
    pub events: Vec<(u32, Event)>,
}

impl Town {
    /// The kind of service of an organisation.
    #[must_use]
    pub fn service(&self, organisation: &Organisation) -> Service {
        let named = self.services.iter().find(|(name, _)| *name == organisation.service);
        named.map_or_else(Service::default, |(_, service)| service.clone())
    }
}

impl Place {
    /// Vacancies to move on to that come free each week for those in the crisis of a domain; none where none is needed.
    #[must_use]
    pub fn move_on_places(&self, domain: &str) -> Option<f64> {
        self.move_on_places_per_week.iter().find(|(name, _)| name == domain).map(|&(_, places)| places)
    }

    /// Probability, for each factor, that its pattern differs from the country's; none where the general one holds.
    #[must_use]
    pub fn own_variation(&self) -> Option<f64> {
        Some(self.variation).filter(|&variation| variation >= 0.0)
    }
}

impl BudgetCut {
    /// How long it lasts.
    #[must_use]
    pub fn lasts(&self) -> Lasts {
        if self.weeks == 0 { Lasts::ForGood } else { Lasts::Weeks(self.weeks) }
    }
}
