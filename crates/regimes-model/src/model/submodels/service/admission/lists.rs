//! Lists in order: who is taken first from a waiting list, and where new cases stand among the open ones.

use crate::model::world::cases::{Case, Waiting};
use crate::model::world::residents::Residents;
use crate::units::Week;

/// What came of going through a list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Struck {
    /// Struck off without a case: gave up, died or moved.
    pub left: u32,
    /// Struck off because a case that was opened for another need took theirs in.
    pub taken_in: u32,
    /// Sum of the needs of those left who have waited for long (share).
    pub need_of_long: f32,
}

/// Strikes off who gave up, died, moved or is served by now, and sums the needs of those left who joined by a week
/// (nobody, where there is none), in one pass, for every entry is read elsewhere in the columns; the rest keeps its
/// order.
#[must_use]
pub fn strike_off(waiting: &mut Vec<Waiting>, residents: &Residents, joined_by: Option<Week>) -> Struck {
    let (before, mut kept) = (waiting.len(), 0);
    let mut struck = Struck::default();
    for i in 0..before {
        let entry = waiting[i];
        let (r, domain) = (entry.resident as usize, entry.domain.index());
        let is_same = residents.generation[r] == entry.generation;
        // Whoever is struck off is written over by the next.
        waiting[kept] = entry;
        if is_same & (residents.waiting[r].contains(domain)) {
            kept += 1;
            if joined_by.is_some_and(|week| entry.since <= week) {
                struck.need_of_long += residents.need(r, domain);
            }
        } else {
            struck.taken_in += u32::from(is_same & (residents.served[r].contains(domain)));
        }
    }
    waiting.truncate(kept);
    struck.left = (before - kept) as u32 - struck.taken_in;
    struck
}

/// Takes those who come first by a key from a list, the longest waiting first among equals; the rest stays in order of
/// joining.
#[must_use]
pub fn first_by(waiting: &mut Vec<Waiting>, room: usize, greatest: impl Fn(&Waiting) -> f32) -> Vec<Waiting> {
    if room >= waiting.len() {
        return std::mem::take(waiting);
    }
    let key = |(w, i): (&Waiting, u64)| u64::from(descending(greatest(w))) << 32 | i;
    let mut keys: Vec<u64> = waiting.iter().zip(0..).map(key).collect();
    keys.select_nth_unstable(room - 1);
    let mut chosen: Vec<usize> = keys[..room].iter().map(|&key| key as u32 as usize).collect();
    chosen.sort_unstable();
    let taken = chosen.iter().map(|&i| waiting[i]).collect();
    close_gaps(waiting, &chosen);
    taken
}

/// A number as bits whose order is the other way round.
fn descending(x: f32) -> u32 {
    const SIGN: u32 = 1 << 31;
    let bits = x.to_bits();
    let ascending = if bits & SIGN == 0 { bits | SIGN } else { !bits };
    !ascending
}

/// Removes some entries, given in order, and keeps the rest in order.
fn close_gaps(waiting: &mut Vec<Waiting>, gone: &[usize]) {
    let Some(&first) = gone.first() else {
        return;
    };
    let mut to = first;
    let ends = gone.iter().skip(1).copied().chain([waiting.len()]);
    for (&gap, end) in gone.iter().zip(ends) {
        waiting.copy_within(gap + 1..end, to);
        to += end - gap - 1;
    }
    waiting.truncate(to);
}

/// Merges new cases into those that stand in order of worker and resident, in one pass from the last on: what stands
/// behind each new case moves at once.
pub fn merge(cases: &mut Vec<Case>, mut opened: Vec<Case>) {
    opened.sort_unstable_by_key(place_of);
    let mut end = cases.len();
    cases.extend_from_slice(&opened);
    let mut to = cases.len();
    for new in opened.iter().rev() {
        let own = place_of(new);
        let behind = cases[..end].iter().rev().take_while(|case| place_of(case) > own).count();
        let at = end - behind;
        to -= behind;
        cases.copy_within(at..end, to);
        to -= 1;
        cases[to] = *new;
        end = at;
    }
}

/// Where a case stands: worker, resident, domains, one after the other in one number.
#[inline(always)]
fn place_of(case: &Case) -> u64 {
    u64::from(case.worker) << 40 | u64::from(case.resident) << 8 | u64::from(case.domains.bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::units::domains::{Domain, Domains};

    fn waiting(severity: f32, since: u32) -> Waiting {
        Waiting { severity, since, ..fixtures::waiting(since) }
    }

    #[test]
    fn who_has_waited_for_weeks_is_counted_by_need() {
        let mut residents = Residents::with(3);
        residents.waiting.fill(Domains::one(0_usize));
        residents.needs[1][0] = u16::MAX;
        residents.needs[2][0] = u16::MAX;
        let list = || vec![waiting(0.5, 0), waiting(0.5, 1), waiting(0.5, 2)];
        let need = |joined_by| strike_off(&mut list(), &residents, joined_by).need_of_long;
        assert_eq!([need(None), need(Some(0)), need(Some(1)), need(Some(2))], [0.0, 0.0, 1.0, 2.0]);
    }

    #[test]
    fn who_gave_up_or_went_away_is_struck_off_and_the_rest_keeps_its_order() {
        let mut residents = Residents::with(5);
        residents.waiting.fill(Domains::one(0_usize));
        (residents.waiting[1], residents.generation[3]) = (Domains::one(1_usize), 1);
        let entry = |resident| Waiting { resident, generation: 0, domain: Domain::default(), ..waiting(0.5, 0) };
        let mut list: Vec<Waiting> = [4, 1, 0, 3, 2].map(entry).to_vec();
        residents.served[1] = Domains::one(0_usize);
        let struck = Struck { left: 1, taken_in: 1, need_of_long: 0.0 };
        assert_eq!(strike_off(&mut list, &residents, None), struck);
        assert_eq!(list.iter().map(|w| w.resident).collect::<Vec<_>>(), [4, 0, 2]);
        assert_eq!(strike_off(&mut list, &residents, None), Struck::default());
    }

    /// The same one after the other: first who is struck off, then the needs of those left.
    fn plainly(waiting: &mut Vec<Waiting>, residents: &Residents, joined_by: Option<Week>) -> Struck {
        let here = |w: &Waiting| residents.generation[w.resident as usize] == w.generation;
        let has = |column: &[Domains], w: &Waiting| column[w.resident as usize].contains(w.domain);
        let gone = |w: &&Waiting| !here(w) || !has(&residents.waiting, w);
        let served = |w: &&Waiting| here(w) && has(&residents.served, w);
        let all = waiting.iter().filter(gone).count() as u32;
        let taken_in = waiting.iter().filter(gone).filter(served).count() as u32;
        waiting.retain(|w| here(w) && has(&residents.waiting, w));
        let long = waiting.iter().filter(|w| joined_by.is_some_and(|week| w.since <= week));
        let need_of_long = long.fold(0.0, |sum, w| sum + residents.need(w.resident as usize, w.domain.index()));
        Struck { left: all - taken_in, taken_in, need_of_long }
    }

    #[test]
    fn one_pass_over_a_list_comes_to_the_same_as_one_after_the_other() {
        let mut residents = Residents::with(97);
        let number = |r: usize, times: usize, below: usize| (r * times % 101 % below) as u8;
        for r in 0..97 {
            residents.generation[r] = number(r, 31, 5) / 4;
            residents.waiting[r] = Domains::from_bits(number(r, 57, 8));
            residents.served[r] = Domains::from_bits(number(r, 11, 8)) & !residents.waiting[r];
            residents.needs[r] = std::array::from_fn(|d| (r * 523 + d * 7_919) as u16);
        }
        let entry = |i: usize| Waiting {
            domain: Domain::of(usize::from(number(i, 7, 3))),
            since: u32::from(number(i, 13, 9)),
            ..fixtures::waiting((i * 29 % 97) as u32)
        };
        for joined_by in [None, Some(0), Some(4)] {
            let mut list: Vec<Waiting> = (0..300).map(entry).collect();
            let mut plain = list.clone();
            let struck = strike_off(&mut list, &residents, joined_by);
            assert_eq!(struck, plainly(&mut plain, &residents, joined_by));
            assert_eq!(list, plain);
            assert!(struck.left > 0 && struck.taken_in > 0 && !list.is_empty());
        }
    }

    #[test]
    fn the_greatest_need_is_taken_first_and_the_rest_keeps_its_order() {
        let all = [0.4, 0.9, 0.1, 0.9, 0.5, 0.2];
        for (lean, room, taken, left) in [
            (1.0, 2, vec![1, 3], vec![0, 2, 4, 5]),
            (1.0, 3, vec![1, 3, 4], vec![0, 2, 5]),
            (-1.0, 2, vec![2, 5], vec![0, 1, 3, 4]),
            (0.0, 2, vec![0, 1], vec![2, 3, 4, 5]),
            (1.0, 6, vec![0, 1, 2, 3, 4, 5], vec![]),
        ] {
            let mut list: Vec<Waiting> =
                all.iter().zip(0..).map(|(&severity, since)| waiting(severity, since)).collect();
            let chosen = first_by(&mut list, room, |w| lean * w.severity);
            let since = |of: &[Waiting]| of.iter().map(|w| w.since).collect::<Vec<_>>();
            assert_eq!((since(&chosen), since(&list)), (taken, left), "lean {lean}, room {room}");
        }
    }

    #[test]
    fn opened_cases_stand_where_worker_and_resident_say() {
        let case = |worker, resident| Case { worker, ..fixtures::case(resident) };
        let mut cases = vec![case(0, 1), case(0, 7), case(2, 3)];
        merge(&mut cases, vec![case(2, 9), case(1, 4), case(0, 3)]);
        let order: Vec<(u16, u32)> = cases.iter().map(|case| (case.worker, case.resident)).collect();
        assert_eq!(order, [(0, 1), (0, 3), (0, 7), (1, 4), (2, 3), (2, 9)]);
        merge(&mut cases, Vec::new());
        assert_eq!(cases.len(), 6);
    }

    #[test]
    fn merging_comes_to_the_same_as_sorting_all() {
        let case = |n: u32| Case {
            worker: (n * 7_919 % 13) as u16,
            domains: Domains::one(n as usize % 3),
            ..fixtures::case(n * 104_729 % 1_009)
        };
        let key = |case: &Case| (case.worker, case.resident, case.domains);
        for (old, fresh) in [(0, 5), (5, 0), (200, 1), (200, 40), (3, 90)] {
            let mut cases: Vec<Case> = (0..old).map(case).collect();
            cases.sort_by_key(key);
            let opened: Vec<Case> = (old..old + fresh).map(case).collect();
            let mut sorted = [cases.clone(), opened.clone()].concat();
            sorted.sort_by_key(key);
            merge(&mut cases, opened);
            assert_eq!(cases, sorted, "{fresh} into {old}");
        }
    }
}
