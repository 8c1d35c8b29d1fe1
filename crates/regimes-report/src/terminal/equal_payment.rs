//! That arms are compared on equal payment, in a sentence.

use regimes_model::model::arm::EqualPayment;
use regimes_scenario::check::Scenario;

/// The sentence; none where each arm is paid as it says.
#[must_use]
pub fn note(scenario: &Scenario) -> Option<&'static str> {
    match scenario.equal_payment {
        EqualPayment::Off(_) => None,
        EqualPayment::Instead(_) => Some(
            "Equal payment: all arms have a block grant in place of their own payment, and half of what is unspent lapses \
             (A330).",
        ),
        EqualPayment::Beside(_) => Some(
            "Equal payment: arms are paid as they say; what each costs with a block grant, of which half of what is unspent \
             lapses (A330), stands beside (effects.csv, public_cost_on_equal_payment).",
        ),
    }
}
