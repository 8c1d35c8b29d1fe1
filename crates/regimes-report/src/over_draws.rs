//! What arms did over draws of the uncertain parameters, as the folder of draws within that of a run tells it: read for the
//! page, which sets it beside what luck alone shows.

use crate::draw_effects_table::EFFECTS;
use crate::effects::COST;
use crate::error::Error;
use crate::judged::{Judged, Said};
use crate::run_record::Record;
use crate::tables::effects::NONE;
use regimes_model::units::MISSING;
use regimes_study::statistics::Estimate;
use regimes_study::statistics::effects::Shares;
use serde::Deserialize;
use std::path::Path;

/// The folder of draws within that of a run.
pub const FOLDER: &str = "draws";

/// The effects of all arms against the first over draws.
#[derive(Clone, Debug, Default)]
pub struct OverDraws {
    /// The most draws that an effect is known of.
    pub draws: usize,
    /// Where the parameters are drawn from.
    pub source: String,
    effects: Vec<OverDraw>,
}

/// An effect of an arm against the first.
#[derive(Clone, Debug)]
pub struct OverDraw {
    /// The arm, by number.
    pub arm: usize,
    /// The cohort.
    pub cohort: String,
    /// What is observed of it.
    pub outcome: String,
    /// The median over draws, with 90 % of them.
    pub estimate: Estimate,
    /// Shares of draws beyond the smallest effect that is worth naming; none where there is none.
    pub shares: Option<Shares>,
}

impl OverDraw {
    /// What is said of it.
    #[must_use]
    pub fn judged(&self) -> Option<Judged> {
        self.shares.map(|shares| Judged::of_shares(&shares, self.outcome.starts_with(COST)))
    }
}

/// A row of the table, as far as it is needed.
#[derive(Deserialize)]
struct Row {
    arm_a: String,
    arm_b: String,
    cohort: String,
    outcome: String,
    source: String,
    draws: usize,
    effect: Option<f64>,
    q05: Option<f64>,
    q95: Option<f64>,
    judged: Option<usize>,
    better: Option<f64>,
    worse: Option<f64>,
    inside: Option<f64>,
    verdict: String,
}

impl OverDraws {
    /// Reads the table of a folder of draws; none where it names no arm of the record, as where arms are hidden.
    ///
    /// # Errors
    /// If it cannot be read, or is no such table.
    #[allow(clippy::disallowed_methods, reason = "reads the table that draws left")]
    pub fn read(folder: &Path, record: &Record) -> Result<Option<OverDraws>, Error> {
        let path = folder.join(EFFECTS);
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let rows: Result<Vec<Row>, csv::Error> =
            csv::Reader::from_reader(bytes.as_slice()).into_deserialize().collect();
        let rows = rows.map_err(|error| Error::Content { path, reason: error.to_string() })?;
        let arm = |name: &str| record.arms.iter().position(|arm| arm.name == name);
        let mut over = OverDraws::default();
        for row in rows.into_iter().filter(|row| arm(&row.arm_a) == Some(0)) {
            let Some(arm) = arm(&row.arm_b) else { continue };
            over.draws = over.draws.max(row.draws);
            over.source.clone_from(&row.source);
            over.effects.push(row.effect(arm));
        }
        Ok((!over.effects.is_empty()).then_some(over))
    }

    /// An effect of an arm.
    #[must_use]
    pub fn effect(&self, arm: usize, (cohort, outcome): (&str, &str)) -> Option<&OverDraw> {
        self.effects.iter().find(|one| one.arm == arm && one.cohort == cohort && one.outcome == outcome)
    }

    /// What is said of an effect; nothing where there is none.
    #[must_use]
    pub fn said(&self, arm: usize, of: (&str, &str)) -> Said {
        self.effect(arm, of).and_then(OverDraw::judged).map_or(Said::Nothing, |judged| judged.said)
    }
}

impl Row {
    fn effect(self, arm: usize) -> OverDraw {
        let number = |cell: Option<f64>| cell.unwrap_or(MISSING);
        let shares = (self.verdict != NONE).then_some(()).and_then(|()| {
            Some(Shares { better: self.better?, worse: self.worse?, inside: self.inside?, pairs: self.judged? })
        });
        let (value, low, high) = (number(self.effect), number(self.q05), number(self.q95));
        let estimate = Estimate { value, low, high, mcse: MISSING, n: self.draws };
        OverDraw { arm, cohort: self.cohort, outcome: self.outcome, estimate, shares }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    const HEAD: &str =
        "arm_a,arm_b,cohort,outcome,unit,source,draws,n,people,a,b,effect,q05,q95,judged,better,worse,inside,verdict\n";

    fn read(rows: &str) -> Result<Option<OverDraws>, Error> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(EFFECTS), format!("{HEAD}{rows}")).unwrap();
        OverDraws::read(folder.path(), &synthetic::small().0)
    }

    #[test]
    fn effects_of_known_arms_against_the_first_are_read_with_their_verdict() {
        let rows = "npm,hls,all,flourishing,index 0-1,england,40,80,9,0.5,0.6,0.1,-0.1,0.3,40,0.5,0.25,0.25,undecided\n\
                    npm,hls,all,public_cost,GBP,england,40,80,,40,38,-2,-3,-1,40,0.9,0,0.1,win\n\
                    npm,hls,all,wellbys,1,england,40,80,9,1,2,1,,,,,,,none\n\
                    hls,npm,all,flourishing,index 0-1,england,40,80,9,0.6,0.5,-0.1,-0.3,0.1,40,0,1,0,loss\n";
        let over = read(rows).unwrap().unwrap();
        assert_eq!((over.draws, over.source.as_str(), over.effects.len()), (40, "england", 3));
        let judged = over.effect(1, ("all", "flourishing")).unwrap().judged().unwrap();
        assert_eq!(judged, Judged { said: Said::Undecided, higher: 20, lower: 10, inside: 10, pairs: 40 });
        assert_eq!(over.said(1, ("all", "public_cost")), Said::Lower);
        assert_eq!((over.said(1, ("all", "wellbys")), over.said(1, ("staff", "x"))), (Said::Nothing, Said::Nothing));
    }

    #[test]
    fn hidden_arms_have_no_draws_and_another_table_is_an_error() {
        let row =
            "npm,other,all,flourishing,index 0-1,england,40,80,9,0.5,0.6,0.1,-0.1,0.3,40,0.5,0.25,0.25,undecided\n";
        assert!(read(row).unwrap().is_none());
        assert!(read("npm,hls,all\n").unwrap_err().to_string().contains(EFFECTS));
    }
}
