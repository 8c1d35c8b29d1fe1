//! The least need that goes with having no home.

use crate::model::flourishing::Index;
use crate::model::world::constants::Constants;
use crate::model::world::homes::{Tenancy, Tenant};
use crate::model::world::residents::Residents;
use crate::simd;

/// Holds the needs of those without a home at their least, and keeps up what is summed and seen of them.
pub fn hold(residents: &mut Residents, tenants: &[Tenant], constants: &Constants, index: &Index) {
    let Some(t) = &constants.tenancy else { return };
    for (r, tenant) in tenants.iter().enumerate() {
        let least = t.least_need[tenant.tenancy.index()];
        if tenant.tenancy == Tenancy::Home || residents.needs[r][t.domain] >= least {
            continue;
        }
        residents.needs[r][t.domain] = least;
        residents.active[r] = true;
        let needs = simd::shares_of(&residents.needs[r]);
        (residents.freedom[r], residents.freedom_equal[r]) = index.freedom(needs, &residents.priorities[r]);
        residents.summary[r] = constants.summary(needs);
    }
}
