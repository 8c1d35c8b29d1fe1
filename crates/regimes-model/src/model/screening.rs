//! Screening: who of a tile is looked at this week.
//!
//! Most words of a week bring nothing, so a tile is gone through with as little as can be done for each resident.

use crate::parallel::TILE;

/// Words below it are so rare (one in sixteen) that a tile is gone through by eights.
pub const RARE: u32 = 1 << 28;

/// The numbers of those for whom something holds, of the first `n`, in order.
#[inline(always)]
pub fn those(n: usize, some: &mut [u16; TILE], holds: impl Fn(usize) -> bool) -> &[u16] {
    let mut found = 0;
    for k in 0..n {
        some[found % TILE] = k as u16;
        found += usize::from(holds(k));
    }
    &some[..found]
}

/// The same where few are marked (1, others 0) and only the marked are asked.
#[inline(always)]
pub fn marked<'a>(marks: &[u8; TILE], some: &'a mut [u16; TILE], holds: impl Fn(usize) -> bool) -> &'a [u16] {
    let mut found = 0;
    let (eights, _) = marks.as_chunks();
    for (at, eight) in (0..).step_by(8).zip(eights) {
        let mut bytes = u64::from_le_bytes(*eight);
        while bytes != 0 {
            let k = at + (bytes.trailing_zeros() / u8::BITS) as usize;
            bytes &= bytes - 1;
            some[found % TILE] = k as u16;
            found += usize::from(holds(k));
        }
    }
    &some[..found]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same_in_order() {
        let holds = |k: usize| k % 7 == 3 || k == TILE - 1;
        let mut marks = [0; TILE];
        for (k, mark) in marks.iter_mut().enumerate() {
            *mark = u8::from(holds(k) || k % 5 == 0);
        }
        let (mut first, mut second) = ([0; TILE], [0; TILE]);
        let by_marks = marked(&marks, &mut first, holds);
        assert_eq!(by_marks, those(TILE, &mut second, holds));
        assert_eq!((by_marks[0], by_marks.len()), (3, 147));
        assert_eq!(those(4, &mut second, holds), [3]);
    }
}
