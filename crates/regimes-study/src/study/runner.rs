//! Performs the tasks of a design that a store does not hold yet, in parallel.
//!
//! No result depends on how many threads there are, on the order in which tasks end, or on which of them were there
//! before. A task that fails, or whose model panics, is kept as a failed one and takes no other with it.

use crate::simulation::control::Control;
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::Fingerprint;
use crate::study::store::{Refused, Store};
use regimes_model::parallel::{self, Width};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Why a study did not end.
#[derive(Debug)]
pub enum Halt {
    /// Somebody asked to stop.
    Stopped,
    /// The store refuses.
    Refused(Refused),
}

impl From<Refused> for Halt {
    fn from(refused: Refused) -> Halt {
        Halt::Refused(refused)
    }
}

/// The first byte of a piece: what came of the task.
const DONE: u8 = 0;
const FAILED: u8 = 1;

/// The tasks that a store does not hold yet.
#[must_use]
pub fn missing<D: Design>(design: &D, store: &dyn Store) -> Vec<usize> {
    (0..design.tasks()).filter(|&task| !store.has(&design.fingerprint(task))).collect()
}

/// Performs all tasks that are not there yet; `told` hears of each that is kept.
///
/// # Errors
/// Somebody asked to stop, or the store refuses: what is kept by then stays.
pub fn perform<D: Design>(
    design: &D,
    width: Width,
    store: &dyn Store,
    control: &Control<'_>,
    told: &(dyn Fn(usize) + Sync),
) -> Result<(), Halt> {
    let tasks = missing(design, store);
    let refused: Mutex<Option<Refused>> = Mutex::new(None);
    let has_failed = || refused.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    parallel::map(width, &tasks, |_, &task| {
        if control.is_stopped() || has_failed() {
            return;
        }
        let Some(outcome) = guarded(design, task, control) else { return };
        match store.put(&design.fingerprint(task), &piece(design, &outcome)) {
            Ok(()) => told(task),
            Err(error) => {
                refused.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    });
    match refused.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error.into()),
        None if control.is_stopped() => Err(Halt::Stopped),
        None => Ok(()),
    }
}

/// A task whose model panics is a failed task.
fn guarded<D: Design>(design: &D, task: usize, control: &Control<'_>) -> Option<Outcome<D::Result>> {
    catch_unwind(AssertUnwindSafe(|| design.perform(task, control))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("for no stated reason");
        Some(Outcome::Failed(format!("the model broke: {words}")))
    })
}

/// The piece of a result.
#[must_use]
pub fn done(result: &[u8]) -> Vec<u8> {
    [&[DONE], result].concat()
}

fn piece<D: Design>(design: &D, outcome: &Outcome<D::Result>) -> Vec<u8> {
    match outcome {
        Outcome::Done(result) => done(&design.encode(result)),
        Outcome::Failed(reason) => [&[FAILED], reason.as_bytes()].concat(),
    }
}

/// What came of a task; none where it is not there, or is not what it should be.
///
/// # Errors
/// If the store refuses.
pub fn outcome<D: Design>(design: &D, task: usize, store: &dyn Store) -> Result<Option<Outcome<D::Result>>, Refused> {
    let piece = store.get(&design.fingerprint(task))?;
    Ok(piece.and_then(|bytes| match bytes.split_first()? {
        (&DONE, result) => design.decode(task, result).map(Outcome::Done),
        (&FAILED, reason) => Some(Outcome::Failed(String::from_utf8_lossy(reason).into_owned())),
        _ => None,
    }))
}

/// What came of a task, its result unread; none where it is not there.
///
/// # Errors
/// If the store refuses.
pub fn ended(made_by: &Fingerprint, store: &dyn Store) -> Result<Option<Outcome<()>>, Refused> {
    let Some(length) = store.length(made_by).filter(|length| *length >= HEAD) else { return Ok(None) };
    match store.part(made_by, 0..HEAD)?.as_deref() {
        Some([DONE]) => Ok(Some(Outcome::Done(()))),
        Some([FAILED]) => {
            let reason = store.part(made_by, HEAD..length)?.unwrap_or_default();
            Ok(Some(Outcome::Failed(String::from_utf8_lossy(&reason).into_owned())))
        }
        _ => Ok(None),
    }
}

/// Where the result begins in its piece, behind the byte that says what came of the task.
pub const HEAD: u64 = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::store::Memory;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Squares numbers; 3 breaks, and 4 fails.
    struct Squares(AtomicUsize);

    impl Design for Squares {
        type Result = u64;
        fn tasks(&self) -> usize {
            6
        }
        fn fingerprint(&self, task: usize) -> Fingerprint {
            Fingerprint::begin().with("square of", task.to_string()).end()
        }
        fn label(&self, task: usize) -> String {
            format!("the square of {task}")
        }
        fn work(&self, _: usize) -> u64 {
            1
        }
        fn perform(&self, task: usize, _: &Control<'_>) -> Option<Outcome<u64>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            assert_ne!(task, 3, "three is broken");
            Some(if task == 4 {
                Outcome::Failed("four is refused".to_owned())
            } else {
                Outcome::Done((task * task) as u64)
            })
        }
        fn encode(&self, result: &u64) -> Vec<u8> {
            result.to_le_bytes().to_vec()
        }
        fn decode(&self, _: usize, bytes: &[u8]) -> Option<u64> {
            Some(u64::from_le_bytes(bytes.try_into().ok()?))
        }
    }

    #[test]
    fn what_is_there_is_not_done_again_and_a_broken_task_is_a_failed_one() {
        let (design, store) = (Squares(AtomicUsize::new(0)), Memory::default());
        for _ in 0..2 {
            perform(&design, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
            assert_eq!(design.0.load(Ordering::Relaxed), 6);
        }
        assert!(missing(&design, &store).is_empty());
        let of = |task| outcome(&design, task, &store).unwrap().unwrap();
        assert_eq!(of(5), Outcome::Done(25));
        assert_eq!(of(4), Outcome::Failed("four is refused".to_owned()));
        assert!(matches!(of(3), Outcome::Failed(reason) if reason.contains("three is broken")));
    }
}
