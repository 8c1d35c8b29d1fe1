//! `effects.csv`: what one arm did to cohorts, cost and staff against another, beside the smallest effect that matters.

use crate::effects::{COST, Effect, FOR_EACH, HELD, TO_PAYERS, WELLBYS, WORTH, all_arms, are_there, effects, outcomes};
use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::cohorts;
use crate::tables::declaration::Table;
use crate::wellbys::Ratio;
use regimes_study::simulation::trace::{COST_ON_EQUAL_PAYMENT, Word};
use regimes_study::statistics::effects::{FROM, Shares, Verdict};

/// The table.
pub const TABLE: Table = Table {
    name: "effects",
    about: |_| {
        format!(
            "What each arm did to cohorts that were fixed before any arm began, to cost and to staff, against each arm \
             before it in the file, beside the smallest effect that matters; a verdict needs {:.0} % of pairs.",
            100.0 * FROM
        )
    },
    columns,
    fill,
    absent: |observed| (!are_there(observed)).then(|| "no two arms have a pair of runs with cohorts".to_owned()),
};

fn columns(observed: &Observed) -> Vec<Column> {
    let names: Vec<String> = observed.record.arms.iter().map(|arm| arm.name.clone()).collect();
    let further = [COST].into_iter().chain(HELD).chain(TO_PAYERS).chain(WELLBYS).chain(WORTH).chain(FOR_EACH);
    let further = further.chain([COST_ON_EQUAL_PAYMENT]).map(Word::Borrowed);
    let share = |name, about| Column::number(name, "share", about);
    vec![
        Column::text("arm_a", "The reference arm.").of(names.clone()),
        Column::text("arm_b", "The arm compared with it.").of(names),
        cohorts::cohort(),
        cohorts::outcome().of(outcomes(observed).into_iter().chain(further)),
        Column::text("unit", "The unit of the effect."),
        Column::count("n", "pair", "Pairs of runs on the same luck that have a value."),
        Column::number("people", "people", "Median number of people followed under arm_a; empty for cost."),
        Column::number("a", "", "Median of arm_a, in the unit of the row."),
        Column::number("b", "", "Median of arm_b, in the unit of the row."),
        Column::number(
            "effect",
            "",
            "Median of b - a over pairs, in the unit of the row; of cost per WELLBY the ratio of mean differences.",
        ),
        Column::number("q05", "", "The effect that 5 % of pairs are below."),
        Column::number("q95", "", "The effect that 5 % of pairs are above."),
        Column::number("mcse", "", "Monte-Carlo standard error of the median."),
        Column::number("sd", "", "Standard deviation of those who live under arm_a at the end, mean over pairs."),
        Column::number("effect_in_sd", "sd", "effect / sd: of the latent index; of indices alone."),
        Column::number(
            "effect_in_observed_sd",
            "sd",
            "The same as a survey with a reliability of 0.8 would observe it.",
        ),
        Column::number("deaths_a", "1/1000 people", "Deaths in the cohort under arm_a; they count 0 in its indices."),
        Column::number("deaths_b", "1/1000 people", "Deaths in the cohort under arm_b."),
        Column::number("smallest", "", "Smallest effect that matters: 0.05 sd, 0.1 sd of staff, 1 % of cost."),
        share("better", "Share of pairs in which arm_b is better by at least the smallest effect."),
        share("worse", "Share of pairs in which arm_b is worse by at least that."),
        share("inside", "Share of pairs in which the effect is smaller."),
        Column::text(
            "verdict",
            "Of arm_b against arm_a; none where no smallest effect is declared. Of cost per WELLBY: which way the ratio \
             goes, or which arm has both more WELLBYs and less cost.",
        )
        .of(Verdict::ALL.map(Verdict::words).into_iter().chain([NONE]).chain(Ratio::WORDS)),
    ]
    .into_iter()
    .chain(intervals("pairs"))
    .collect()
}

/// The columns of how surely the shares are known from the number of cases (`of`: pairs, draws).
#[must_use]
pub fn intervals(of: &str) -> Vec<Column> {
    let about = |share: &str, end: &str| {
        format!("{end} end of the 90 % interval (Clopper-Pearson) of `{share}`, for the number of {of}.")
    };
    let of_share = |share: &'static str| {
        [("low", "Lower"), ("high", "Upper")]
            .map(|(name, end)| Column::made(format!("{share}_{name}"), "share".into(), about(share, end)))
    };
    ["better", "worse", "inside"].into_iter().flat_map(of_share).collect()
}

/// Writes these columns; nothing in them where there are no shares.
///
/// # Errors
/// If the disk refuses.
pub fn write_intervals(shares: Option<&Shares>, rows: &mut Rows) -> Result<(), Error> {
    rows.numbers(&shares.map_or([[f64::NAN; 2]; 3], Shares::intervals).concat())
}

/// What stands for a verdict where none is given.
pub const NONE: &str = "none";

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    let arms = &observed.record.arms;
    for effect in effects(observed, &all_arms(observed)) {
        let Effect { arms: [a, b], estimate, deaths, .. } = &effect;
        rows.words(&[&arms[*a].name, &arms[*b].name, effect.cohort, &effect.outcome, &effect.unit])?;
        rows.word(&estimate.n.to_string())?;
        rows.numbers(&[effect.people, effect.levels[0], effect.levels[1]])?;
        rows.numbers(&[estimate.value, estimate.low, estimate.high, estimate.mcse, effect.sd])?;
        rows.numbers(&[effect.in_sd(), effect.in_observed_sd(), deaths[0], deaths[1], effect.smallest])?;
        let shares = effect.shares.map_or([f64::NAN; 3], |shares| [shares.better, shares.worse, shares.inside]);
        rows.numbers(&shares)?;
        let verdict = effect.ratio.map(Ratio::words).or(effect.verdict().map(Verdict::words));
        rows.word(verdict.unwrap_or(NONE))?;
        write_intervals(effect.shares.as_ref(), rows)?;
        rows.end_row()?;
    }
    Ok(())
}
