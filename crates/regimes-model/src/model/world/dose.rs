//! A trial of dose: who is given more hours of the help that there is, or help under a rule of their own.

use crate::model::rules::practice::Support;

/// Who is treated in a place, and how much more they get.
///
/// It is an instrument of the calibration: no scenario and no arm has one. What the further hours cost is paid by the trial,
/// outside the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// How many times the hours.
    pub times: f32,
    /// Hours that a case gets at most [hour/week].
    pub most_hours: f32,
    /// The rule of support of those who are treated; none where it is that of their organisation.
    pub support: Option<Support>,
    /// By resident: the generation of somebody who is treated.
    pub treated: Vec<Option<u8>>,
}

impl Dose {
    /// Whether a resident is treated.
    #[inline]
    #[must_use]
    pub fn has(&self, resident: usize, generation: u8) -> bool {
        self.treated[resident] == Some(generation)
    }

    /// The rule of support of a resident whose organisation has a usual one.
    #[inline]
    #[must_use]
    pub fn support_of<'a>(dose: Option<&'a Dose>, resident: usize, generation: u8, usual: &'a Support) -> &'a Support {
        let own = dose.filter(|dose| dose.has(resident, generation)).and_then(|dose| dose.support.as_ref());
        own.unwrap_or(usual)
    }
}
