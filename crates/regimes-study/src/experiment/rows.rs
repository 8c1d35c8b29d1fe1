//! Judgements as rows of a table, one a quantity, and back.

use crate::experiment::cells::{maybe, number, value};
use crate::experiment::file::{Expected, Kind};
use crate::experiment::judgement::{Elsewhere, Interval, Judgement, Measured, Turn};
use crate::experiment::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// A quantity of an experiment, as `patterns.csv` and `claims.csv` hold it; what is said of the whole experiment stands
/// in the row of its first quantity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The file of the experiment.
    pub topic: String,
    /// The experiment.
    pub id: String,
    /// What it is for.
    #[serde(with = "value")]
    pub kind: Kind,
    /// What is tested.
    pub pattern: String,
    /// Where the expectation comes from.
    pub source: String,
    /// Claims that it speaks to, with blanks between.
    #[serde(with = "value")]
    pub claims: Vec<String>,
    /// What is switched.
    pub switch: String,
    /// The quantity.
    pub quantity: String,
    /// Where the first quantity is expected.
    #[serde(with = "maybe")]
    pub expected: Option<Expected>,
    /// The median over draws.
    #[serde(with = "number")]
    pub median: f64,
    /// The lower end of the interval that covers 90 % of draws.
    #[serde(with = "number")]
    pub q05: f64,
    /// Its upper end.
    #[serde(with = "number")]
    pub q95: f64,
    /// Draws in which the quantity has a value.
    pub n_draws: usize,
    /// Share of draws inside the expected range.
    pub share_in_range: Option<f64>,
    /// Share of draws above zero.
    #[serde(with = "number")]
    pub share_above_zero: f64,
    /// The verdict on the experiment.
    #[serde(with = "maybe")]
    pub verdict: Option<Verdict>,
    /// What it says of the claims that it speaks to.
    #[serde(with = "maybe")]
    pub on_claims: Option<Verdict>,
    /// What came where the verdict should be another.
    #[serde(with = "maybe")]
    pub found_elsewhere: Option<Elsewhere>,
    /// Where along the axis the first quantity turns.
    #[serde(with = "maybe")]
    pub turns_at: Option<Turn>,
    /// A caveat.
    pub note: String,
}

/// The rows of judgements.
#[must_use]
pub fn rows(judgements: &[Judgement]) -> Vec<Row> {
    judgements.iter().flat_map(rows_of).collect()
}

fn rows_of(judgement: &Judgement) -> Vec<Row> {
    let mut rows: Vec<Row> = judgement.quantities.iter().map(|measured| row(judgement, measured)).collect();
    if let Some(first) = rows.first_mut() {
        first.expected = Some(judgement.expected);
        first.share_in_range = judgement.in_range;
        first.verdict = Some(judgement.verdict);
        first.on_claims = judgement.on_claims;
        first.found_elsewhere = judgement.elsewhere.clone();
        first.turns_at = judgement.turn.clone();
    }
    rows
}

fn row(judgement: &Judgement, measured: &Measured) -> Row {
    Row {
        topic: judgement.topic.clone(),
        id: judgement.id.clone(),
        kind: judgement.kind,
        pattern: judgement.pattern.clone(),
        source: judgement.source.clone(),
        claims: judgement.claims.clone(),
        switch: judgement.switch.clone(),
        quantity: measured.name.clone(),
        median: measured.interval.median,
        q05: measured.interval.low,
        q95: measured.interval.high,
        n_draws: measured.n_draws,
        share_above_zero: measured.above_zero,
        note: judgement.note.clone(),
        ..Row::default()
    }
}

/// The judgements that rows hold: a row with a verdict begins one, and those that follow belong to it.
///
/// # Errors
/// Names the first row that belongs to no judgement.
pub fn judgements(rows: Vec<Row>) -> Result<Vec<Judgement>, String> {
    let mut judgements: Vec<Judgement> = Vec::new();
    for row in rows {
        match judgements.last_mut().filter(|last| last.id == row.id && row.verdict.is_none()) {
            Some(last) => last.quantities.push(measured(&row)),
            None if row.verdict.is_some() => judgements.push(judgement(row)),
            None => return Err(format!("the first row of `{}` has no verdict", row.id)),
        }
    }
    Ok(judgements)
}

fn measured(row: &Row) -> Measured {
    Measured {
        name: row.quantity.clone(),
        interval: Interval { median: row.median, low: row.q05, high: row.q95 },
        n_draws: row.n_draws,
        above_zero: row.share_above_zero,
    }
}

fn judgement(row: Row) -> Judgement {
    Judgement {
        quantities: vec![measured(&row)],
        topic: row.topic,
        id: row.id,
        kind: row.kind,
        pattern: row.pattern,
        source: row.source,
        claims: row.claims,
        switch: row.switch,
        expected: row.expected.unwrap_or_default(),
        in_range: row.share_in_range,
        verdict: row.verdict.unwrap_or_default(),
        on_claims: row.on_claims,
        elsewhere: row.found_elsewhere,
        turn: row.turns_at,
        note: row.note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: [&str; 2] = [
        include_str!("../../../../scenarios/experiments/found/patterns.csv"),
        include_str!("../../../../scenarios/experiments/found/claims.csv"),
    ];

    #[test]
    fn the_tables_that_ship_come_back_byte_for_byte() {
        for text in SHIPPED {
            let read: Vec<Row> = csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect();
            let judgements = judgements(read.clone()).unwrap();
            assert!(!judgements.is_empty() && judgements.len() < read.len());
            let mut writer = csv::Writer::from_writer(Vec::new());
            rows(&judgements).iter().for_each(|row| writer.serialize(row).unwrap());
            let back = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let differing = text.lines().zip(back.lines()).find(|(before, after)| before != after);
            assert!(text == back, "{differing:?}");
        }
    }

    #[test]
    fn a_row_that_belongs_to_nothing_is_named() {
        let row = Row { id: "one".to_owned(), ..Row::default() };
        assert!(judgements(vec![row]).unwrap_err().contains("`one`"));
    }
}
