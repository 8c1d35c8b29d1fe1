//! How uncertain each arm's difference from the first is: luck alone, and luck with parameters.

use crate::figures::figure::Figure;
use crate::figures::intervals::{self, Block, Row};
use crate::figures::page::Words;
use crate::figures::points::subject::Subject;
use crate::figures::words::under_ten;
use crate::numbers::short;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::uncertainty::Uncertain;

/// Its file name without ending.
pub const NAME: &str = "uncertainty";
/// Standard deviations of luck on either side that hold 90 % of futures, where luck is normal.
const REACH: f64 = 1.645;

/// Draws it; `source` says where the parameters are drawn from.
#[must_use]
pub fn figure(points: &Points, source: &str, all: &[Uncertain]) -> Figure {
    let subject = Subject::of(points);
    let place = |name: &str| points.outcomes().iter().position(|number| OUTCOMES[*number].name == name);
    let of = |outcome: usize| -> Vec<&Uncertain> {
        let column = place(subject.outcomes[outcome].name);
        all.iter().filter(|one| Some(one.outcome) == column).collect()
    };
    let block = |outcome: usize| Block {
        name: subject.outcomes[outcome].label,
        text: subject.unit_in_words(outcome),
        rows: of(outcome).into_iter().map(|one| row(&subject, one)).collect(),
        smallest: f64::NAN,
    };
    let blocks: Vec<Block> = (0..subject.outcomes.len()).map(block).collect();
    let title = title(&subject, &of(0));
    let draws = points.points().len();
    let subtitle = format!(
        "Paired difference from {} over the horizon, on {draws} draws of the uncertain parameters ({source}), each with luck \
         of its own.",
        subject.label(0)
    );
    let note = "Mark: median. Wide bar: 90 % of futures, luck and parameters together. Narrow bar: what luck alone would \
                spread around the median (1.645 standard deviations within draws).";
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note };
    let rows = (0..subject.outcomes.len()).flat_map(|outcome| {
        let subject = &subject;
        of(outcome).into_iter().map(move |one| written(subject, outcome, one)).collect::<Vec<_>>()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let told = (0..subject.outcomes.len()).map(|outcome| told(&subject, outcome, &of(outcome))).collect::<Vec<_>>();
    let alt = format!(
        "Panels of paired differences from {}, a row an arm: the range of 90 % of futures with luck and parameters together, \
         and within it that of luck alone. In this model, under these assumptions: {}",
        subject.label(0),
        told.join(" ")
    );
    let scene = intervals::scene(&subject.source(), &words, &blocks);
    Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows, scene }
}

fn row(subject: &Subject, one: &Uncertain) -> Row {
    let (together, luck) = (&one.together, REACH * one.components.within.sqrt());
    let [higher, _, draws] = one.draws;
    Row {
        label: subject.label(one.arm).to_owned(),
        look: *subject.look(one.arm),
        intervals: [[together.low, together.high], [together.value - luck, together.value + luck]],
        middle: together.value,
        note: format!("above 0 in {higher} of {draws} draws"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn title(subject: &Subject, of: &[&Uncertain]) -> String {
    let name = subject.outcomes[0].label;
    let shares: Vec<f64> = of.iter().map(|one| one.share.value).filter(|share| share.is_finite()).collect();
    let (low, high) =
        shares.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), share| (low.min(*share), high.max(*share)));
    let candidates = match shares.len() {
        0 => vec![format!("{name}: what spreads cannot be divided")],
        1 => vec![format!("{name}: parameters make {} of the variance", percent(low))],
        _ => vec![
            format!("{name}: parameters make {} to {} of variance", percent(low).trim_end_matches(" %"), percent(high)),
            format!("{name}: luck and parameters both spread it"),
        ],
    };
    under_ten(&candidates)
}

fn told(subject: &Subject, outcome: usize, of: &[&Uncertain]) -> String {
    let one = |one: &&Uncertain| {
        let (together, [higher, _, draws]) = (&one.together, one.draws);
        let share = if one.share.value.is_nan() { "an unknown share".to_owned() } else { percent(one.share.value) };
        format!(
            "{} {} ({} to {}), {share} of the variance from parameters, above 0 in {higher} of {draws} draws",
            subject.pair(one.arm),
            short(together.value),
            short(together.low),
            short(together.high)
        )
    };
    let all: Vec<String> = of.iter().map(one).collect();
    format!("{}: {}.", subject.outcomes[outcome].label, all.join("; "))
}

/// Columns of the data drawn.
const HEADER: [&str; 12] = [
    "arm_a",
    "arm_b",
    "outcome",
    "unit",
    "draws",
    "difference",
    "q05",
    "q95",
    "sd_luck",
    "sd_parameters",
    "share_parameters",
    "draws_higher",
];

fn written(subject: &Subject, outcome: usize, one: &Uncertain) -> Vec<String> {
    let mut row = vec![subject.name(0).to_owned(), subject.name(one.arm).to_owned()];
    row.extend([subject.outcomes[outcome].name.to_owned(), subject.unit(outcome), one.draws[2].to_string()]);
    let (together, components) = (&one.together, &one.components);
    row.extend([together.value, together.low, together.high].map(short));
    row.extend([components.within.sqrt(), components.between.sqrt(), one.share.value].map(short));
    row.push(one.draws[0].to_string());
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::check;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;
    use regimes_study::experiment::uncertainty::{drawn, uncertain};
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;

    #[test]
    fn luck_and_parameters_are_drawn_apart() {
        let outcomes = vec![0, 1, 2];
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4"]);
        let drawn = drawn("tiny", &sets, 5, outcomes).unwrap_or_else(|_| panic!("sound"));
        let store = Memory::default();
        runner::perform(&drawn.points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let all = uncertain(&drawn.points, &store).unwrap();
        let made = figure(&drawn.points, drawn.source, &all);
        check(&made, "uncertainty");
        assert!(!made.rows.is_empty() && made.title.starts_with("Flourishing"), "{}", made.title);
        let nothing = figure(&drawn.points, drawn.source, &[]);
        assert_eq!(nothing.title, "Flourishing: what spreads cannot be divided");
    }
}
