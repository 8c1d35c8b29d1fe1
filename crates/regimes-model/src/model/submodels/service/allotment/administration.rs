//! Administration: what every row has of it, by workforce, and what reporting asks for.
//!
//! The equations are in [`allotment`](super).

use crate::model::submodels::service::allotment::parameters::Parameters;
use crate::model::town::Workforce;

/// Share of a workforce's paid time that is administration under every row.
#[must_use]
pub fn base_admin(workforce: &Workforce, p: &Parameters) -> f64 {
    let factor = match workforce {
        Workforce::Care(_) => p.base_admin_care,
        Workforce::Council(_) => p.base_admin_council,
        Workforce::SocialWork(_) => p.base_admin_social_work,
        Workforce::Clinic(_) => p.base_admin_clinic,
    };
    p.base_admin * factor
}

/// How all administration is split into what every row has and what reporting asks for.
pub struct Administration {
    /// Share of paid time that is administration under every row.
    pub base: f64,
    /// Factor on the hours that reporting takes by its rules.
    pub reporting: f64,
}

impl Administration {
    /// The sum under the row that reporting's hours are stated for is the same whatever the split.
    #[must_use]
    pub fn split(base_admin: f64, p: &Parameters) -> Administration {
        let share = p.reporting_share;
        if share <= 0.0 {
            return Administration { base: base_admin, reporting: 1.0 };
        }
        let stated = p.reporting_hours / p.paid_hours_per_week;
        let all = base_admin + stated;
        Administration { base: (1.0 - share) * all, reporting: share * all / stated }
    }
}
