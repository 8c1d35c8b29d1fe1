//! `economics.csv`: cost against effect of every arm beside the first, with acceptability and what information is worth.

use crate::economics::{ENDS, Evaluation, Row, Spread, Step, UNKNOWN};
use crate::error::Error;
use crate::money::Money;
use crate::table::{Column, Rows};
use crate::tables::declaration::Table;
use crate::wellbys::{Ratio, SLOPES};
use regimes_model::units::MISSING;
use regimes_study::simulation::worth::{Discounting, Perspective};
use regimes_study::statistics::Summary;

/// Its name without ending.
pub const NAME: &str = "economics";
/// What stands where there is no ratio.
const NONE: &str = "none";
/// Whether an arm has the highest mean net benefit.
const BEST: [&str; 3] = ["yes", "no", "unknown"];

/// The table.
pub const TABLE: Table = Table {
    name: NAME,
    about: |observed| about(Spread::Luck, &observed.record.money),
    columns: |observed| {
        let names: Vec<&str> = observed.record.arms.iter().map(|arm| arm.name.as_str()).collect();
        columns(&names, &observed.record.money)
    },
    fill: |observed, rows| {
        let names: Vec<&str> = observed.record.arms.iter().map(|arm| arm.name.as_str()).collect();
        match Evaluation::of_futures(observed) {
            Ok(found) => write(&found, &names, &observed.record.money, rows),
            Err(_) => Ok(()),
        }
    },
    absent: |observed| Evaluation::of_futures(observed).err(),
};

/// What it holds.
#[must_use]
pub fn about(spread: Spread, money: &Money) -> String {
    let cases = match spread {
        Spread::Luck => "Cases are paired futures, which differ by luck alone.",
        Spread::Parameters => "Cases are draws of the uncertain parameters, each the mean of its futures.",
    };
    format!(
        "Cost and WELLBYs of each arm against the first, for a resident over the horizon, by perspective, discounting ({} % a \
         year), slope from the index to life satisfaction, and value of a WELLBY. {cases}",
        100.0 * money.discount_per_year()
    )
}

/// Its columns.
#[must_use]
pub fn columns(names: &[&str], money: &Money) -> Vec<Column> {
    let pounds = money.unit("GBP/resident");
    let each = money.unit("GBP/WELLBY");
    let cost = |name: &'static str, about: &str| Column::number(name, "", "").meaning(pounds.clone(), about.to_owned());
    let effect = |name, about| Column::number(name, "WELLBY/resident", about);
    let arm = |name, about| Column::text(name, about).of(names.iter().map(|name| (*name).to_owned()));
    let mut columns = vec![
        arm("arm_a", "The reference arm."),
        arm("arm_b", "The arm compared with it; the reference itself has a row without differences."),
        Column::text(
            "perspective",
            "Whose money counts: services; public_sector (services, stewards, crises; all payers).",
        )
        .of(Perspective::ALL.map(Perspective::name)),
        Column::text("discounting", "Whether costs and WELLBYs of later years count less.")
            .of(Discounting::ALL.map(Discounting::name)),
        Column::number("slope", "points of life satisfaction/index unit", "Slope from the index: 3, 6.5 or 10."),
        Column::text("threshold", "Which value of a WELLBY: low, middle or high; unknown in another currency or year.")
            .of(ENDS.into_iter().chain([UNKNOWN])),
        Column::number("value", "", "").meaning(each.clone(), "Value of a WELLBY at the scenario's prices.".to_owned()),
        Column::text("spread", "What makes cases differ: luck alone, or parameters and luck.").of(Spread::WORDS),
        Column::count("n", "", "Cases in which every arm has a value."),
        cost("cost_a", "Mean cost under arm_a."),
        cost("cost_b", "Mean cost under arm_b."),
        effect("wellbys_a", "Mean WELLBYs under arm_a."),
        effect("wellbys_b", "Mean WELLBYs under arm_b."),
    ];
    columns.extend(four(["cost", "cost_q05", "cost_q95", "cost_mcse"], "b - a of cost", &cost));
    let wellbys =
        |name: &'static str, about: &str| effect(name, "").meaning("WELLBY/resident".into(), about.to_owned());
    columns.extend(four(["wellbys", "wellbys_q05", "wellbys_q95", "wellbys_mcse"], "b - a of WELLBYs", &wellbys));
    columns.push(Column::number("correlation", "", "Of the differences in cost and in WELLBYs over cases."));
    let ratio = "Mean difference in cost by that in WELLBYs, where both have one sign: read it with `reading`.";
    columns.push(Column::number("cost_per_wellby", "", "").meaning(each, ratio.to_owned()));
    let reading = "Which way the ratio goes, or which arm has both more WELLBYs and less cost.";
    columns.push(Column::text("reading", reading).of(Ratio::WORDS.into_iter().chain([NONE])));
    let names = ["net_benefit", "net_benefit_q05", "net_benefit_q95", "net_benefit_mcse"];
    columns.extend(four(names, "b - a of net benefit, WELLBYs times value less cost", &cost));
    columns.push(Column::number("acceptable", "share", "Share of cases in which arm_b has the highest net benefit."));
    let best = "Whether the mean net benefit of arm_b is the highest: then `acceptable` is the frontier.";
    columns.push(Column::text("best", best).of(BEST));
    columns.push(cost(
        "evpi",
        "Expected value of perfect information: mean of the highest net benefit less the highest mean. Of luck alone it is \
         what foresight would be worth, which no research gives.",
    ));
    columns
}

/// Mean, range and error of a difference.
fn four<'a>(
    names: [&'static str; 4],
    of: &'a str,
    column: &'a dyn Fn(&'static str, &str) -> Column,
) -> impl Iterator<Item = Column> + 'a {
    let about = [
        format!("Mean of {of}."),
        "5 % of cases are below.".to_owned(),
        "5 % of cases are above.".to_owned(),
        "Standard error of the mean over cases.".to_owned(),
    ];
    names.into_iter().zip(about).map(move |(name, about)| column(name, &about))
}

/// Writes its rows.
///
/// # Errors
/// If the disk refuses.
pub fn write(found: &Evaluation, names: &[&str], money: &Money, rows: &mut Rows) -> Result<(), Error> {
    for row in found.rows(money) {
        let Row { view, value, .. } = &row;
        rows.words(&[names[0], names[row.arm], view.perspective.name(), view.discounting.name()])?;
        rows.number(SLOPES[view.slope])?;
        rows.word(value.name)?;
        rows.number(value.pounds)?;
        rows.words(&[found.spread.words(), &row.n.to_string()])?;
        let [first, own] = [row.first, [row.cost, row.wellbys]];
        rows.numbers(&[first[0], own[0], first[1], own[1]])?;
        write_step(row.step.as_ref(), rows)?;
        rows.number(row.acceptable)?;
        rows.word(match row.is_best {
            Some(true) => BEST[0],
            Some(false) => BEST[1],
            None => BEST[2],
        })?;
        rows.number(row.evpi)?;
        rows.end_row()?;
    }
    Ok(())
}

fn write_step(step: Option<&Step>, rows: &mut Rows) -> Result<(), Error> {
    let four = |summary: &Summary| {
        let [low, _, _, _, high] = summary.quantiles;
        // One case has no range.
        let [low, high] = if summary.n < 2 { [MISSING; 2] } else { [low, high] };
        [summary.mean, low, high, summary.mcse]
    };
    let of = |part: fn(&Step) -> &Summary| step.map_or([MISSING; 4], |step| four(part(step)));
    rows.numbers(&of(|step| &step.cost))?;
    rows.numbers(&of(|step| &step.wellbys))?;
    rows.number(step.map_or(MISSING, |step| step.correlation))?;
    let ratio = step.and_then(|step| step.ratio);
    rows.number(ratio.map_or(MISSING, Ratio::pounds))?;
    rows.word(ratio.map_or(NONE, Ratio::words))?;
    rows.numbers(&of(|step| &step.benefit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Format, Target};
    use crate::observed::Observed;
    use crate::stop::Stop;
    use crate::synthetic;

    #[test]
    fn every_arm_has_a_row_at_every_view_and_the_reference_none_of_the_differences() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 6, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let folder = tempfile::tempdir().unwrap();
        TABLE.write(Target::Folder(folder.path()), &observed, Format::Csv, &Stop::default()).unwrap();
        let mut reader = csv::Reader::from_path(folder.path().join("economics.csv")).unwrap();
        let heads = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 2 * 2 * 3 * 3 * 3);
        let place = |name: &str| heads.iter().position(|head| head == name).unwrap();
        let [b, step, acceptable, best] = ["arm_b", "cost", "acceptable", "best"].map(place);
        for triple in rows.chunks_exact(3) {
            assert_eq!(triple.iter().map(|row| &row[b]).collect::<Vec<_>>(), ["npm", "hls", "graft"]);
            assert!(triple[0][step].is_empty() && !triple[1][step].is_empty());
            let sum: f64 = triple.iter().map(|row| row[acceptable].parse::<f64>().unwrap()).sum();
            assert!((sum - 1.0).abs() < 1e-8);
            assert_eq!(triple.iter().filter(|row| &row[best] == "yes").count(), 1);
        }
    }
}
