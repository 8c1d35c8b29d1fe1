//! Lists in order: who is taken first from a waiting list, and where new cases stand among the open ones.

use crate::model::world::cases::{Case, Waiting};
use crate::model::world::residents::Residents;

/// Who was struck off a list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Struck {
    /// Without a case: gave up, died or moved.
    pub left: u32,
    /// Taken in by a case that was opened for another need.
    pub taken_in: u32,
}

/// Strikes off who gave up, died, moved or is served by now; the rest keeps its order.
#[must_use]
pub fn strike_off(waiting: &mut Vec<Waiting>, residents: &Residents) -> Struck {
    let stands = |w: &Waiting| {
        let r = w.resident as usize;
        (residents.generation[r] == w.generation) & (residents.waiting[r].contains(w.domain))
    };
    let is_served = |w: &Waiting| {
        let r = w.resident as usize;
        (residents.generation[r] == w.generation) & (residents.served[r].contains(w.domain))
    };
    let before = waiting.len();
    let first_gone = waiting.iter().position(|w| !stands(w)).unwrap_or(before);
    let (mut kept, mut taken_in) = (first_gone, 0);
    for i in first_gone..before {
        // Whoever is struck off is written over by the next.
        let entry = waiting[i];
        let (stands, is_served) = (stands(&entry), is_served(&entry));
        waiting[kept] = entry;
        kept += usize::from(stands);
        taken_in += u32::from(!stands & is_served);
    }
    waiting.truncate(kept);
    Struck { left: (before - kept) as u32 - taken_in, taken_in }
}

/// How often those who have waited for some weeks ask again in a week: `chance` at full need.
#[must_use]
pub fn asked_again(waiting: &[Waiting], residents: &Residents, since: u32, chance: f32) -> f32 {
    let need = |w: &Waiting| if w.since <= since { residents.need(w.resident as usize, w.domain.into()) } else { 0.0 };
    chance * waiting.iter().map(need).sum::<f32>()
}

/// Takes those with the greatest `lean * severity` from a list, the longest waiting first among equals; the rest stays
/// in order of joining.
#[must_use]
pub fn first_by_need(waiting: &mut Vec<Waiting>, room: usize, lean: f32) -> Vec<Waiting> {
    if room >= waiting.len() {
        return std::mem::take(waiting);
    }
    let key = |(w, i): (&Waiting, u64)| u64::from(descending(lean * w.severity)) << 32 | i;
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

/// Merges new cases into those that stand in order of worker and resident: from the last on, what stands behind each
/// new case moves at once.
pub fn merge(cases: &mut Vec<Case>, mut opened: Vec<Case>) {
    let key = |case: &Case| (case.worker, case.resident, case.domains);
    opened.sort_unstable_by_key(key);
    let mut end = cases.len();
    cases.extend_from_slice(&opened);
    let mut to = cases.len();
    for new in opened.iter().rev() {
        let at = cases[..end].partition_point(|case| key(case) <= key(new));
        to -= end - at;
        cases.copy_within(at..end, to);
        to -= 1;
        cases[to] = *new;
        end = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::submodels::samples;
    use crate::units::domains::Domains;

    fn waiting(severity: f32, since: u32) -> Waiting {
        Waiting { severity, since, ..samples::waiting(since) }
    }

    #[test]
    fn who_has_waited_for_weeks_asks_again_by_need() {
        let mut residents = Residents::with(3);
        residents.needs[1][0] = u16::MAX;
        residents.needs[2][0] = u16::MAX;
        let list = [waiting(0.5, 0), waiting(0.5, 1), waiting(0.5, 2)];
        assert_eq!(asked_again(&list, &residents, 2, 0.1), 0.2);
        assert_eq!(asked_again(&list, &residents, 1, 0.1), 0.1);
    }

    #[test]
    fn who_gave_up_or_went_away_is_struck_off_and_the_rest_keeps_its_order() {
        let mut residents = Residents::with(5);
        residents.waiting.fill(Domains::one(0_usize));
        (residents.waiting[1], residents.generation[3]) = (Domains::one(1_usize), 1);
        let entry = |resident| Waiting { resident, generation: 0, domain: 0, ..waiting(0.5, 0) };
        let mut list: Vec<Waiting> = [4, 1, 0, 3, 2].map(entry).to_vec();
        residents.served[1] = Domains::one(0_usize);
        assert_eq!(strike_off(&mut list, &residents), Struck { left: 1, taken_in: 1 });
        assert_eq!(list.iter().map(|w| w.resident).collect::<Vec<_>>(), [4, 0, 2]);
        assert_eq!(strike_off(&mut list, &residents), Struck::default());
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
            let chosen = first_by_need(&mut list, room, lean);
            let since = |of: &[Waiting]| of.iter().map(|w| w.since).collect::<Vec<_>>();
            assert_eq!((since(&chosen), since(&list)), (taken, left), "lean {lean}, room {room}");
        }
    }

    #[test]
    fn opened_cases_stand_where_worker_and_resident_say() {
        let case = |worker, resident| Case { worker, ..samples::case(resident) };
        let mut cases = vec![case(0, 1), case(0, 7), case(2, 3)];
        merge(&mut cases, vec![case(2, 9), case(1, 4), case(0, 3)]);
        let order: Vec<(u16, u32)> = cases.iter().map(|case| (case.worker, case.resident)).collect();
        assert_eq!(order, [(0, 1), (0, 3), (0, 7), (1, 4), (2, 3), (2, 9)]);
        merge(&mut cases, Vec::new());
        assert_eq!(cases.len(), 6);
    }
}
