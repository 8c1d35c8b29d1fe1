//! What luck alone shows beside what luck and parameters show together: of residents, cost and staff, two rows an arm.
//!
//! It needs the folder of draws within that of the run, so it stands on the page alone.

use crate::effects::{COST, Effect};
use crate::figures::figure::Figure;
use crate::figures::intervals::{self, Block, Row};
use crate::figures::looks;
use crate::figures::page::{self, Words};
use crate::figures::style::Look;
use crate::figures::words::under_ten;
use crate::judged::{Judged, Said};
use crate::numbers::{decimals_for, short, signed, typeset};
use crate::observed::Observed;
use crate::over_draws::{OverDraw, OverDraws};
use crate::verdicts::{self, FLOURISHING};
use regimes_study::statistics::Estimate;

/// Its name in the page.
pub const NAME: &str = "luck_and_parameters";

/// What varies in a row.
const VARIES: [&str; 2] = ["luck", "both"];

/// An effect of an arm by luck alone, and over draws where these tell it.
struct Pair<'a> {
    arm: usize,
    by_luck: &'a Effect,
    over: Option<&'a OverDraw>,
}

impl Pair<'_> {
    /// By what varies, the estimate and what is said of it.
    fn told(&self) -> [Option<(Estimate, Option<Judged>)>; 2] {
        let shares = self.by_luck.shares;
        let by_luck = shares.map(|shares| Judged::of_shares(&shares, verdicts::is_cost(self.by_luck)));
        [Some((self.by_luck.estimate, by_luck)), self.over.map(|over| (over.estimate, over.judged()))]
    }
}

/// Draws it from the effects of a run and those over draws.
///
/// # Errors
/// If draws tell nothing of what the run tells.
pub fn figure(observed: &Observed, effects: &[Effect], over: &OverDraws) -> Result<Figure, String> {
    let opening = verdicts::opening(effects);
    let pairs = opening.map(|of| pairs(effects, over, of));
    if pairs.iter().flatten().all(|pair| pair.over.is_none()) {
        return Err("draws tell nothing of what the run tells".to_owned());
    }
    let names = opening.map(|(cohort, outcome)| name(cohort, outcome));
    let looks = looks::of(observed);
    let block = |n: usize| Block {
        name: names[n],
        text: text(observed, opening[n], &pairs[n]),
        rows: pairs[n].iter().flat_map(|pair| rows(observed, pair, &looks)).collect(),
        smallest: pairs[n].iter().map(|pair| pair.by_luck.smallest).fold(f64::NAN, f64::max),
    };
    let blocks: Vec<Block> = (0..opening.len()).map(block).filter(|block| !block.rows.is_empty()).collect();
    let title = title(observed, over, &pairs);
    let subtitle = format!(
        "Difference from {}: by luck alone, with one value of each parameter; and over {} draws of the uncertain parameters \
         ({}).",
        observed.label(0),
        over.draws,
        over.source
    );
    let note = "Mark: median. Bar: 90 % of paired futures, or of draws, each with luck of its own. Grey: no difference worth \
                naming.";
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note };
    let scene = intervals::scene(&page::source(observed), &words, &blocks);
    let rows = pairs
        .iter()
        .zip(opening)
        .flat_map(|(pairs, of)| pairs.iter().flat_map(move |pair| written(observed, of, pair)).collect::<Vec<_>>());
    let (rows, alt) = (rows.collect(), alt(observed, &names, &pairs));
    Ok(Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows, scene })
}

/// Columns of the data drawn.
const HEADER: [&str; 9] = ["arm_a", "arm_b", "cohort", "outcome", "varies", "n", "effect", "q05", "q95"];

/// Of all arms against the first, an effect.
fn pairs<'a>(effects: &'a [Effect], over: &'a OverDraws, (cohort, outcome): (&str, &str)) -> Vec<Pair<'a>> {
    let is_it = |effect: &&Effect| effect.arms[0] == 0 && effect.cohort == cohort && effect.outcome == outcome;
    let pair = |by_luck: &'a Effect| {
        let arm = by_luck.arms[1];
        Pair { arm, by_luck, over: over.effect(arm, (cohort, outcome)) }
    };
    effects.iter().filter(is_it).map(pair).collect()
}

fn name(cohort: &str, outcome: &str) -> &'static str {
    match (cohort, outcome) {
        (_, outcome) if outcome.starts_with(COST) => "Public cost",
        ("staff", _) => "Staff wellbeing",
        _ => "Flourishing",
    }
}

fn text(observed: &Observed, (cohort, outcome): (&str, &str), pairs: &[Pair]) -> String {
    let unit = if outcome.starts_with(COST) {
        observed.record.money.unit_in_words("GBP/resident/week")
    } else {
        "index 0 to 1".to_owned()
    };
    let whom = match cohort {
        "three_or_more_needs" => ", people with three or more needs",
        "top_tenth_of_need" => ", the tenth with most need",
        "in_crisis" => ", people in crisis at the start",
        "asked_for_help" => ", people who had asked for help",
        "all" if outcome == FLOURISHING => ", all residents",
        _ => "",
    };
    let gone = if pairs.iter().all(|pair| pair.over.is_some()) { "" } else { "; some not told by draws" };
    format!("{unit}{whom}{gone}")
}

fn rows(observed: &Observed, pair: &Pair, looks: &[Look]) -> Vec<Row> {
    let label = observed.label(pair.arm);
    let row = |(varies, told): (&str, Option<(Estimate, Option<Judged>)>)| {
        let (estimate, judged) = told?;
        let [wide, narrow] = match varies == VARIES[0] {
            true => [[f64::NAN; 2], [estimate.low, estimate.high]],
            false => [[estimate.low, estimate.high], [f64::NAN; 2]],
        };
        Some(Row {
            label: format!("{label}, {}", if varies == VARIES[0] { "luck alone" } else { "with parameters" }),
            look: looks[pair.arm],
            intervals: [wide, narrow],
            middle: estimate.value,
            note: judged.map_or_else(String::new, |judged| beside(&judged)),
        })
    };
    VARIES.into_iter().zip(pair.told()).filter_map(row).collect()
}

/// What is said, where there is little room.
fn beside(judged: &Judged) -> String {
    let Judged { inside, pairs, .. } = judged;
    match judged.said {
        Said::Higher => format!("higher, {} of {pairs}", judged.times()),
        Said::Lower => format!("lower, {} of {pairs}", judged.times()),
        Said::NoDifference => format!("no difference, {inside} of {pairs}"),
        Said::Undecided => "undecided".to_owned(),
        Said::TooFew | Said::Nothing => "too few".to_owned(),
    }
}

/// How many of the verdicts that luck alone gives stand over draws.
fn title(observed: &Observed, over: &OverDraws, pairs: &[Vec<Pair>; 3]) -> String {
    let focus = observed.focus();
    let told = pairs.iter().flatten().filter(|pair| focus.is_none_or(|arm| pair.arm == arm));
    let both = told.filter_map(|pair| {
        let [by_luck, over] = pair.told();
        Some((by_luck?.1?.said, over?.1?.said))
    });
    let both: Vec<(Said, Said)> = both.collect();
    let decided: Vec<&(Said, Said)> = both.iter().filter(|(by_luck, _)| by_luck.is_direction()).collect();
    let standing = decided.iter().filter(|(by_luck, over)| by_luck == over).count();
    let n = decided.len();
    under_ten(&match (n, standing) {
        (0, _) => vec![
            format!("Luck alone decides nothing; {} draws beside it", over.draws),
            "Luck and parameters".to_owned(),
        ],
        (1, 1) => vec!["What luck alone decides stands over draws too".to_owned()],
        (1, _) => vec!["What luck alone decides does not stand over draws".to_owned()],
        (n, standing) => vec![format!("{standing} of {n} verdicts by luck stand over draws")],
    })
}

fn alt(observed: &Observed, names: &[&str; 3], pairs: &[Vec<Pair>; 3]) -> String {
    let number = |estimate: &Estimate| {
        let decimals = decimals_for(&[estimate.value, estimate.low, estimate.high], &[]);
        let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(|v| typeset(&signed(v, decimals)));
        format!("{value} ({low} to {high})")
    };
    let one = |pair: &Pair| {
        let told = VARIES.into_iter().zip(pair.told()).filter_map(|(varies, told)| {
            let (estimate, judged) = told?;
            let how = if varies == VARIES[0] { "by luck alone" } else { "by luck and parameters" };
            let judged = judged.map_or_else(String::new, |judged| format!(", {}", beside(&judged)));
            Some(format!("{how} {}{judged}", number(&estimate)))
        });
        format!("{}: {}", observed.label(pair.arm), told.collect::<Vec<String>>().join("; "))
    };
    let of = |(name, pairs): (&&str, &Vec<Pair>)| {
        (!pairs.is_empty()).then(|| format!("{name}, {}.", pairs.iter().map(one).collect::<Vec<String>>().join("; ")))
    };
    let all: Vec<String> = names.iter().zip(pairs).filter_map(of).collect();
    format!(
        "Panels of differences from {}, two bars an arm: by luck alone, and by luck and parameters together. In this model, \
         under these assumptions: {}",
        observed.label(0),
        all.join(" ")
    )
}

fn written(observed: &Observed, (cohort, outcome): (&str, &str), pair: &Pair) -> Vec<Vec<String>> {
    let name = |arm: usize| observed.record.arms[arm].name.clone();
    let row = |(varies, told): (&str, Option<(Estimate, Option<Judged>)>)| {
        let (estimate, _) = told?;
        let words = [name(0), name(pair.arm), cohort.to_owned(), outcome.to_owned(), varies.to_owned()];
        let numbers = [estimate.value, estimate.low, estimate.high].map(short);
        Some([&words[..], &[estimate.n.to_string()], &numbers].concat())
    };
    VARIES.into_iter().zip(pair.told()).filter_map(row).collect()
}
