//! The runs of a replicate as bytes: part by part and column by column, so that one can be read without the others.
//!
//! ```text
//! arms (4) | for each arm: place of its run (4), weeks (4), lengths of its parts (8 x 4) | for each arm: parts, columns
//! ```
//!
//! Parts are JSON: which run it is and why it failed, costs, groups, evaluation, lives, census, cohorts, states. Columns are the
//! outcomes and then the weights, each over all weeks, in 64-bit floats, kept to the last bit. All numbers are little-endian.

use crate::simulation::trace::Trace;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes that say how many arms there are.
const ARMS: usize = 4;
/// Bytes that say where an arm stands.
const PLACE: usize = 4 * (2 + PARTS);
/// Parts of a run beside its numbers by week.
const PARTS: usize = 8;

/// A part of a run beside its numbers by week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Which run it is, and why it failed.
    Heading,
    /// Its ledger by year.
    Costs,
    /// Its groups, places and organisations.
    Groups,
    /// Its evaluation.
    Evaluation,
    /// Lives that it tells of.
    Lives,
    /// The census of the status quo.
    Census,
    /// Cohorts fixed before any arm began.
    Cohorts,
    /// States of a sample.
    States,
}

/// A column of a run: a number a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// An outcome, by its number.
    Outcome(usize),
    /// With how much each week counts, by the number of the weight.
    Weight(usize),
}

impl Column {
    /// Its place among the columns of a piece: weights stand behind outcomes.
    fn place(self) -> usize {
        match self {
            Column::Outcome(outcome) => outcome,
            Column::Weight(weight) => OUTCOMES.len() + weight,
        }
    }
}

/// Which run it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Number of the arm, in the order of the file.
    pub arm: usize,
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Why it failed; none where it is whole.
    pub error: Option<Box<str>>,
}

/// Where a run stands in the bytes of its replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    from: u32,
    weeks: u32,
    parts: [u32; PARTS],
}

/// The runs of a replicate as bytes, arm by arm.
#[must_use]
pub fn encode(traces: &[Trace]) -> Vec<u8> {
    let mut head = (traces.len() as u32).to_le_bytes().to_vec();
    let mut body = Vec::new();
    for trace in traces {
        let parts = parts(trace);
        let weeks = trace.outcomes.len() / OUTCOMES.len();
        let from = ARMS + PLACE * traces.len() + body.len();
        let lengths = parts.iter().map(Vec::len);
        head.extend([from, weeks].into_iter().chain(lengths).flat_map(|number| (number as u32).to_le_bytes()));
        body.extend(parts.concat());
        for (numbers, columns) in [(&trace.outcomes, OUTCOMES.len()), (&trace.weights, WEIGHTS.len())] {
            for column in 0..columns {
                body.extend(numbers.iter().skip(column).step_by(columns).flat_map(|number| number.to_le_bytes()));
            }
        }
    }
    head.extend(body);
    head
}

/// Which run it is.
#[must_use]
pub fn heading(trace: &Trace) -> Heading {
    Heading { arm: trace.arm, replicate: trace.replicate, error: trace.error.as_deref().map(Box::from) }
}

fn parts(trace: &Trace) -> [Vec<u8>; PARTS] {
    let (costs, groups, evaluation) = (json(&trace.costs), json(&trace.groups), json(&trace.evaluation));
    let (lives, census, cohorts) = (json(&trace.lives), json(&trace.census), json(&trace.cohorts));
    [json(&heading(trace)), costs, groups, evaluation, lives, census, cohorts, json(&trace.states)]
}

fn json(part: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(part).unwrap_or_default()
}

/// Bytes of a piece that say where the runs stand, for a number of arms.
#[must_use]
pub fn bytes_of_places(arms: usize) -> Range<u64> {
    0..(ARMS + PLACE * arms) as u64
}

/// Where the runs of a replicate stand, from the first bytes of its piece; none where these do not say so.
#[must_use]
pub fn places(bytes: &[u8]) -> Option<Vec<Place>> {
    let arms = u32::from_le_bytes(bytes.get(..ARMS)?.try_into().ok()?) as usize;
    let places = bytes.get(ARMS..ARMS + PLACE.checked_mul(arms)?)?.chunks_exact(PLACE);
    let number = |bytes: &[u8], n: usize| Some(u32::from_le_bytes(bytes[4 * n..4 * n + 4].try_into().ok()?));
    let place = |bytes: &[u8]| {
        let mut parts = [0; PARTS];
        for (n, part) in parts.iter_mut().enumerate() {
            *part = number(bytes, 2 + n)?;
        }
        Some(Place { from: number(bytes, 0)?, weeks: number(bytes, 1)?, parts })
    };
    places.map(place).collect()
}

impl Place {
    /// Weeks of the run.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.weeks as usize
    }

    /// The bytes of a part.
    #[must_use]
    pub fn part(&self, part: Part) -> Range<u64> {
        let before: u64 = self.parts[..part as usize].iter().copied().map(u64::from).sum();
        let from = u64::from(self.from) + before;
        from..from + u64::from(self.parts[part as usize])
    }

    /// The bytes of some weeks of a column.
    #[must_use]
    pub fn column(&self, column: Column, weeks: &Range<usize>) -> Range<u64> {
        let first = self.part(Part::States).end + 8 * u64::from(self.weeks) * column.place() as u64;
        first + 8 * weeks.start as u64..first + 8 * weeks.end as u64
    }

    /// All bytes of the run.
    #[must_use]
    pub fn whole(&self) -> Range<u64> {
        u64::from(self.from)..self.column(Column::Weight(WEIGHTS.len() - 1), &(0..self.weeks())).end
    }

    /// A part of the run from all its bytes.
    fn read<T: DeserializeOwned>(&self, run: &[u8], part: Part) -> Option<T> {
        serde_json::from_slice(run.get(self.within(self.part(part)))?).ok()
    }

    /// Where bytes of the piece stand among those of the run.
    fn within(&self, bytes: Range<u64>) -> Range<usize> {
        let from = u64::from(self.from);
        (bytes.start - from) as usize..(bytes.end - from) as usize
    }

    /// All weeks of some columns, week by week, from all bytes of the run.
    fn by_week(&self, run: &[u8], columns: impl Iterator<Item = Column>) -> Option<Vec<f64>> {
        let column = |column| run.get(self.within(self.column(column, &(0..self.weeks())))).map(numbers);
        let columns: Vec<Vec<f64>> = columns.map(column).collect::<Option<_>>()?;
        Some((0..self.weeks()).flat_map(|week| columns.iter().map(move |column| column[week])).collect())
    }

    /// The run from all its bytes; none where they are not such a run.
    #[must_use]
    pub fn run(&self, bytes: &[u8]) -> Option<Trace> {
        let heading: Heading = self.read(bytes, Part::Heading)?;
        Some(Trace {
            arm: heading.arm,
            replicate: heading.replicate,
            error: heading.error.map(String::from),
            outcomes: self.by_week(bytes, (0..OUTCOMES.len()).map(Column::Outcome))?,
            weights: self.by_week(bytes, (0..WEIGHTS.len()).map(Column::Weight))?,
            costs: self.read(bytes, Part::Costs)?,
            groups: self.read(bytes, Part::Groups)?,
            evaluation: self.read(bytes, Part::Evaluation)?,
            lives: self.read(bytes, Part::Lives)?,
            census: self.read(bytes, Part::Census)?,
            cohorts: self.read(bytes, Part::Cohorts)?,
            states: self.read(bytes, Part::States)?,
        })
    }
}

/// Numbers as bytes.
#[must_use]
pub fn bytes_of(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Numbers from their bytes.
#[must_use]
pub fn numbers(bytes: &[u8]) -> Vec<f64> {
    bytes.chunks_exact(8).map(|number| f64::from_le_bytes(number.try_into().unwrap_or_default())).collect()
}

/// The runs of a replicate from their bytes; none where they are not such runs.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Vec<Trace>> {
    let run = |place: &Place| {
        let whole = place.whole();
        place.run(bytes.get(whole.start as usize..whole.end as usize)?)
    };
    places(bytes)?.iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::MISSING;

    #[test]
    fn runs_come_back_to_the_last_bit_whole_and_by_column() {
        let number = |n: usize| if n == 3 { MISSING } else { (n as f64 + 0.1).sqrt() / 3.0 };
        let trace = |arm, weeks: usize| Trace {
            outcomes: (0..weeks * OUTCOMES.len()).map(number).collect(),
            weights: (0..weeks * WEIGHTS.len()).map(number).collect(),
            error: (arm == 1).then(|| "no staff".to_owned()),
            ..Trace::new(arm, 7)
        };
        let traces = vec![trace(0, 3), trace(1, 0), trace(2, 5)];
        let bytes = encode(&traces);
        let back = decode(&bytes).unwrap();
        let bits = |traces: &[Trace]| -> Vec<u64> {
            traces.iter().flat_map(|t| t.outcomes.iter().chain(&t.weights)).map(|n| n.to_bits()).collect()
        };
        assert_eq!(bits(&back), bits(&traces));
        assert_eq!((back[1].error.as_deref(), back[2].arm, back[2].replicate), (Some("no staff"), 2, 7));
        let places = places(&bytes[..bytes_of_places(3).end as usize]).unwrap();
        let column = places[2].column(Column::Outcome(4), &(1..3));
        let column = numbers(&bytes[column.start as usize..column.end as usize]);
        assert_eq!(column.len(), 2);
        assert_eq!(column[1].to_bits(), traces[2].outcomes[2 * OUTCOMES.len() + 4].to_bits());
        assert!(decode(&bytes[..bytes.len() - 1]).is_none() && decode(b"").is_none());
    }
}
