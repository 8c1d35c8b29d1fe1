//! The runs of a replicate as bytes: numbers column by column, so that one outcome can be read without the others.
//!
//! ```text
//! arms (4) | for each arm: place of its runs (8), weeks (4), length of the rest (4) | for each arm: rest, columns
//! ```
//!
//! The rest is the run without its numbers, as JSON; columns are the outcomes and then the weights, each over all weeks,
//! in 64-bit floats. All numbers are little-endian, and kept to the last bit.

use crate::simulation::trace::Trace;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use std::ops::Range;

/// Bytes that say how many arms there are.
const ARMS: usize = 4;
/// Bytes that say where an arm stands.
const PLACE: usize = 16;

/// Where the runs of a replicate stand in their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places(Vec<Place>);

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    from: u64,
    weeks: u32,
    rest: u32,
}

/// The runs of a replicate as bytes, arm by arm.
#[must_use]
pub fn encode(traces: &[Trace]) -> Vec<u8> {
    let mut head = (traces.len() as u32).to_le_bytes().to_vec();
    let mut body = Vec::new();
    for trace in traces {
        let rest = serde_json::to_vec(trace).unwrap_or_default();
        let weeks = trace.outcomes.len() / OUTCOMES.len();
        let from = ARMS + PLACE * traces.len() + body.len();
        head.extend((from as u64).to_le_bytes());
        head.extend((weeks as u32).to_le_bytes());
        head.extend((rest.len() as u32).to_le_bytes());
        body.extend(rest);
        for (numbers, columns) in [(&trace.outcomes, OUTCOMES.len()), (&trace.weights, WEIGHTS.len())] {
            for column in 0..columns {
                body.extend(numbers.iter().skip(column).step_by(columns).flat_map(|number| number.to_le_bytes()));
            }
        }
    }
    head.extend(body);
    head
}

impl Places {
    /// How many bytes of a piece say where its runs stand.
    #[must_use]
    pub fn bytes(arms: usize) -> Range<u64> {
        0..(ARMS + PLACE * arms) as u64
    }

    /// Where the runs of a replicate stand, from the first bytes of its piece; none where these do not say so.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Places> {
        let arms = u32::from_le_bytes(bytes.get(..ARMS)?.try_into().ok()?) as usize;
        let places = bytes.get(ARMS..ARMS + PLACE.checked_mul(arms)?)?.chunks_exact(PLACE);
        let place = |bytes: &[u8]| {
            Some(Place {
                from: u64::from_le_bytes(bytes[..8].try_into().ok()?),
                weeks: u32::from_le_bytes(bytes[8..12].try_into().ok()?),
                rest: u32::from_le_bytes(bytes[12..].try_into().ok()?),
            })
        };
        places.map(place).collect::<Option<Vec<Place>>>().map(Places)
    }

    /// How many arms there are.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.0.len()
    }

    /// Weeks of the run of an arm.
    #[must_use]
    pub fn weeks(&self, arm: usize) -> usize {
        self.0[arm].weeks as usize
    }

    /// The bytes of the rest of a run.
    #[must_use]
    pub fn rest(&self, arm: usize) -> Range<u64> {
        let place = &self.0[arm];
        place.from..place.from + u64::from(place.rest)
    }

    /// The bytes of a column of a run: outcomes by number, then weights.
    #[must_use]
    pub fn column(&self, arm: usize, column: usize) -> Range<u64> {
        let size = 8 * u64::from(self.0[arm].weeks);
        let from = self.rest(arm).end + size * column as u64;
        from..from + size
    }
}

/// The column of a weight, behind those of outcomes.
#[must_use]
pub fn column_of_weight(weight: usize) -> usize {
    OUTCOMES.len() + weight
}

/// Numbers from their bytes.
#[must_use]
pub fn numbers(bytes: &[u8]) -> Vec<f64> {
    bytes.chunks_exact(8).map(|number| f64::from_le_bytes(number.try_into().unwrap_or_default())).collect()
}

/// The runs of a replicate from their bytes; none where they are not such runs.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Vec<Trace>> {
    let places = Places::read(bytes)?;
    let part = |range: Range<u64>| bytes.get(range.start as usize..range.end as usize);
    let by_week = |arm: usize, columns: Range<usize>| {
        let columns: Option<Vec<Vec<f64>>> =
            columns.map(|column| part(places.column(arm, column)).map(numbers)).collect();
        let columns = columns?;
        Some(
            (0..places.weeks(arm))
                .flat_map(|week| columns.iter().map(move |column| column[week]))
                .collect::<Vec<f64>>(),
        )
    };
    (0..places.arms())
        .map(|arm| {
            let rest: Trace = serde_json::from_slice(part(places.rest(arm))?).ok()?;
            let outcomes = by_week(arm, 0..OUTCOMES.len())?;
            let weights = by_week(arm, OUTCOMES.len()..OUTCOMES.len() + WEIGHTS.len())?;
            Some(Trace { outcomes, weights, ..rest })
        })
        .collect()
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
        let places = Places::read(&bytes[..Places::bytes(3).end as usize]).unwrap();
        let column = places.column(2, 4);
        let column = numbers(&bytes[column.start as usize..column.end as usize]);
        assert_eq!(column[2].to_bits(), traces[2].outcomes[2 * OUTCOMES.len() + 4].to_bits());
        assert!(decode(&bytes[..bytes.len() - 1]).is_none() && decode(b"").is_none());
    }
}
