//! The tables of an explanation: contributions, interactions and walks, a row an outcome and what it is of.

use crate::datapackage::{self, Package, Resource};
use crate::error::Error;
use crate::explanation::subject::Subject;
use crate::files::{Target, WrittenFile};
use crate::table::{self, Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::MISSING;
use regimes_study::experiment::explanation::audit::{KINDS, grade};
use regimes_study::experiment::explanation::findings::{Finding, is_clear};
use regimes_study::program;
use regimes_study::statistics::Estimate;

/// Contributions of players.
pub const SHAPLEY: &str = "shapley.csv";
/// What two players do together.
pub const INTERACTIONS: &str = "interactions.csv";
/// From one arm to the other, player after player.
pub const WALK: &str = "walk.csv";

/// All that differs.
pub const AUDIT: &str = "audit.csv";
/// All tables.
pub const FILES: [&str; 4] = [SHAPLEY, INTERACTIONS, WALK, AUDIT];

/// What is wrong with a table that has no row.
const EMPTY: &str = "there is nothing that differs";

/// What is measured of a player.
const MEASURES: [&str; 4] = ["whole", "shapley", "alone", "left_out"];
/// The ways of a walk.
const WAYS: [&str; 2] = ["forwards", "backwards"];

/// Writes all tables and what describes them.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &Subject) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let mut written = vec![
        table::write(target, SHAPLEY, &of_shapley(subject), EMPTY, |rows| each(subject, rows, write_shapley))?,
        table::write(target, INTERACTIONS, &of_interactions(subject), EMPTY, |rows| {
            each(subject, rows, write_interactions)
        })?,
        table::write(target, WALK, &of_walk(subject), EMPTY, |rows| each(subject, rows, write_walk))?,
        table::write(target, AUDIT, &of_audit(subject), EMPTY, |rows| each(subject, rows, write_audit))?,
    ];
    written.push(describe(target, subject)?);
    Ok(written)
}

fn each(
    subject: &Subject,
    rows: &mut Rows,
    write: fn(&Subject, &Finding, &mut Rows) -> Result<(), Error>,
) -> Result<(), Error> {
    subject.findings.iter().try_for_each(|finding| write(subject, finding, rows))
}

/// The columns that say what a row is about.
fn first_columns(subject: &Subject) -> Vec<Column> {
    let names = || subject.explanation.sides().names.iter().cloned();
    let outcomes = subject.explanation.outcomes().iter().map(|outcome| OUTCOMES[*outcome].name);
    vec![
        Column::text("arm_from", "The arm from which rules change.").of(names().take(1)),
        Column::text("arm_to", "The arm to which they change.").of(names().skip(1)),
        Column::text("outcome", "Name of the outcome, over the horizon.").of(outcomes),
        Column::text("unit", "Unit of the outcome."),
        Column::text("method", "Exact: over all coalitions. Sampled: over drawn orders in each future.")
            .of(["exact", "sampled"]),
    ]
}

/// The columns of an estimate.
fn of_estimate() -> [Column; 5] {
    let number = |name, about| Column::number(name, "unit of the outcome", about);
    [
        Column::count("n", "", "Futures that it is the mean of."),
        number("value", "The mean over futures; empty where none has a value."),
        number("low", "Lower end of the 90 % interval of the mean, over futures and their orders; empty below two."),
        number("high", "Upper end of the 90 % interval of the mean."),
        number("mcse", "Monte-Carlo standard error of the mean."),
    ]
}

fn of_players() -> [Column; 4] {
    [
        Column::text(
            "player",
            "What changes: a rule, a setting of the arm, or several with a plus between; empty for the whole.",
        ),
        Column::count("keys", "", "Rules and settings that change as one; above 1 where they were declared to."),
        Column::text("from", "What it is in arm_from: the variant, or the value."),
        Column::text("to", "What it is in arm_to; as in arm_from where only numbers of the variant change."),
    ]
}

fn of_shapley(subject: &Subject) -> Vec<Column> {
    let measure = Column::text(
        "measure",
        "whole: arm_to less arm_from. shapley: the player's contribution to it; contributions add up to the whole. alone: \
         what it does where it alone changes from arm_from. left_out: what is lost of the whole where all others change.",
    );
    let mut columns = first_columns(subject);
    columns.push(measure.of(MEASURES));
    columns.push(Column::count("rank", "", "1 is the largest contribution; empty for other measures."));
    columns.extend(of_players());
    columns.extend(of_estimate());
    columns.extend([
        Column::number(
            "smallest",
            "unit of the outcome",
            "The smallest effect that matters: 0.05 sd of residents, 0.1 sd of staff, 1 % of cost, under arm_from; empty \
             where none is declared.",
        ),
        Column::number("share", "share", "Of the whole; empty where the interval of the whole holds 0."),
        Column::count("higher", "", "Futures in which the contribution is above 0; empty for other measures."),
        Column::count("lower", "", "Futures in which it is below 0; empty for other measures."),
    ]);
    columns
}

fn of_interactions(subject: &Subject) -> Vec<Column> {
    let mut columns = first_columns(subject);
    columns.extend([
        Column::count(
            "rank",
            "",
            "1 is the largest of those whose interval lies on one side of 0, and then the others.",
        ),
        Column::text("player", "What changes."),
        Column::text(
            "player_2",
            "What changes with it; the value is what both do together beyond what each does without the other.",
        ),
    ]);
    columns.extend(of_estimate());
    columns
}

fn of_walk(subject: &Subject) -> Vec<Column> {
    let number = |name, about| Column::number(name, "unit of the outcome", about);
    let mut columns = first_columns(subject);
    columns.push(
        Column::text(
            "direction",
            "forwards: from arm_from to arm_to. backwards: from arm_to, changed back in the same order.",
        )
        .of(WAYS),
    );
    columns.push(Column::count("step", "", "0 is the arm where the walk begins."));
    columns.extend(of_players());
    columns.extend([
        number("level", "Mean of the outcome after the step."),
        number("level_low", "Lower end of the 90 % interval of that mean."),
        number("level_high", "Upper end of the 90 % interval of that mean."),
    ]);
    columns.extend(of_estimate());
    columns
}

fn of_audit(subject: &Subject) -> Vec<Column> {
    let number = |name, about| Column::number(name, "unit of the outcome", about);
    let mut columns = first_columns(subject);
    columns.extend([
        Column::text(
            "kind",
            "A rule, a number of one (of them hours and money), a setting of the arm, or where the town begins.",
        )
        .of(KINDS.map(|(name, _)| name)),
        Column::text("thing", "Its path in an arm; status_quo is the rules under which the town begins."),
        Column::text("from", "What it is in arm_from; empty where the arm has no such number."),
        Column::text("to", "What it is in arm_to; empty where the arm has no such number."),
        Column::text("unit_of_thing", "Its unit; empty for words."),
        Column::text("source", "Where its declared default comes from; empty where none is declared."),
        Column::text("grade", "What that source is; empty where none is declared."),
        Column::count("n", "", "Futures."),
        number("whole", "Mean of arm_to less arm_from."),
        number("to_exchanged", "The same where arm_to has the value of arm_from; empty where that was not run."),
        number("to_exchanged_low", "Lower end of the 90 % interval of that mean."),
        number("to_exchanged_high", "Upper end of the 90 % interval of that mean."),
        number("from_exchanged", "The same where arm_from has the value of arm_to; empty where that was not run."),
        number("from_exchanged_low", "Lower end of the 90 % interval of that mean."),
        number("from_exchanged_high", "Upper end of the 90 % interval of that mean."),
    ]);
    columns
}

fn write_audit(subject: &Subject, finding: &Finding, rows: &mut Rows) -> Result<(), Error> {
    for (thing, becomes) in subject.explanation.things().iter().zip(&finding.becomes) {
        write_first(subject, finding, rows)?;
        rows.words(&[thing.kind.name(), &thing.path, &thing.values[0], &thing.values[1]])?;
        rows.words(&[thing.unit, thing.source, grade(thing.source)])?;
        rows.numbers(&[finding.whole.n as f64, finding.whole.value])?;
        for one in becomes {
            rows.numbers(&[one.value, one.low, one.high])?;
        }
        rows.end_row()?;
    }
    Ok(())
}

fn write_first(subject: &Subject, finding: &Finding, rows: &mut Rows) -> Result<(), Error> {
    let [from, to] = &subject.explanation.sides().names;
    rows.words(&[from, to, subject.outcome(finding).name, &subject.unit(finding), subject.method()])
}

fn write_player(subject: &Subject, player: Option<usize>, rows: &mut Rows) -> Result<(), Error> {
    let Some(player) = player else {
        rows.word("")?;
        rows.number(MISSING)?;
        return rows.words(&["", ""]);
    };
    let [from, to] = subject.values(player);
    rows.word(&subject.players()[player].name())?;
    rows.number(subject.players()[player].keys.len() as f64)?;
    rows.words(&[&from, &to])
}

fn write_estimate(estimate: &Estimate, rows: &mut Rows) -> Result<(), Error> {
    rows.numbers(&[estimate.n as f64, estimate.value, estimate.low, estimate.high, estimate.mcse])
}

fn write_shapley(subject: &Subject, finding: &Finding, rows: &mut Rows) -> Result<(), Error> {
    let whole = &finding.whole;
    let share = |one: &Estimate| if is_clear(whole) { one.value / whole.value } else { MISSING };
    let mut row = |measure: usize, rank: f64, player: Option<usize>, estimate: &Estimate, signs: [f64; 2]| {
        write_first(subject, finding, rows)?;
        rows.word(MEASURES[measure])?;
        rows.number(rank)?;
        write_player(subject, player, rows)?;
        write_estimate(estimate, rows)?;
        rows.numbers(&[finding.smallest, share(estimate)])?;
        rows.numbers(&signs)?;
        rows.end_row()
    };
    row(0, MISSING, None, whole, [MISSING; 2])?;
    for (place, player) in finding.order().into_iter().enumerate() {
        let one = &finding.contributions[player];
        row(1, (place + 1) as f64, Some(player), &one.shapley, one.signs.map(|n| n as f64))?;
        row(2, MISSING, Some(player), &one.alone, [MISSING; 2])?;
        row(3, MISSING, Some(player), &one.left_out, [MISSING; 2])?;
    }
    Ok(())
}

fn write_interactions(subject: &Subject, finding: &Finding, rows: &mut Rows) -> Result<(), Error> {
    for (place, one) in finding.interactions.iter().enumerate() {
        let (first, second) = one.players;
        write_first(subject, finding, rows)?;
        rows.number(if one.index.value.is_nan() { MISSING } else { (place + 1) as f64 })?;
        rows.words(&[&subject.players()[first].name(), &subject.players()[second].name()])?;
        write_estimate(&one.index, rows)?;
        rows.end_row()?;
    }
    Ok(())
}

fn write_walk(subject: &Subject, finding: &Finding, rows: &mut Rows) -> Result<(), Error> {
    let none = Estimate { value: MISSING, low: MISSING, high: MISSING, mcse: MISSING, n: finding.whole.n };
    for ((way, start), steps) in WAYS.iter().zip(&finding.levels).zip(&finding.walks) {
        let begin = (None, start, &none);
        let after = steps.iter().map(|step| (Some(step.player), &step.level, &step.step));
        for (number, (player, level, step)) in std::iter::once(begin).chain(after).enumerate() {
            write_first(subject, finding, rows)?;
            rows.word(way)?;
            rows.number(number as f64)?;
            write_player(subject, player, rows)?;
            rows.numbers(&[level.value, level.low, level.high])?;
            write_estimate(step, rows)?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn describe(target: Target, subject: &Subject) -> Result<WrittenFile, Error> {
    let resource = |name: &'static str, path: &str, title: &str, columns: Vec<Column>| Resource {
        name,
        path: path.to_owned(),
        title: title.to_owned(),
        columns,
    };
    let resources = [
        resource(
            "shapley",
            SHAPLEY,
            "A row an outcome, player and measure: what each rule contributes to the difference between two arms.",
            of_shapley(subject),
        ),
        resource(
            "interactions",
            INTERACTIONS,
            "A row an outcome and pair of players: what both do together beyond what each does alone.",
            of_interactions(subject),
        ),
        resource(
            "walk",
            WALK,
            "A row an outcome, direction and step: from one arm to the other, rule by rule.",
            of_walk(subject),
        ),
        resource(
            "audit",
            AUDIT,
            "A row an outcome and thing that differs between the arms: its source, and the difference without it.",
            of_audit(subject),
        ),
    ];
    let base = subject.explanation.base();
    let [from, to] = &subject.explanation.sides().names;
    let package = Package {
        name: &format!("{}-explain", base.name),
        title: &format!("What makes the difference between {from} and {to} in `{}`: {}", base.name, base.about),
        version: program::VERSION,
        money: &subject.money(),
    };
    datapackage::write(target, &datapackage::of_resources(&package, &resources))
}
