//! What kind of service an organisation is: how its packages, caseloads, contacts and assessments compare with the usual.
//!
//! A clinic sees sixty people briefly where home care sees two for hours, whatever the rules are (A355).
//! Rules state their numbers for a usual service; here stands by how much one is another kind.

crate::parameters! {
    /// How a kind of service compares with the usual one, under every row of rules alike.
    pub struct Service {
        /// Factor on the hours after which a package is over, where the rules give it any.
        package_hours_factor: f64 = 1.0, "factor", 0.05..=200.0, Uncertainty, "A355";
        /// Factor on the longest duration of a package.
        package_weeks_factor: f64 = 1.0, "factor", 0.05..=20.0, Uncertainty, "A355";
        /// Factor on the number of cases at which a worker takes no more, and on the number that is felt as usual.
        caseload_factor: f64 = 1.0, "factor", 0.02..=5.0, Uncertainty, "A355";
        /// Factor on the contact time that a case wants, and on the most that it can use, in a week.
        contact_factor: f64 = 1.0, "factor", 0.02..=10.0, Uncertainty, "A355";
        /// Factor on the time of an assessment.
        assessment_factor: f64 = 1.0, "factor", 0.05..=10.0, Uncertainty, "A355";
    }
}

impl Service {
    /// Length of a package (week), from that which the rules give a usual one; at least a week.
    #[must_use]
    pub fn package_weeks(&self, usual: u32) -> u32 {
        // A longest duration is below 2,000 weeks and the factor at most 20.
        libm::round(f64::from(usual) * self.package_weeks_factor).max(1.0) as u32
    }

    /// Time of real help after which a package is over (hour), from that which the rules give a usual one.
    #[must_use]
    pub fn package_hours(&self, usual: f32) -> f32 {
        usual * self.package_hours_factor as f32
    }

    /// Most contact time of a package in a week (hour), from that of a usual one: as its hours over its weeks.
    #[must_use]
    pub fn pace(&self, usual: f32) -> f32 {
        usual * (self.package_hours_factor / self.package_weeks_factor) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_service_has_the_numbers_of_the_rules() {
        let usual = Service::default();
        assert_eq!((usual.package_weeks(12), usual.package_hours(8.0)), (12, 8.0));
    }

    #[test]
    fn a_kind_of_service_multiplies_them_and_a_package_lasts_a_week_at_least() {
        let clinic = Service { package_weeks_factor: 1.33, package_hours_factor: 0.75, ..Service::default() };
        assert_eq!((clinic.package_weeks(12), clinic.package_hours(8.0)), (16, 6.0));
        assert!((clinic.pace(1.0) - 0.564).abs() < 1e-3);
        assert_eq!(Service { package_weeks_factor: 0.05, ..Service::default() }.package_weeks(4), 1);
    }
}
