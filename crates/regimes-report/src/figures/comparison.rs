//! Arms of a comparison against the reference: the paired difference of each, for residents, cost and staff.

use crate::comparison_tables::unit;
use crate::figures::figure::Figure;
use crate::figures::intervals::{self, Block, Row};
use crate::figures::page::Words;
use crate::figures::words::under_ten;
use crate::figures::{fan, looks};
use crate::findings::is_nearly_all;
use crate::labels;
use crate::money::Money;
use crate::numbers::{grouped, short};
use regimes_model::model::outcomes::{OUTCOMES, Outcome};
use regimes_study::experiment::contenders::{Contenders, Values};
use regimes_study::program;
use regimes_study::statistics::Paired;

/// Its file name without ending.
pub const NAME: &str = "comparison";
/// Outcomes that belong together, which stand first in every comparison.
const TOGETHER: usize = 3;
/// Letters of a label, at most.
const LONGEST: usize = 34;

/// What the figure is about.
struct Subject<'a> {
    contenders: &'a Contenders,
    values: &'a Values,
    labels: Vec<String>,
}

/// Draws it.
#[must_use]
pub fn figure(contenders: &Contenders, values: &Values) -> Figure {
    let names: Vec<&str> = contenders.contenders().iter().map(|one| one.name.as_str()).collect();
    let subject = Subject { contenders, values, labels: labelled(&names) };
    let coloured: Vec<usize> = (0..names.len().min(looks::COLOURED)).collect();
    let looks = looks::of_names(&names, None, &coloured);
    let outcomes = 0..TOGETHER.min(contenders.outcomes().len());
    let row = |column: usize, number: usize| {
        let compared = values.compared(number, 0, column);
        let (ends, paired) = (compared.difference.ends, compared.paired.as_ref());
        let often =
            paired.map_or(String::new(), |paired| format!("higher in {} of {}", paired.above, paired.difference.n));
        let half = compared.half_width;
        let middle = compared.difference.median;
        let intervals = [ends, [middle - half, middle + half]];
        Row { label: subject.labels[number].clone(), look: looks[number], intervals, middle, note: often }
    };
    let block = |column: usize| Block {
        name: OUTCOMES[contenders.outcomes()[column]].label,
        text: subject.text(column),
        rows: (1..names.len()).map(|number| row(column, number)).collect(),
        smallest: f64::NAN,
    };
    let blocks: Vec<Block> = outcomes.clone().map(block).collect();
    let title = subject.title();
    let subtitle = format!(
        "Paired difference from {} over the horizon, on the same luck, in {} futures.",
        subject.labels[0],
        grouped(f64::from(contenders.replicates()), 0)
    );
    let note = "Mark: median. Wide bar: 90 % of pairs. Narrow bar: 90 % interval of the centre (Monte-Carlo error).";
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note };
    let scene = intervals::scene(&subject.source(), &words, &blocks);
    let rows = outcomes.clone().flat_map(|column| subject.rows(column)).collect();
    Figure { name: NAME.into(), alt: subject.alt(outcomes), title, header: HEADER.to_vec(), rows, scene }
}

/// What figures call contenders: the label of the arm, after the names of its scenario and variant.
fn labelled(names: &[&str]) -> Vec<String> {
    let split = |name: &&str| {
        name.rsplit_once('/').map_or((String::new(), (*name).to_owned()), |(world, arm)| {
            (format!("{}: ", world.replace('/', ", ")), arm.to_owned())
        })
    };
    let parts: Vec<(String, String)> = names.iter().map(split).collect();
    let label = |(world, arm): &(String, String)| {
        let of_arm = labels::within(&[arm], LONGEST);
        format!("{world}{}", of_arm.first().map_or(arm.as_str(), String::as_str))
    };
    parts.iter().map(label).collect()
}

/// Columns of the data drawn.
const HEADER: [&str; 11] =
    ["arm_a", "arm_b", "outcome", "unit", "n", "difference", "q05", "q95", "half_width", "higher", "lower"];

impl Subject<'_> {
    fn outcome(&self, column: usize) -> &'static Outcome {
        &OUTCOMES[self.contenders.outcomes()[column]]
    }

    fn paired(&self, number: usize, column: usize) -> Option<Paired> {
        self.values.compared(number, 0, column).paired
    }

    /// Contenders of which nearly all pairs agree that they are higher, and lower.
    fn clear(&self, column: usize) -> [Vec<&str>; 2] {
        let is = |number: &usize, of: fn(&Paired) -> usize| {
            self.paired(*number, column).is_some_and(|paired| is_nearly_all(of(&paired), paired.difference.n))
        };
        let all = 1..self.labels.len();
        let named = |of: fn(&Paired) -> usize| -> Vec<&str> {
            all.clone().filter(|number| is(number, of)).map(|number| self.labels[number].as_str()).collect()
        };
        [named(|paired| paired.above), named(|paired| paired.below)]
    }

    fn title(&self) -> String {
        let name = self.outcome(0).label;
        let (first, others) = (&self.labels[0], self.labels.len() - 1);
        let candidates = match self.clear(0) {
            [higher, lower] if higher.is_empty() && lower.is_empty() => {
                vec![
                    format!("{name}: no arm differs from {first} for certain"),
                    format!("{name}: no certain difference"),
                ]
            }
            [higher, lower] if lower.is_empty() && higher.len() == 1 && others == 1 => {
                vec![
                    format!("{name} is higher under {} than under {first}", higher[0]),
                    format!("{name} is higher than under {first}"),
                ]
            }
            [higher, lower] if higher.is_empty() && lower.len() == 1 && others == 1 => {
                vec![
                    format!("{name} is lower under {} than under {first}", lower[0]),
                    format!("{name} is lower than under {first}"),
                ]
            }
            [higher, lower] => vec![
                format!("{name}: {} of {others} higher, {} lower than {first}", higher.len(), lower.len()),
                format!("{name}: {} of {others} higher, {} lower", higher.len(), lower.len()),
            ],
        };
        under_ten(&candidates)
    }

    fn text(&self, column: usize) -> String {
        let outcome = self.outcome(column);
        let unit = Money::of(&self.contenders.reference().costs).unit_in_words(outcome.unit);
        let [above, _] = fan::side_words(outcome.better);
        format!("{unit}; right of zero: {above} than {}", self.labels[0])
    }

    fn alt(&self, outcomes: std::ops::Range<usize>) -> String {
        let one = |column: usize| {
            let of_arm = |number: usize| {
                let compared = self.values.compared(number, 0, column);
                let [low, high] = compared.difference.ends;
                let paired = compared.paired.as_ref();
                let often = paired.map_or(String::new(), |p| format!(", higher in {} of {}", p.above, p.difference.n));
                format!(
                    "{} {} ({} to {}{often})",
                    self.labels[number],
                    short(compared.difference.median),
                    short(low),
                    short(high)
                )
            };
            let all: Vec<String> = (1..self.labels.len()).map(of_arm).collect();
            format!("{}: {}.", self.outcome(column).label, all.join("; "))
        };
        format!(
            "Three panels of paired differences from {}, a row an arm, with the range of 90 % of pairs. In this model, under \
             these assumptions: {}",
            self.labels[0],
            outcomes.map(one).collect::<Vec<String>>().join(" ")
        )
    }

    fn rows(&self, column: usize) -> Vec<Vec<String>> {
        let name = |number: usize| self.contenders.contenders()[number].name.clone();
        let of_arm = |number: usize| {
            let compared = self.values.compared(number, 0, column);
            let [low, high] = compared.difference.ends;
            let mut row = vec![name(0), name(number), self.outcome(column).name.to_owned()];
            row.push(unit(self.contenders, self.contenders.outcomes()[column]).into_owned());
            row.push(compared.difference.n.to_string());
            row.extend([compared.difference.median, low, high, compared.half_width].map(short));
            let [above, below] = compared.paired.map_or([0, 0], |paired| [paired.above, paired.below]);
            row.extend([above, below].map(|n: usize| n.to_string()));
            row
        };
        (1..self.labels.len()).map(of_arm).collect()
    }

    fn source(&self) -> String {
        let reference = self.contenders.reference();
        format!(
            "In this model, under these assumptions. Reference: scenario {}, seed {}, {} paired futures, {} residents, \
             regimes {}.",
            reference.name,
            reference.seed,
            self.contenders.replicates(),
            grouped(reference.residents() as f64, 0),
            program::VERSION
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison_tables::{self, CHANCES, COMPARISON, Of, Threshold};
    use crate::figures::points::synthetic::check;
    use crate::files::Target;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::load::load;
    use regimes_scenario::overrides;
    use regimes_study::experiment::contenders::{World, arms_of};
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;

    fn made(chosen: &[&str]) -> (Contenders, Values) {
        let world = |label: &str, set: &str| {
            let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=6", set]);
            World { label: label.to_owned(), scenario: load("tiny", &sets).unwrap().scenario }
        };
        let worlds = vec![world("", "seed=1"), world("harmful_support_everywhere", "patterns.harm=0.4")];
        let all = arms_of(&worlds);
        let chosen = chosen.iter().map(|name| all.iter().find(|one| one.name == *name).unwrap().clone()).collect();
        let outcomes = ["flourishing", "public_cost", "staff_wellbeing"].map(|name| position(name).unwrap());
        let contenders = Contenders::of(worlds, chosen, outcomes.to_vec(), 6);
        let store = Memory::default();
        runner::perform(&contenders, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let values = Values::of(&contenders, &store).unwrap();
        (contenders, values)
    }

    #[test]
    fn few_and_many_arms_are_drawn_with_what_the_table_holds() {
        for chosen in [&["npm", "hls"][..], &["npm", "hls", "graft", "harmful_support_everywhere/hls"]] {
            let (contenders, values) = made(chosen);
            let drawn = figure(&contenders, &values);
            check(&drawn, "comparison");
            assert_eq!(drawn.rows.len(), 3 * (chosen.len() - 1));
            let compared = values.compared(1, 0, 0);
            assert_eq!(drawn.rows[0][5], short(compared.difference.median));
        }
    }

    #[test]
    fn an_arm_against_itself_does_not_differ_and_the_title_says_so() {
        let (contenders, values) = made(&["npm", "harmful_support_everywhere/npm"]);
        let same = figure(&made(&["hls", "npm"]).0, &values);
        assert!(same.title.starts_with("Flourishing"), "{}", same.title);
        assert_eq!(labelled(&["hls", "cut/npm", "town/cut/hls"]), ["HLS", "cut: NPM", "town, cut: HLS"]);
        assert_eq!(contenders.contenders().len(), 2);
    }

    #[test]
    fn tables_have_a_row_an_arm_outcome_and_stretch_and_a_row_a_threshold() {
        let (contenders, values) = made(&["npm", "hls"]);
        let thresholds =
            [Threshold { outcome: 0, of: Of::Value, at: 0.0 }, Threshold { outcome: 0, of: Of::Difference, at: 10.0 }];
        let folder = tempfile::tempdir().unwrap();
        comparison_tables::write(Target::Folder(folder.path()), &contenders, &values, &thresholds).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read(COMPARISON).lines().count(), 1 + 2 * 3 * 2);
        let chances = read(CHANCES);
        let rows: Vec<&str> = chances.lines().skip(1).collect();
        assert_eq!(rows.len(), 3, "the reference differs from nothing");
        assert!(rows[0].ends_with("0,6,6,1") && rows[2].ends_with("10,6,0,0"), "{chances}");
    }
}
