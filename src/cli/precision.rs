//! How many paired futures: a number, or as many as a difference needs to be known well enough.

use crate::cli::failure::Failure;
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_scenario::nearest::advice;
use std::fmt;

/// Futures at the first look.
pub const FIRST: u32 = 12;
/// Futures at the last look.
pub const MOST: u32 = 1_000;

/// How many paired futures are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Futures {
    /// This many.
    Count(u32),
    /// As many as the precision needs.
    Auto,
}

impl Futures {
    /// From what the command line says.
    ///
    /// # Errors
    /// What it can be.
    pub fn read(text: &str) -> Result<Futures, String> {
        if text == "auto" {
            return Ok(Futures::Auto);
        }
        let count = text.parse().ok().filter(|count| (1..=100_000).contains(count));
        count
            .map(Futures::Count)
            .ok_or_else(|| "a whole number from 1 to 100000, or `auto` with --precision".to_owned())
    }

    /// The number; none for `auto`.
    #[must_use]
    pub fn count(self) -> Option<u32> {
        match self {
            Futures::Count(count) => Some(count),
            Futures::Auto => None,
        }
    }
}

/// As the command line has it.
impl fmt::Display for Futures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Futures::Count(count) => write!(f, "{count}"),
            Futures::Auto => f.write_str("auto"),
        }
    }
}

/// How well the paired difference of an outcome is to be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The number of the outcome.
    pub outcome: usize,
    /// The half-width of the 90 % interval of the difference's centre, in the outcome's unit.
    pub half_width: f64,
}

/// The outcome of a precision that names none.
const USUAL: &str = "flourishing";

impl Precision {
    /// What is asked for by `--precision P` and `--precision OUTCOME=P` beside a number of futures; none where that number
    /// is given.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn all(futures: Option<Futures>, texts: &[String]) -> Result<Option<Vec<Precision>>, Failure> {
        let is_auto = futures == Some(Futures::Auto);
        match (is_auto, texts) {
            (false, []) => return Ok(None),
            (false, _) => return Err(Failure::Input("--precision is for `--replicates auto`".to_owned())),
            (true, []) => {
                let text =
                    "`--replicates auto` goes on until the difference is known to --precision: say how well, as in";
                return Err(Failure::Input(format!("{text} `--precision {USUAL}=0.001`")));
            }
            (true, _) => {}
        }
        let (read, wrong): (Vec<_>, Vec<_>) = texts.iter().map(|text| Precision::read(text)).partition(Result::is_ok);
        if wrong.is_empty() {
            Ok(Some(read.into_iter().flatten().collect()))
        } else {
            Err(Failure::all(wrong.into_iter().filter_map(Result::err).collect()))
        }
    }

    fn read(text: &str) -> Result<Precision, String> {
        let (name, number) = text.split_once('=').unwrap_or((USUAL, text));
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let outcome = position(name.trim()).ok_or_else(|| {
            format!("--precision {text}: there is no outcome `{name}`; {}", advice(name.trim(), &names))
        })?;
        let half_width = number.trim().parse().ok().filter(|half: &f64| half.is_finite() && *half > 0.0);
        let half_width =
            half_width.ok_or_else(|| format!("--precision {text}: a number above 0, in the unit of the outcome"))?;
        Ok(Precision { outcome, half_width })
    }
}

/// How precise a difference is that was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// What was asked for.
    pub asked: Precision,
    /// The widest half-width among the differences of all arms; not a number where none has one.
    pub widest: f64,
}

impl Reached {
    /// How precise the differences of an outcome are, by arm. A difference that has no value in any future has nothing to
    /// be known.
    #[must_use]
    pub fn of(asked: Precision, half_widths: &[f64]) -> Reached {
        let widest = half_widths.iter().copied().filter(|half| !half.is_nan()).fold(f64::NAN, f64::max);
        Reached { asked, widest }
    }

    /// Whether it is as precise as was asked.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.widest <= self.asked.half_width
    }
}

/// The number of futures at the next look; none where they are precise enough, or are the most that are run.
///
/// Looks come at fixed numbers, half as many again each time: what is reached does not depend on threads or interruptions.
#[must_use]
pub fn next_look(futures: u32, reached: &[Reached]) -> Option<u32> {
    let is_enough = reached.iter().all(Reached::is_enough);
    (!is_enough && futures < MOST).then(|| (futures + futures / 2).min(MOST))
}

/// What was reached, in words.
#[must_use]
pub fn in_words(futures: u32, reached: &[Reached]) -> String {
    let one = |reached: &Reached| {
        let (outcome, widest) = (&OUTCOMES[reached.asked.outcome], reached.widest);
        let word = if reached.is_enough() { "as asked" } else { "wider than asked" };
        format!("{} within {widest:.2e} ({word}: {})", outcome.label.to_lowercase(), reached.asked.half_width)
    };
    let all: Vec<String> = reached.iter().map(one).collect();
    let end = if reached.iter().all(Reached::is_enough) { "" } else { "; no more futures than that are run" };
    format!("{futures} paired futures: {}{end}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(half_width: f64) -> Precision {
        Precision { outcome: 0, half_width }
    }

    #[test]
    fn looks_come_at_fixed_numbers_until_it_is_enough_or_the_most() {
        let wide = [Reached::of(asked(0.1), &[0.05, 0.2])];
        let looks: Vec<u32> = std::iter::successors(Some(FIRST), |n| next_look(*n, &wide)).collect();
        assert_eq!(looks[..4], [12, 18, 27, 40]);
        assert_eq!(looks.last(), Some(&MOST));
        assert_eq!(next_look(12, &[Reached::of(asked(0.2), &[0.05, f64::NAN])]), None);
        assert_eq!(next_look(12, &[Reached::of(asked(0.2), &[f64::NAN])]), Some(18));
    }

    #[test]
    fn a_precision_without_auto_or_auto_without_one_is_refused_with_what_to_do() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let read = |futures, list: &[&str]| Precision::all(futures, &texts(list));
        assert!(read(Some(Futures::Count(3)), &["0.1"]).is_err() && read(Some(Futures::Auto), &[]).is_err());
        assert!(read(None, &[]).unwrap().is_none());
        let both = read(Some(Futures::Auto), &["0.001", "public_cost=0.5"]).unwrap().unwrap();
        assert_eq!(both.iter().map(|one| one.half_width).collect::<Vec<_>>(), [0.001, 0.5]);
        let Err(Failure::Input(text)) = read(Some(Futures::Auto), &["flourshing=1", "0", "x"]) else { panic!() };
        assert!(text.contains("`flourishing`") && text.lines().count() == 3, "{text}");
        assert!(["0", "auto ", "-1", "x"].iter().all(|text| Futures::read(text).is_err()));
    }
}
