//! Words for what tables hold: numbers of draws, changes in plain words, intervals.

use regimes_scenario::overrides::Override;
use regimes_study::experiment::cells::three_digits;
use regimes_study::experiment::judgement::{Elsewhere, Interval, Judgement, Measured, Turn};
use regimes_study::experiment::verdict::{FAILS_TO, HOLDS_FROM, TurningPoint};
use std::cmp::Ordering;

/// The caveat of every result.
pub const IN_THIS_MODEL: &str = "In this model, under these assumptions";

/// How many findings of a sort a summary names.
pub const NAMED: usize = 3;

/// A cell that holds no bar and no line break.
#[must_use]
pub fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A share of draws where their number is not known: "38 %".
#[must_use]
pub fn percent(share: f64) -> String {
    if share.is_nan() { "–".to_owned() } else { format!("{:.0} %", 100.0 * share) }
}

/// The share of draws in which an expectation holds: "at least 80 %".
#[must_use]
pub fn at_least() -> String {
    format!("at least {}", percent(HOLDS_FROM))
}

/// The share of draws in which an expectation fails: "at most 20 %".
#[must_use]
pub fn at_most() -> String {
    format!("at most {}", percent(FAILS_TO))
}

/// A share of a number of draws: "34 of 40".
#[must_use]
pub fn of_draws(share: f64, n: usize) -> String {
    if share.is_nan() || n == 0 { "–".to_owned() } else { format!("{:.0} of {n}", share * n as f64) }
}

/// A median with the interval that covers 90 % of draws.
#[must_use]
pub fn interval(interval: &Interval) -> String {
    let [median, low, high] = [interval.median, interval.low, interval.high].map(three_digits);
    format!("{median} [{low}, {high}]")
}

/// A difference with its interval and its sign.
#[must_use]
pub fn signed_interval(of: &Interval) -> String {
    let [low, high] = [of.low, of.high].map(three_digits);
    format!("{} [{low}, {high}]", signed(of.median))
}

/// A difference with its sign.
#[must_use]
pub fn signed(value: f64) -> String {
    let text = three_digits(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// In how many draws the first quantity of an experiment lies in the expected range.
#[must_use]
pub fn in_range(judgement: &Judgement) -> String {
    let n = judgement.first().map_or(0, |first| first.n_draws);
    judgement.in_range.map_or_else(|| "–".to_owned(), |share| of_draws(share, n))
}

/// In how many draws a quantity is above zero.
#[must_use]
pub fn above_zero(measured: &Measured) -> String {
    of_draws(measured.above_zero, measured.n_draws)
}

/// A sentence that ends in a full stop, whatever it was given.
#[must_use]
pub fn sentence(text: &str) -> String {
    let text = cell(text);
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// A number with a noun: "1 experiment", "2 experiments".
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

/// Things of which the last is joined by "and".
#[must_use]
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Changes that are listed in full; of more, a number.
const TOLD: usize = 2;

/// Changes in plain words, the first of many: "staff motivation 0.4, bias 0 and 3 more changes".
#[must_use]
pub fn changes(overrides: &[Override]) -> String {
    let told = if overrides.len() == TOLD + 1 { TOLD + 1 } else { TOLD };
    let mut parts: Vec<String> = overrides.iter().take(told).map(change).collect();
    if overrides.len() > told {
        parts.push(format!("{} more changes", overrides.len() - told));
    }
    listed(&parts)
}

/// One change in plain words.
fn change(one: &Override) -> String {
    let path = Words::of(one.path());
    let value = one.value().trim_matches('"');
    let number = value.parse::<f64>().map_or_else(|_| value.replace('_', " "), |number| number.to_string());
    format!("{} {number}{}{}", path.what, path.unit, path.section)
}

/// A path in plain words: what it is, the unit of its value, and the section that it belongs to, where it has a name.
struct Words {
    what: String,
    unit: String,
    section: String,
}

/// Kinds of sections that bear names.
const WITH_NAMES: [&str; 5] = ["organisations", "groups", "domains", "places", "arms"];

/// Names whose own words say too little outside their section.
const PHRASES: [(&str, &str); 8] = [
    ("angle_degrees", "angle between indicator and goal_degrees"),
    ("personal_variation", "variation between people"),
    ("personal_drift_per_year", "drift of a person's needs_per_year"),
    ("place_variation", "variation between places"),
    ("variation", "variation within groups"),
    ("outside", "help from outside services"),
    ("outside_supplied", "help that comes from outside services"),
    ("bias", "bias of workers"),
];

/// Endings of names that are units.
const UNITS: [(&str, &str); 9] = [
    ("_pounds_per_week", " pounds a week"),
    ("_pounds", " pounds"),
    ("_per_year", " a year"),
    ("_per_week", " a week"),
    ("_per_hour", " an hour"),
    ("_degrees", " degrees"),
    ("_weeks", " weeks"),
    ("_hours", " hours"),
    ("_fte", " full time"),
];

impl Words {
    fn of(path: &str) -> Words {
        let steps: Vec<&str> = path.split('.').collect();
        let (section, rest) = match steps[..] {
            [kind, "*", ref rest @ ..] if WITH_NAMES.contains(&kind) => (String::new(), rest),
            [kind, name, ref rest @ ..] if WITH_NAMES.contains(&kind) => (format!(" in `{name}`"), rest),
            ["patterns", ref rest @ ..] => (String::new(), rest),
            _ => (String::new(), &steps[..]),
        };
        let phrase = rest.last().and_then(|last| PHRASES.iter().find(|(name, _)| name == last));
        // The last two steps tell what it is; those before them, where it stands in a file.
        let own = || rest[rest.len().saturating_sub(2)..].join(" ");
        let what = phrase.map_or_else(own, |(_, phrase)| (*phrase).to_owned());
        let unit = UNITS.iter().find_map(|(ending, unit)| Some((what.strip_suffix(ending)?, *unit)));
        let (bare, unit) = unit.unwrap_or((&what, ""));
        Words { what: bare.replace('_', " "), unit: unit.to_owned(), section }
    }
}

/// The larger first; what is missing last.
#[must_use]
pub fn descending(one: f64, other: f64) -> Ordering {
    one.is_nan().cmp(&other.is_nan()).then(other.total_cmp(&one))
}

/// What came out elsewhere: "with coupling 0: 0.0596 [-0.0641, 0.214], in range in 0 % of draws".
#[must_use]
pub fn elsewhere(elsewhere: &Elsewhere) -> String {
    let changes = changes(&elsewhere.overrides);
    let place = if elsewhere.is_ablation {
        format!("without the mechanism ({changes})")
    } else {
        format!("elsewhere ({changes})")
    };
    match &elsewhere.outcome {
        None => format!("{place}: no value in any draw"),
        Some(outcome) => {
            format!("{place}: {}, in range in {} of draws", interval(&outcome.interval), percent(outcome.in_range))
        }
    }
}

/// Where something turns: "turns at personal variation 0.235", or "does not turn along personal variation".
#[must_use]
pub fn turn(turn: &Turn) -> String {
    let Words { what, unit, section } = Words::of(&turn.path);
    let point = |point: &TurningPoint| match point {
        TurningPoint::At(value) => format!("at {}{unit}", three_digits(*value)),
        TurningPoint::Between(one, other) => format!("between {one} and {other}"),
    };
    let points: Vec<String> = turn.points.iter().map(point).collect();
    if points.is_empty() {
        format!("does not turn along {what}{section}")
    } else {
        format!("turns along {what}{section} {}", listed(&points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::overrides::read;

    #[test]
    fn a_cell_breaks_no_table() {
        assert_eq!(cell("a | b\nc"), "a \\| b c");
    }

    #[test]
    fn changes_are_plain_words_with_units_and_sections() {
        for (path, words) in [
            ("patterns.personal_variation=0.0", "variation between people 0"),
            ("organisations.*.indicator.angle_degrees=0", "angle between indicator and goal 0 degrees"),
            ("organisations.*.staff.posts_fte=1.5", "staff posts 1.5 full time"),
            ("places.city.budget_pounds_per_week=20000.0", "budget 20000 pounds a week in `city`"),
            ("arms.npm.accountability.targets.audit=0.5", "targets audit 0.5 in `npm`"),
            ("arms.placebo.payment=block", "payment block in `placebo`"),
            ("events.shock.emergency_weeks=52", "shock emergency 52 weeks"),
            ("support.coupling=5.0", "support coupling 5"),
            ("horizon_weeks=1040", "horizon 1040 weeks"),
            ("patterns.turbulence_per_year=0.5", "turbulence 0.5 a year"),
        ] {
            assert_eq!(changes(&read(&[path])), words);
        }
        let many = read(&["a.b=1", "a.c=2", "a.d=3", "a.e=4"]);
        assert_eq!(changes(&many), "a b 1, a c 2 and 2 more changes");
        assert_eq!(changes(&many[..3]), "a b 1, a c 2 and a d 3");
    }

    #[test]
    fn a_turn_says_where_or_that_there_is_none() {
        let path = "patterns.turbulence_per_year".to_owned();
        let at = Turn { path: path.clone(), points: vec![TurningPoint::At(0.25)] };
        assert_eq!(turn(&at), "turns along turbulence at 0.250 a year");
        assert_eq!(turn(&Turn { path, points: Vec::new() }), "does not turn along turbulence");
    }

    #[test]
    fn draws_are_counted() {
        assert_eq!(of_draws(0.85, 40), "34 of 40");
        assert_eq!(of_draws(f64::NAN, 40), "–");
        assert_eq!((counted(1, "draw"), counted(2, "draw")), ("1 draw".to_owned(), "2 draws".to_owned()));
    }

    #[test]
    fn what_is_missing_comes_last() {
        let mut values = [1.0, f64::NAN, 3.0, -2.0];
        values.sort_by(|one, other| descending(*one, *other));
        assert!(values[..3] == [3.0, 1.0, -2.0] && values[3].is_nan());
    }
}
