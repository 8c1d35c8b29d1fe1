//! What a caller tells the report about a run: all that is not in the ensemble.

use crate::labels;
use crate::money::Money;
use jiff::ToSpan;
use jiff::civil::Date;
use regimes_model::model::arm::EqualPayment;
use regimes_model::model::outcomes::{OUTCOMES, Outcome};
use regimes_model::parameters::Choice;
use regimes_model::randomness::SLOT_TABLE_VERSION;
use regimes_scenario::bundled;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_study::program;

/// An arm as the reader meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmName {
    /// Its name in tables, such as `hls`.
    pub name: String,
    /// What figures and texts call it, such as `HLS`.
    pub label: String,
}

/// Letters of a label, at most; figures have room for these beside their curves.
const LONGEST_LABEL: usize = 26;

impl ArmName {
    /// Arms with the labels that go with their names; no two labels are alike.
    #[must_use]
    pub fn all(names: &[&str]) -> Vec<ArmName> {
        let labels = labels::within(names, LONGEST_LABEL);
        names.iter().zip(labels).map(|(&name, label)| ArmName { name: name.to_owned(), label }).collect()
    }
}

/// A dated event that figures mark: a shock, or the start of an arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventMark {
    /// Week after the burn-in; events before week 0 are not drawn.
    pub week: i64,
    /// A few words; of an arm, what happens to it.
    pub label: String,
    /// The arm that it is about, by number; none where it is about all.
    pub arm: Option<usize>,
}

impl EventMark {
    /// Something that happens to all, or to one arm whatever it is called.
    #[must_use]
    pub fn new(week: i64, label: &str, arm: Option<usize>) -> EventMark {
        EventMark { week, label: label.to_owned(), arm }
    }
}

/// What the report knows about a run.
#[derive(Clone)]
pub struct Record {
    /// The scenario's name.
    pub scenario: String,
    /// The scenario in a sentence.
    pub about: String,
    /// The scenario as resolved, in TOML.
    pub resolved: String,
    /// The seed.
    pub seed: u64,
    /// Replicates asked for.
    pub replicates: u32,
    /// By name, what was chosen beside what is usual: how the number of replicates was, and equal payment.
    pub settings: Vec<(String, String)>,
    /// The version of the program.
    pub version: String,
    /// The version of the table of random draws.
    pub slot_table: u32,
    /// The first day of the burn-in.
    pub start: Date,
    /// Weeks of burn-in.
    pub burn_in_weeks: u32,
    /// Arms, in the order of the file; the first is the reference of every pair.
    pub arms: Vec<ArmName>,
    /// The arm that it is about, by number; none where it is about all, or has but two.
    pub focus: Option<usize>,
    /// Names of the headline outcomes.
    pub headline: Vec<String>,
    /// Dated events.
    pub events: Vec<EventMark>,
    /// The calibration that its base names; none where none is named, or that is not known.
    pub calibration: Option<String>,
    /// Whether it is a bundled scenario in which something was changed.
    pub changed: bool,
    /// Arms without services, by number.
    pub idle: Vec<usize>,
    /// Residents.
    pub residents: u64,
    /// How money is shown.
    pub money: Money,
    /// Weeks between the two looks of an evaluation.
    pub evaluation_weeks: u32,
    /// The outcome table, in the order of a trace's columns.
    pub outcomes: &'static [Outcome],
    /// The point of a design; `base` where there is none.
    pub point: String,
    /// Parameters that the design varies, with this point's values.
    pub varied: Vec<(String, String)>,
}

impl Record {
    /// What there is to say of a scenario and this program.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Record {
        Record {
            scenario: scenario.name.clone(),
            about: scenario.about.clone(),
            resolved: scenario.resolved(),
            seed: scenario.seed,
            replicates: scenario.replicates,
            settings: equal_payment(scenario),
            version: program::VERSION.to_owned(),
            slot_table: SLOT_TABLE_VERSION,
            start: scenario.date_of(0),
            burn_in_weeks: scenario.burn_in_weeks,
            arms: arms(scenario),
            focus: scenario.focus,
            headline: scenario.headline.iter().map(|&name| name.to_owned()).collect(),
            calibration: None,
            changed: is_changed(scenario),
            idle: idle(scenario),
            events: marks(scenario),
            residents: scenario.residents(),
            money: Money::of(&scenario.costs),
            evaluation_weeks: scenario.evaluation.weeks,
            outcomes: OUTCOMES,
            point: "base".to_owned(),
            varied: Vec::new(),
        }
    }

    /// The day on which a week after the burn-in begins.
    #[must_use]
    pub fn date_of(&self, week: i64) -> Date {
        let days = (i64::from(self.burn_in_weeks) + week) * 7;
        self.start.checked_add(days.days()).expect("a checked run lies in the calendar")
    }

    /// The weeks from the end of the burn-in to a day.
    #[must_use]
    pub fn weeks_to(&self, day: Date) -> f64 {
        let days = (day - self.date_of(0)).get_days();
        f64::from(days) / 7.0
    }

    /// The place of an outcome in the table.
    #[must_use]
    pub fn outcome(&self, name: &str) -> Option<usize> {
        self.outcomes.iter().position(|o| o.name == name)
    }

    /// Labels of the arms for where there is little room: each at most `longest` characters long, no two alike.
    #[must_use]
    pub fn labels_within(&self, longest: usize) -> Vec<String> {
        let names: Vec<&str> = self.arms.iter().map(|arm| arm.name.as_str()).collect();
        labels::within(&names, longest)
    }

    /// The same record with arms called A, B and so on, for readers who should judge before they know.
    #[must_use]
    pub fn blinded(&self) -> Record {
        let mut blind = self.clone();
        for (number, arm) in blind.arms.iter_mut().enumerate() {
            arm.label = letters(number);
            arm.name = arm.label.to_lowercase();
        }
        for event in &mut blind.events {
            if let Some(number) = event.arm {
                let told = event.label.strip_prefix(&self.arms[number].label).unwrap_or_default();
                event.label = format!("{}{told}", letters(number));
            }
        }
        blind
    }
}

/// A to Z, then AA, AB and so on.
fn letters(number: usize) -> String {
    const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(ALPHABET[number % ALPHABET.len()]);
    match number / ALPHABET.len() {
        0 => last.to_string(),
        rounds => format!("{}{last}", letters(rounds - 1)),
    }
}

/// The arms of a scenario, as the reader meets them.
fn arms(scenario: &Scenario) -> Vec<ArmName> {
    let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
    ArmName::all(&names)
}

/// How arms are compared on equal payment; nothing where each is paid as it says.
fn equal_payment(scenario: &Scenario) -> Vec<(String, String)> {
    match &scenario.equal_payment {
        EqualPayment::Off(_) => Vec::new(),
        way => vec![("equal_payment".to_owned(), way.chosen().to_owned())],
    }
}

/// Whether a scenario bears the name of a bundled one and differs from it in more than seed and replicates.
fn is_changed(scenario: &Scenario) -> bool {
    let bundled = bundled::names().contains(&scenario.name.as_str()).then(|| load(&scenario.name, &[]));
    let Some(Ok(bundled)) = bundled else { return false };
    bundled.scenario.with_runs(scenario.seed, scenario.replicates).resolved() != scenario.resolved()
}

/// The arms in which there are no services.
fn idle(scenario: &Scenario) -> Vec<usize> {
    let arms = scenario.arms.iter().enumerate();
    arms.filter(|(_, (_, planned))| !planned.arm.services).map(|(number, _)| number).collect()
}

/// The dated events of a scenario, and the starts and ends of arms; of several in a week, in one mark.
fn marks(scenario: &Scenario) -> Vec<EventMark> {
    let burn_in = scenario.burn_in_weeks;
    let names = scenario.file().events.iter().map(|(name, _)| labels::worded(name));
    let events = names.zip(&scenario.town.events).map(|(label, (week, _))| (*week, label, None));
    let arms = || scenario.arms.iter().enumerate();
    // Where others start later, the first is what they start from.
    let starts: Vec<(usize, u32)> = arms().skip(1).map(|(n, (_, arm))| (n, arm.start_week)).collect();
    let is_at_once = starts.is_empty() || starts.iter().any(|(_, week)| *week == burn_in);
    let at_once = is_at_once.then(|| (burn_in, "New rules start".to_owned(), None));
    let first = arms().take(1).map(|(n, (_, arm))| (n, arm.start_week)).filter(|_| is_at_once);
    let late: Vec<(usize, u32)> = first.chain(starts).filter(|(_, week)| *week > burn_in).collect();
    let ending: Vec<(usize, u32)> = arms().filter_map(|(n, (_, arm))| Some((n, arm.end_week?))).collect();
    let labels = self::arms(scenario);
    events
        .chain(at_once)
        .chain(by_week(&late, &labels, ["starts", "start"]))
        .chain(by_week(&ending, &labels, ["ends", "end"]))
        .map(|(week, label, arm)| EventMark { week: i64::from(week) - i64::from(burn_in), label, arm })
        .collect()
}

/// What happens to arms, a mark a week: "HLS starts", or "3 arms start".
fn by_week(arms: &[(usize, u32)], labels: &[ArmName], [one, more]: [&str; 2]) -> Vec<(u32, String, Option<usize>)> {
    let mut weeks: Vec<u32> = arms.iter().map(|(_, week)| *week).collect();
    weeks.sort_unstable();
    weeks.dedup();
    let of_week = |week: u32| {
        let at: Vec<usize> = arms.iter().filter(|(_, other)| *other == week).map(|(arm, _)| *arm).collect();
        match at.as_slice() {
            [arm] => (week, format!("{} {one}", labels[*arm].label), Some(*arm)),
            several if several.len() + 1 == labels.len() => (week, format!("All other arms {more}"), None),
            several => (week, format!("{} arms {more}", several.len()), None),
        }
    };
    weeks.into_iter().map(of_week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_record_of_a_scenario_says_how_to_make_it_again() {
        let sets = ["replicates=2", "arms.hls.start=2026-02-02", "arms.hls.end=2026-02-23"].map(Into::into);
        let scenario = regimes_scenario::load::load("tiny", &sets).unwrap().scenario;
        let record = Record::of(&scenario);
        assert_eq!(record.date_of(0), scenario.start);
        assert!(record.events.contains(&EventMark::new(4, "HLS starts", Some(1))), "{:?}", record.events);
        assert!(record.events.contains(&EventMark::new(7, "HLS ends", Some(1))), "{:?}", record.events);
        let again = regimes_scenario::load::load_text("x.toml", &record.resolved, &[]).unwrap().scenario;
        assert_eq!(again, scenario);
        assert!(record.changed);
        assert!(!Record::of(&regimes_scenario::load::load("tiny", &["seed=7".into()]).unwrap().scenario).changed);
    }

    #[test]
    fn arms_that_start_together_share_a_mark() {
        let scenario = regimes_scenario::load::load("scotland_ihub", &[]).unwrap().scenario;
        let labels: Vec<String> = Record::of(&scenario).events.into_iter().map(|event| event.label).collect();
        assert!(labels.iter().filter(|label| label.contains("start")).count() <= 2, "{labels:?}");
    }

    #[test]
    fn weeks_and_days_agree() {
        let (record, _) = synthetic::small();
        assert_eq!(record.date_of(0).to_string(), "2026-07-06");
        assert!((record.weeks_to(record.date_of(104)) - 104.0).abs() < 1e-12);
    }

    #[test]
    fn labels_for_little_room_stay_apart() {
        let (mut record, _) = synthetic::small();
        record.arms = ArmName::all(&["trauma_informed", "trauma_informed_and_contracts"]);
        assert_eq!(record.labels_within(16), ["Trauma informed", "Trauma…contracts"]);
        assert_eq!(record.blinded().labels_within(16), ["A", "B"]);
    }

    #[test]
    fn a_blinded_record_names_no_arm() {
        let (record, _) = synthetic::small();
        let labels: Vec<_> = record.blinded().arms.into_iter().map(|a| a.label).collect();
        assert_eq!(labels, ["A", "B"]);
    }

    #[test]
    fn a_name_that_begins_like_another_is_blinded_whole() {
        let (mut record, _) = synthetic::small();
        record.arms = ArmName::all(&["npm", "npm_good"]);
        record.events = vec![EventMark::new(0, "NPM good starts", Some(1)), EventMark::new(5, "NPM in the news", None)];
        let labels: Vec<_> = record.blinded().events.into_iter().map(|event| event.label).collect();
        assert_eq!(labels, ["B starts", "NPM in the news"]);
        assert_eq!([0, 25, 26, 53].map(letters), ["A", "Z", "AA", "BB"]);
    }
}
