//! What is summed over residents, tile by tile; all of it integers, so that no order of sums matters.

use crate::units::domains::Domains;
use std::ops::Range;

use crate::model::flourishing::{Index, Weights};
use crate::model::outcomes::observed::{LifeSums, Observed};
use crate::model::totals::Total;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::parallel::TILE;
use crate::simd;
use crate::units::{self, DOMAINS, FULL, GroupId};

/// What is summed over a tile of residents; all of it integers.
pub(super) struct TileSums {
    n: f64,
    freedom: u32,
    freedom_equal: u32,
    agency: u32,
    ties: u32,
    trust: u32,
    squares: u64,
    groups: Vec<(u32, u32)>,
    unmet: u32,
    unowned: u32,
    waiting: u32,
    in_contact: u32,
}

pub(super) fn sum_tile(place: &Place, first: usize, owned: Domains, index: &Index, groups: usize) -> TileSums {
    let residents = &place.residents;
    let tile = first..(first + TILE).min(residents.len());
    // Neither exceeds 32 bits in a tile.
    let column = |column: &[u16]| column[tile.clone()].iter().map(|&value| u32::from(value)).sum::<u32>();
    let count = |column: &[Domains]| column[tile.clone()].iter().map(|&set| u32::from(!set.is_empty())).sum::<u32>();
    let mut of_each = [0; TILE];
    let of_each = flourishing_of_each(residents, tile.clone(), index, &mut of_each);
    let unmet = unmet_by_domain(&residents.needs[tile.clone()], &residents.served[tile.clone()]);
    let unowned = (0..DOMAINS).filter(|domain| !owned.contains(*domain)).map(|domain| unmet[domain]);
    TileSums {
        n: tile.len() as f64,
        freedom: column(&residents.freedom),
        freedom_equal: column(&residents.freedom_equal),
        agency: column(&residents.agency),
        ties: column(&residents.ties),
        trust: column(&residents.trust),
        squares: of_each.iter().map(|&each| u64::from(each) * u64::from(each)).sum(),
        groups: sum_by_group(of_each, &residents.group[tile.clone()], groups),
        unmet: unmet.iter().sum(),
        unowned: unowned.sum(),
        waiting: count(&residents.waiting),
        in_contact: count(&residents.served),
    }
}

/// Flourishing of each resident of a tile; `FULL` is full.
fn flourishing_of_each<'a>(
    residents: &Residents,
    tile: Range<usize>,
    index: &Index,
    of_each: &'a mut [u32; TILE],
) -> &'a [u32] {
    let columns = residents.freedom[tile.clone()].iter().zip(&residents.agency[tile.clone()]);
    let columns = columns.zip(&residents.ties[tile.clone()]);
    for (each, ((&freedom, &agency), &ties)) in of_each.iter_mut().zip(columns) {
        let Weights { freedom: w, agency: a, ties: t } = index.weights;
        *each = units::nearest(w * f32::from(freedom) + a * f32::from(agency) + t * f32::from(ties));
    }
    &of_each[..tile.len()]
}

/// Residents and summed flourishing by group: a pass for each group, none of which branches.
fn sum_by_group(of_each: &[u32], group: &[GroupId], groups: usize) -> Vec<(u32, u32)> {
    let of = |wanted: usize| {
        let wanted = GroupId(wanted as u8);
        let n = group.iter().map(|&group| u32::from(group == wanted)).sum();
        let sum = of_each.iter().zip(group).map(|(&each, &group)| if group == wanted { each } else { 0 }).sum();
        (n, sum)
    };
    (0..groups).map(of).collect()
}

/// Needs of at least a quarter that have no case, by domain.
fn unmet_by_domain(needs: &[[u16; DOMAINS]], served: &[Domains]) -> [u32; DOMAINS] {
    let mut unmet = simd::DomainCounts::default();
    for (needs, &served) in needs.iter().zip(served) {
        unmet.count_quarters(needs, (!served).bits());
    }
    unmet.by_domain()
}

pub(super) fn add_tile(o: &mut Observed, tile: &TileSums) {
    let full = f64::from(FULL);
    o.residents += tile.n;
    let shares = |sum: u32| f64::from(sum) / full;
    o.lives.add(&LifeSums {
        freedom: shares(tile.freedom),
        freedom_equal: shares(tile.freedom_equal),
        agency: shares(tile.agency),
        ties: shares(tile.ties),
        trust: shares(tile.trust),
    });
    o.flourishing_squares += tile.squares as f64 / (full * full);
    for (sum, &(n, flourishing)) in o.groups.iter_mut().zip(&tile.groups) {
        sum.0 += f64::from(n);
        sum.1 += f64::from(flourishing) / full;
    }
    o.unmet += f64::from(tile.unmet);
    o.unowned += f64::from(tile.unowned);
    o.waiting += f64::from(tile.waiting);
    o.in_contact += f64::from(tile.in_contact);
}
