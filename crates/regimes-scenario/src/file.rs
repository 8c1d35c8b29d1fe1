//! What a scenario file may say: the root of the declaration tree.

use crate::formats::FORMAT;
use regimes_model::model::arm::{Arm, EqualPayment, StatusQuo};
use regimes_model::model::parameters::Parameters;
use regimes_model::model::town::service::Service;
use regimes_model::model::town::{Domain, Event, Group, Organisation, Place};
use regimes_model::parameters::{Date, Named};

/// The outcomes that are shown first unless a file says otherwise.
const HEADLINE: [&str; 4] = ["flourishing", "public_cost", "staff_wellbeing", "reported_minus_true"];

regimes_model::parameters! {
    /// How money is shown.
    pub struct Costs {
        /// The currency, as its code of three letters.
        currency: String = "GBP".to_owned();
        /// The year whose prices hold.
        price_year: u32 = 2025, "year", 1990.0..=2100.0, Constant, "by definition";
        /// Rate at which later costs count less where they are summed over years; such sums stand beside the undiscounted ones.
        discount_per_year: f64 = 0.035, "1/year", 0.0..=0.5, Constant, "HM Treasury, The Green Book";
    }
}

regimes_model::parameters! {
    /// Whose lives are reported.
    pub struct Stories {
        /// Residents whose lives are reported.
        residents: u32 = 2, "resident", 0.0..=1000.0, Lever, "by choice";
        /// Workers whose lives are reported.
        workers: u32 = 1, "worker", 0.0..=1000.0, Lever, "by choice";
    }
}

regimes_model::parameters! {
    /// What an evaluator would see: a cohort of high need, before and after.
    pub struct Evaluation {
        /// Share of the residents who enter a cohort; a third at the most, so that the cohort of the highest need and the one in the middle share nobody.
        cohort_share: f64 = 0.05, "share", 0.0..=1.0, Lever, "by choice";
        /// Time between before and after.
        weeks: u32 = 52, "week", 1.0..=1040.0, Lever, "by choice";
    }
}

regimes_model::parameters! {
    /// A scenario: what exists, which rules are compared, and how often.
    pub struct File {
        /// The format of the file.
        format: u32 = FORMAT, "version", FORMAT as f64..=FORMAT as f64, Constant, "by definition";
        /// What it is called, in snake case; result folders are named after it.
        name: String = String::new();
        /// What it is about, in a sentence or two.
        about: String = String::new();
        /// The seed of all draws.
        seed: u64 = 20_260_101;
        /// The first day after the burn-in, a Monday.
        start: Option<Date> = None;
        /// Time before the start, in which the town settles under the status quo.
        burn_in_weeks: u32 = 104, "week", 0.0..=5200.0, Lever, "by choice";
        /// Time after the start.
        horizon_weeks: u32 = 520, "week", 1.0..=5200.0, Lever, "by choice";
        /// Paired futures of each arm.
        replicates: u32 = 30, "replicate", 1.0..=100000.0, Lever, "by choice";
        /// The outcomes that are shown first.
        headline: Vec<String> = HEADLINE.map(str::to_owned).to_vec();
        /// The arm that the scenario is about; figures and titles compare it with the first. Empty: the second of two
        /// arms, or all of more.
        focus: String = String::new();
        /// Whether arms are compared on equal payment: a block grant of three years of which half lapses where it is not
        /// spent, as in `mixed` (A330), for every arm and, from the first observed week on, the status quo.
        equal_payment: EqualPayment;
        /// How money is shown.
        costs: Costs;
        /// Whose lives are reported.
        stories: Stories;
        /// What an evaluator would see.
        evaluation: Evaluation;
        /// The rules during the burn-in.
        status_quo: StatusQuo;
        /// Domains of life, at most eight; the order is the domain's number.
        domains: Named<Domain>;
        /// Groups of residents; their shares sum to one.
        groups: Named<Group>;
        /// Places.
        places: Named<Place>;
        /// Kinds of service that differ from the usual one; an organisation names its own.
        services: Named<Service>;
        /// Organisations.
        organisations: Named<Organisation>;
        /// What is compared; the first is the reference of every pair.
        arms: Named<Arm>;
        /// What happens at a date.
        events: Named<Event>;
        /// The parameters of the submodels.
        @flat parameters: Parameters;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::join;
    use crate::tree;
    use regimes_model::parameters::{Choice, Declared, Slot};

    /// The paths of keys that a section declares more than once.
    fn doubled(section: &mut dyn Declared, path: &str) -> Vec<String> {
        let keys = tree::keys(section);
        let repeated = keys.iter().enumerate().filter(|(i, key)| keys[..*i].contains(key));
        let mut found: Vec<String> = repeated.map(|(_, key)| join(path, key)).collect();
        for (row, slot) in tree::entries(section) {
            let path = join(path, row.key);
            match slot {
                Slot::Choice(choice) => found.extend(doubled_variants(choice, &path)),
                Slot::Section(inner) => found.extend(doubled(inner, &path)),
                Slot::Optional(inner) => found.extend(doubled(inner.make(), &path)),
                Slot::Table(inner) => found.extend(doubled(inner.sample().as_mut(), &path)),
                _ => {}
            }
        }
        found
    }

    fn doubled_variants(choice: &mut dyn Choice, path: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (name, _) in choice.variants() {
            choice.choose(name);
            found.extend(doubled(choice.numbers(), &join(path, name)));
        }
        found
    }

    #[test]
    fn no_section_declares_a_key_twice() {
        let found = doubled(&mut File::default(), "");
        assert!(found.is_empty(), "{found:?}");
    }
}
