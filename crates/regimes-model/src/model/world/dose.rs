//! A trial of dose: who is given more hours of the help that there is.

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
}
