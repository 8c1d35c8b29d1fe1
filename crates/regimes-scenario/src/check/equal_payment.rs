//! Arms on equal payment: the same scenario with one payment for all (A330).
//!
//! Only `payment` is replaced. The status quo changes with the first observed week and in every arm, so that no arm is
//! charged for a change of contracts that all have in common; the burn-in goes by the status quo as the file has it (A331).

use crate::check::Scenario;
use regimes_model::model::arm::{EqualPayment, StatusQuo, equal_payment};
use regimes_model::parameters::NoParameters;

impl Scenario {
    /// The rules of who has not taken up an arm's, from the first observed week on: those of the status quo, with equal
    /// payment where the scenario asks for it.
    #[must_use]
    pub fn status_quo_observed(&self) -> StatusQuo {
        let mut status_quo = self.status_quo.clone();
        if matches!(self.equal_payment, EqualPayment::Instead(_)) {
            status_quo.regime.payment = equal_payment();
        }
        status_quo
    }

    /// The same scenario with all arms paid alike.
    #[must_use]
    pub fn paid_alike(&self) -> Scenario {
        let mut alike = self.clone();
        let instead = EqualPayment::Instead(NoParameters::default());
        (alike.equal_payment, alike.file.equal_payment) = (instead.clone(), instead);
        for (_, planned) in &mut alike.arms.0 {
            planned.arm.regime.payment = equal_payment();
        }
        alike
    }

    /// The arms, by number, that are run once more on equal payment: those that are paid otherwise, or begin under a status
    /// quo that is; none unless the scenario asks for it.
    #[must_use]
    pub fn run_once_more(&self) -> Vec<usize> {
        if !matches!(self.equal_payment, EqualPayment::Beside(_)) {
            return Vec::new();
        }
        let equal = equal_payment();
        let began_otherwise = self.status_quo.regime.payment != equal;
        let arms = self.arms.iter().enumerate();
        let otherwise = arms.filter(|(_, (_, planned))| began_otherwise || planned.arm.regime.payment != equal);
        otherwise.map(|(number, _)| number).collect()
    }

    /// Runs of a replicate: its arms, and those of them that are run once more.
    #[must_use]
    pub fn runs_of_a_replicate(&self) -> u64 {
        (self.arms.len() + self.run_once_more().len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;
    use regimes_model::model::rules::money::{Block, Payment};

    fn tiny(sets: &[&str]) -> Scenario {
        load("tiny", &crate::overrides::read(sets)).expect("sound").scenario
    }

    #[test]
    fn all_are_paid_as_in_the_row_mixed_and_nothing_else_changes() {
        assert_eq!(equal_payment(), Payment::Block(Block { contract_weeks: 156, lapse: 0.5 }));
        let (own, alike) = (tiny(&[]), tiny(&["equal_payment=instead"]));
        assert!(alike.arms.iter().all(|(_, planned)| planned.arm.regime.payment == equal_payment()));
        assert_eq!((&alike.status_quo, &own.paid_alike()), (&own.status_quo, &alike));
        assert_eq!(alike.status_quo_observed().regime.payment, equal_payment());
        let mut back = alike.clone();
        for ((_, planned), (_, before)) in back.arms.0.iter_mut().zip(&own.arms.0) {
            planned.arm.regime.payment = before.arm.regime.payment.clone();
        }
        assert_eq!(back.arms, own.arms);
    }

    #[test]
    fn a_file_says_again_how_arms_are_paid() {
        for way in ["beside", "instead"] {
            let scenario = tiny(&[&format!("equal_payment={way}")]);
            assert!(scenario.resolved().contains(&format!("\nequal_payment = \"{way}\"\n")));
            assert_eq!(Scenario::from_file(scenario.file().clone()).expect("sound"), scenario);
        }
    }

    #[test]
    fn only_arms_that_are_paid_otherwise_are_run_once_more() {
        let beside = |more: &[&str]| tiny(&[&["equal_payment=beside"], more].concat()).run_once_more();
        assert_eq!(beside(&[]), [0, 1, 2]);
        let block = ["status_quo.payment=block", "arms.npm.payment=block", "arms.hls.payment=alliance"];
        assert_eq!(beside(&block), [1, 2]);
        assert!(tiny(&[]).run_once_more().is_empty() && tiny(&["equal_payment=instead"]).run_once_more().is_empty());
    }
}
