//! The runs of a scenario as whoever reads them sees them: in memory, or where a study keeps them, so that what is in
//! memory at a time does not grow with the number of runs.

use crate::simulation::trace::{
    CensusRow, CohortRow, CostRow, Ensemble, EvaluationRow, GroupRow, LifeEvent, StateRow, Trace,
};
use crate::study::design::{Design, Outcome};
use crate::study::ensembles::Replicates;
use crate::study::fingerprint::Fingerprint;
use crate::study::pieces::{self, Column, Heading, Part, Place, numbers};
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use serde::de::DeserializeOwned;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// What is the same for all runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Arms.
    pub arms: usize,
    /// Weeks after the burn-in.
    pub weeks: u32,
    /// Residents.
    pub residents: u64,
}

/// Runs by number, sorted by arm and then by replicate. All but their headings is read when it is asked for.
pub trait Runs: Sync {
    /// What is the same for all of them.
    fn size(&self) -> Size;

    /// How many there are.
    fn number(&self) -> usize;

    /// Which run it is, and why it failed where it did.
    fn heading(&self, run: usize) -> Heading;

    /// Weeks that a run holds: none where it failed.
    fn weeks(&self, run: usize) -> usize;

    /// A column of a run over some weeks.
    ///
    /// # Errors
    /// If the store refuses.
    fn column(&self, run: usize, column: Column, weeks: &Range<usize>) -> Result<Vec<f64>, Refused>;

    /// A run with all that is kept of it.
    ///
    /// # Errors
    /// If the store refuses.
    fn whole(&self, run: usize) -> Result<Trace, Refused>;

    /// The ledger of a run by year.
    ///
    /// # Errors
    /// If the store refuses.
    fn costs(&self, run: usize) -> Result<Vec<CostRow>, Refused>;

    /// The groups, places and organisations of a run.
    ///
    /// # Errors
    /// If the store refuses.
    fn groups(&self, run: usize) -> Result<Vec<GroupRow>, Refused>;

    /// The evaluation of a run.
    ///
    /// # Errors
    /// If the store refuses.
    fn evaluation(&self, run: usize) -> Result<Vec<EvaluationRow>, Refused>;

    /// The lives that a run tells of.
    ///
    /// # Errors
    /// If the store refuses.
    fn lives(&self, run: usize) -> Result<Vec<LifeEvent>, Refused>;

    /// The census of the status quo, where a run holds it.
    ///
    /// # Errors
    /// If the store refuses.
    fn census(&self, run: usize) -> Result<Vec<CensusRow>, Refused>;

    /// The cohorts of a run that were fixed before any arm began.
    ///
    /// # Errors
    /// If the store refuses.
    fn cohorts(&self, run: usize) -> Result<Vec<CohortRow>, Refused>;

    /// States of a sample, where a run holds them.
    ///
    /// # Errors
    /// If the store refuses.
    fn states(&self, run: usize) -> Result<Vec<StateRow>, Refused>;
}

impl Runs for Ensemble {
    fn size(&self) -> Size {
        Size { arms: self.arms.len(), weeks: self.weeks, residents: self.residents }
    }

    fn number(&self) -> usize {
        self.traces.len()
    }

    fn heading(&self, run: usize) -> Heading {
        pieces::heading(&self.traces[run])
    }

    fn weeks(&self, run: usize) -> usize {
        self.traces[run].outcomes.len() / OUTCOMES.len()
    }

    fn column(&self, run: usize, column: Column, weeks: &Range<usize>) -> Result<Vec<f64>, Refused> {
        let run = &self.traces[run];
        let (numbers, width, place) = match column {
            Column::Outcome(outcome) => (&run.outcomes, OUTCOMES.len(), outcome),
            Column::Weight(weight) => (&run.weights, WEIGHTS.len(), weight),
        };
        Ok(weeks.clone().map(|week| numbers[week * width + place]).collect())
    }

    fn whole(&self, run: usize) -> Result<Trace, Refused> {
        Ok(self.traces[run].clone())
    }

    fn costs(&self, run: usize) -> Result<Vec<CostRow>, Refused> {
        Ok(self.traces[run].costs.clone())
    }

    fn groups(&self, run: usize) -> Result<Vec<GroupRow>, Refused> {
        Ok(self.traces[run].groups.clone())
    }

    fn evaluation(&self, run: usize) -> Result<Vec<EvaluationRow>, Refused> {
        Ok(self.traces[run].evaluation.clone())
    }

    fn lives(&self, run: usize) -> Result<Vec<LifeEvent>, Refused> {
        Ok(self.traces[run].lives.clone())
    }

    fn census(&self, run: usize) -> Result<Vec<CensusRow>, Refused> {
        Ok(self.traces[run].census.clone())
    }

    fn cohorts(&self, run: usize) -> Result<Vec<CohortRow>, Refused> {
        Ok(self.traces[run].cohorts.clone())
    }

    fn states(&self, run: usize) -> Result<Vec<StateRow>, Refused> {
        Ok(self.traces[run].states.clone())
    }
}

/// Runs in a store: in memory is which they are and where they stand.
pub struct Kept<'a> {
    store: &'a dyn Store,
    size: Size,
    /// What made each piece.
    pieces: Vec<Fingerprint>,
    runs: Vec<KeptRun>,
}

struct KeptRun {
    arm: u32,
    replicate: u32,
    error: Option<Box<str>>,
    /// The number of its piece, and where it stands there; none where its task failed as a whole.
    place: Option<(u32, Place)>,
}

impl<'a> Kept<'a> {
    /// No runs yet, of a store.
    #[must_use]
    pub fn none(store: &'a dyn Store, size: Size) -> Kept<'a> {
        Kept { store, size, pieces: Vec::new(), runs: Vec::new() }
    }

    /// The runs of all replicates that a store holds.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn of(design: &Replicates<'_>, store: &'a dyn Store) -> Result<Kept<'a>, Refused> {
        let scenario = design.scenario();
        let arms = scenario.arms.len();
        let size = Size { arms, weeks: scenario.horizon_weeks, residents: scenario.residents() };
        let mut kept = Kept::none(store, size);
        kept.pieces.reserve_exact(design.tasks());
        kept.runs.reserve_exact(design.tasks() * arms);
        for task in 0..design.tasks() {
            let made_by = design.fingerprint(task);
            match runner::ended(&made_by, store)? {
                Some(Outcome::Done(())) => kept.find(&made_by)?,
                Some(Outcome::Failed(reason)) => {
                    design.failed(task, &reason).iter().for_each(|run| kept.add_failed(run));
                }
                None => {}
            }
        }
        kept.sort();
        Ok(kept)
    }

    /// Adds the runs of a replicate that the store holds.
    fn find(&mut self, made_by: &Fingerprint) -> Result<(), Refused> {
        let length = self.store.length(made_by).unwrap_or_default().saturating_sub(runner::HEAD);
        let head = pieces::bytes_of_places(self.size.arms);
        let first = read(self.store, made_by, head.start..head.end.min(length))?;
        for place in pieces::places(&first).ok_or_else(|| unreadable(made_by))? {
            let heading = parsed(self.store, made_by, place.part(Part::Heading))?;
            self.add(heading, Some((self.pieces.len() as u32, place)));
        }
        self.pieces.push(*made_by);
        Ok(())
    }

    /// Adds a run, and puts all but its heading into the store.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn put(&mut self, run: &Trace) -> Result<(), Refused> {
        let by_name = Fingerprint::begin().with("arm", run.arm.to_string());
        let made_by = by_name.with("replicate", run.replicate.to_string()).end();
        self.store.put(&made_by, &runner::done(&pieces::encode(std::slice::from_ref(run))))?;
        self.find(&made_by)
    }

    /// Adds a run that failed, of which there is nothing but the reason.
    pub fn add_failed(&mut self, run: &Trace) {
        self.add(pieces::heading(run), None);
    }

    fn add(&mut self, heading: Heading, place: Option<(u32, Place)>) {
        let Heading { arm, replicate, error } = heading;
        self.runs.push(KeptRun { arm: arm as u32, replicate, error, place });
    }

    /// Sorts them by arm and replicate, once all are there.
    pub fn sort(&mut self) {
        self.runs.sort_unstable_by_key(|run| (run.arm, run.replicate));
    }

    fn made_by(&self, piece: u32) -> &Fingerprint {
        &self.pieces[piece as usize]
    }

    fn part<T: DeserializeOwned + Default>(&self, run: usize, part: Part) -> Result<T, Refused> {
        let of = |(piece, place): (u32, Place)| parsed(self.store, self.made_by(piece), place.part(part));
        self.runs[run].place.map_or(Ok(T::default()), of)
    }
}

/// Bytes of the result of a piece.
fn read(store: &dyn Store, made_by: &Fingerprint, bytes: Range<u64>) -> Result<Vec<u8>, Refused> {
    let bytes = store.part(made_by, bytes.start + runner::HEAD..bytes.end + runner::HEAD)?;
    bytes.ok_or_else(|| unreadable(made_by))
}

fn parsed<T: DeserializeOwned>(store: &dyn Store, made_by: &Fingerprint, bytes: Range<u64>) -> Result<T, Refused> {
    serde_json::from_slice(&read(store, made_by, bytes)?).map_err(|_| unreadable(made_by))
}

fn unreadable(made_by: &Fingerprint) -> Refused {
    let error = io::Error::new(io::ErrorKind::InvalidData, format!("the result {made_by} is damaged"));
    Refused { path: PathBuf::from("the results of this study"), error }
}

impl Runs for Kept<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn number(&self) -> usize {
        self.runs.len()
    }

    fn heading(&self, run: usize) -> Heading {
        let KeptRun { arm, replicate, error, .. } = &self.runs[run];
        Heading { arm: *arm as usize, replicate: *replicate, error: error.clone() }
    }

    fn weeks(&self, run: usize) -> usize {
        self.runs[run].place.map_or(0, |(_, place)| place.weeks())
    }

    fn column(&self, run: usize, column: Column, weeks: &Range<usize>) -> Result<Vec<f64>, Refused> {
        let Some((piece, place)) = self.runs[run].place else { return Ok(Vec::new()) };
        Ok(numbers(&read(self.store, self.made_by(piece), place.column(column, weeks))?))
    }

    fn whole(&self, run: usize) -> Result<Trace, Refused> {
        let KeptRun { arm, replicate, error, place } = &self.runs[run];
        let Some((piece, place)) = place else {
            let error = error.as_deref().map(str::to_owned);
            return Ok(Trace { error, ..Trace::new(*arm as usize, *replicate) });
        };
        let made_by = self.made_by(*piece);
        place.run(&read(self.store, made_by, place.whole())?).ok_or_else(|| unreadable(made_by))
    }

    fn costs(&self, run: usize) -> Result<Vec<CostRow>, Refused> {
        self.part(run, Part::Costs)
    }

    fn groups(&self, run: usize) -> Result<Vec<GroupRow>, Refused> {
        self.part(run, Part::Groups)
    }

    fn evaluation(&self, run: usize) -> Result<Vec<EvaluationRow>, Refused> {
        self.part(run, Part::Evaluation)
    }

    fn lives(&self, run: usize) -> Result<Vec<LifeEvent>, Refused> {
        self.part(run, Part::Lives)
    }

    fn census(&self, run: usize) -> Result<Vec<CensusRow>, Refused> {
        self.part(run, Part::Census)
    }

    fn cohorts(&self, run: usize) -> Result<Vec<CohortRow>, Refused> {
        self.part(run, Part::Cohorts)
    }

    fn states(&self, run: usize) -> Result<Vec<StateRow>, Refused> {
        self.part(run, Part::States)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::ensembles::ensemble_of;
    use crate::study::store::Memory;
    use regimes_model::parallel::Width;

    #[test]
    fn runs_in_a_store_are_the_runs_in_memory() {
        let sets = ["horizon_weeks=56", "burn_in_weeks=4"];
        let overrides = regimes_scenario::overrides::read(&sets);
        let scenario = regimes_scenario::load::load("tiny", &overrides).unwrap().scenario;
        let (design, store) = (Replicates::of(&scenario, vec![0, 1, 2]), Memory::default());
        runner::perform(&design, Width::Narrow, &store, &unattended(), &|_| {}).unwrap();
        let (kept, plain) = (Kept::of(&design, &store).unwrap(), ensemble_of(&design, &store).unwrap());
        assert_eq!((kept.size(), kept.number()), (plain.size(), plain.number()));
        for (run, trace) in plain.traces.iter().enumerate() {
            assert_eq!(kept.heading(run), plain.heading(run));
            // What is missing is not equal to itself.
            assert_eq!(format!("{:?}", kept.whole(run).unwrap()), format!("{trace:?}"));
            assert_eq!(kept.costs(run).unwrap(), trace.costs);
            assert_eq!(kept.lives(run).unwrap(), trace.lives);
            assert_eq!(kept.states(run).unwrap(), trace.states);
            assert!(kept.cohorts(run).unwrap().len() == trace.cohorts.len() && !trace.cohorts.is_empty());
            assert_eq!(kept.evaluation(run).unwrap().len(), trace.evaluation.len());
            assert_eq!(kept.groups(run).unwrap().len(), trace.groups.len());
            for column in [Column::Outcome(0), Column::Outcome(OUTCOMES.len() - 1), Column::Weight(WEIGHTS.len() - 1)] {
                let bits = |runs: &dyn Runs| -> Vec<u64> {
                    runs.column(run, column, &(1..4)).unwrap().iter().map(|number| number.to_bits()).collect()
                };
                assert_eq!(bits(&kept), bits(&plain));
            }
        }
    }

    #[test]
    fn a_run_that_failed_says_why_and_holds_nothing() {
        let store = Memory::default();
        let mut kept = Kept::none(&store, Size { arms: 1, weeks: 3, residents: 9 });
        kept.add_failed(&Trace { error: Some("no staff".to_owned()), ..Trace::new(0, 4) });
        assert_eq!(kept.heading(0).error.as_deref(), Some("no staff"));
        assert_eq!((kept.weeks(0), kept.costs(0).unwrap().len()), (0, 0));
        assert_eq!(kept.whole(0).unwrap().error.as_deref(), Some("no staff"));
    }
}
