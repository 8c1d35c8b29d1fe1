//! What each player of a game contributes (Shapley values), and what two do together (interaction index).
//!
//! A game gives every coalition `S` of `n` players a value `v(S)`. What a player adds depends on who is there already; its
//! Shapley value is the mean of that over all orders in which players can join:
//!
//! ```text
//! phi_i  = sum over S without i          of  |S|! (n - |S| - 1)! / n!        (v(S+i) - v(S))
//! I_ij   = sum over S without i and j    of  |S|! (n - |S| - 2)! / (n - 1)!  (v(S+i+j) - v(S+i) - v(S+j) + v(S))
//! sum of phi_i = v(all) - v(none)
//! ```
//!
//! With few players every coalition is valued. With many, orders are drawn, four at a time: a drawn order, the same with
//! neighbours exchanged, its reverse, and that with neighbours exchanged. The exchange gives, for half again as many
//! coalitions, the fourth corner of a square `S, S+i, S+j, S+i+j` for every exchanged pair, and so the interaction; in
//! the one order the exchanged pairs begin with the first player, in the reverse with the second, so that squares of all
//! sizes are equally likely. Each order adds up to the whole, and so does every mean of orders.
//!
//! Sources: Shapley (1953), in *Contributions to the Theory of Games II*, 307-317; Grabisch & Roubens (1999),
//! *International Journal of Game Theory* 28(4), 547-565 (interaction index); Castro, Gomez & Tejada (2009), *Computers &
//! Operations Research* 36(5), 1726-1730 (sampled orders); Mitchell, Cooper, Frank & Holmes (2022), *Journal of Machine
//! Learning Research* 23(43), 1-46 (an order with its reverse).

use crate::statistics::luck::Luck;
use crate::statistics::mean;
use regimes_model::units::MISSING;
use std::collections::BTreeSet;

/// Players of a game at most.
pub const MOST_PLAYERS: usize = 63;
/// Players of a game of which every coalition is valued, at most.
pub const MOST_EXACT: usize = 16;
/// Orders that are drawn at a time.
pub const ORDERS_AT_A_TIME: usize = 4;

/// A set of players, by number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coalition(u64);

impl Coalition {
    /// Nobody.
    pub const NONE: Coalition = Coalition(0);

    /// The first `n` players, [`MOST_PLAYERS`] at most.
    #[must_use]
    pub fn all(n: usize) -> Coalition {
        Coalition((1 << n) - 1)
    }

    /// These players.
    #[must_use]
    pub fn of(players: &[usize]) -> Coalition {
        players.iter().fold(Coalition::NONE, |coalition, player| coalition.with(*player))
    }

    /// The same with a player.
    #[must_use]
    pub fn with(self, player: usize) -> Coalition {
        Coalition(self.0 | 1 << player)
    }

    /// The same without a player.
    #[must_use]
    pub fn without(self, player: usize) -> Coalition {
        Coalition(self.0 & !(1 << player))
    }

    /// Whether a player is in it.
    #[must_use]
    pub fn contains(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// How many players are in it.
    #[must_use]
    pub fn size(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Its number: each player is a bit.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

/// The pairs of `n` players, in the order in which interactions are listed.
pub fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |first| (first + 1..n).map(move |second| (first, second)))
}

/// The coalitions of an order, from nobody to all.
pub fn along(order: &[usize]) -> impl Iterator<Item = Coalition> {
    let joins = |coalition: &mut Coalition, player: &usize| {
        *coalition = coalition.with(*player);
        Some(*coalition)
    };
    std::iter::once(Coalition::NONE).chain(order.iter().scan(Coalition::NONE, joins))
}

/// Two players, and who is there before either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Square {
    players: (usize, usize),
    before: Coalition,
}

impl Square {
    /// What the two do together beyond what each does alone.
    fn interaction(self, value: &impl Fn(Coalition) -> f64) -> f64 {
        let (first, second) = self.players;
        let (one, other) = (self.before.with(first), self.before.with(second));
        value(one.with(second)) - value(one) - value(other) + value(self.before)
    }
}

/// Orders that belong together.
#[derive(Clone, Debug)]
struct Block {
    orders: Vec<Vec<usize>>,
    squares: Vec<Square>,
}

impl Block {
    /// An order and its three relatives; the number of the block says with whom exchanges begin.
    fn of(order: Vec<usize>, number: usize) -> Block {
        let reverse: Vec<usize> = order.iter().rev().copied().collect();
        let (mut orders, mut squares) = (Vec::with_capacity(ORDERS_AT_A_TIME), Vec::new());
        for (order, first) in [(order, number % 2), (reverse, 1 - number % 2)] {
            let mut exchanged = order.clone();
            let before: Vec<Coalition> = along(&order).collect();
            for at in (first..order.len().saturating_sub(1)).step_by(2) {
                exchanged.swap(at, at + 1);
                let (a, b) = (order[at], order[at + 1]);
                squares.push(Square { players: (a.min(b), a.max(b)), before: before[at] });
            }
            orders.extend([order, exchanged]);
        }
        Block { orders, squares }
    }
}

/// Which coalitions of a game are valued, and what follows from them.
#[derive(Clone, Debug)]
pub enum Plan {
    /// All of them.
    Exact {
        /// How many players there are.
        players: usize,
    },
    /// Those along drawn orders.
    Sampled(Sampled),
}

/// Drawn orders of players.
#[derive(Clone, Debug)]
pub struct Sampled {
    players: usize,
    blocks: Vec<Block>,
}

impl Plan {
    /// All coalitions of a number of players, [`MOST_EXACT`] at most.
    #[must_use]
    pub fn exact(players: usize) -> Plan {
        Plan::Exact { players }
    }

    /// Drawn orders, rounded up to a multiple of [`ORDERS_AT_A_TIME`]; more orders of a stream begin with the fewer.
    #[must_use]
    pub fn sampled(players: usize, orders: usize, luck: &mut Luck) -> Plan {
        let mut block = |number: usize| {
            let mut order: Vec<usize> = (0..players).collect();
            luck.shuffle(&mut order);
            Block::of(order, number)
        };
        Plan::Sampled(Sampled { players, blocks: (0..orders.div_ceil(ORDERS_AT_A_TIME)).map(&mut block).collect() })
    }

    /// The coalitions that are valued, each once, in groups that belong together: more orders add groups at the end.
    #[must_use]
    pub fn coalitions(&self) -> Vec<Vec<Coalition>> {
        match self {
            Plan::Exact { players } => vec![(0..1_u64 << players).map(Coalition).collect()],
            Plan::Sampled(Sampled { blocks, .. }) => {
                let mut seen = BTreeSet::new();
                let mut of_block = |block: &Block| -> Vec<Coalition> {
                    block.orders.iter().flat_map(|order| along(order)).filter(|one| seen.insert(*one)).collect()
                };
                blocks.iter().map(&mut of_block).collect()
            }
        }
    }

    /// The Shapley value of each player: exact, or the mean over the drawn orders. Not a number where that of a coalition
    /// is none.
    #[must_use]
    pub fn shapley(&self, value: &impl Fn(Coalition) -> f64) -> Vec<f64> {
        match self {
            Plan::Exact { players } => (0..*players).map(|player| exact_value(*players, player, value)).collect(),
            Plan::Sampled(Sampled { players, blocks }) => {
                let mut sums = vec![0.0; *players];
                let orders = || blocks.iter().flat_map(|block| &block.orders);
                for order in orders() {
                    let values: Vec<f64> = along(order).map(value).collect();
                    for (player, step) in order.iter().zip(values.windows(2)) {
                        sums[*player] += step[1] - step[0];
                    }
                }
                let n = orders().count() as f64;
                sums.into_iter().map(|sum| sum / n).collect()
            }
        }
    }

    /// The interaction of each pair, in the order of [`pairs`]: exact, or the mean over the squares of the drawn orders;
    /// missing where no order has exchanged the two.
    #[must_use]
    pub fn interactions(&self, value: &impl Fn(Coalition) -> f64) -> Vec<f64> {
        match self {
            Plan::Exact { players } => pairs(*players).map(|pair| exact_interaction(*players, pair, value)).collect(),
            Plan::Sampled(Sampled { players, blocks }) => {
                let squares: Vec<&Square> = blocks.iter().flat_map(|block| &block.squares).collect();
                let of_pair = |pair: (usize, usize)| {
                    let own = squares.iter().filter(|square| square.players == pair);
                    let found: Vec<f64> = own.map(|square| square.interaction(value)).collect();
                    if found.is_empty() { MISSING } else { mean(&found) }
                };
                pairs(*players).map(of_pair).collect()
            }
        }
    }
}

/// Of all orders of `n + 1` players, the share in which a given set of `size` of the other `n` comes before one of them and
/// no other does.
fn share_of_orders(n: usize, size: usize) -> f64 {
    let subsets = (0..size).fold(1.0, |subsets, k| subsets * (n - k) as f64 / (k + 1) as f64);
    1.0 / (subsets * (n + 1) as f64)
}

fn exact_value(n: usize, player: usize, value: &impl Fn(Coalition) -> f64) -> f64 {
    let others = (0..1_u64 << n).map(Coalition).filter(|coalition| !coalition.contains(player));
    others.map(|one| share_of_orders(n - 1, one.size()) * (value(one.with(player)) - value(one))).sum()
}

fn exact_interaction(n: usize, (first, second): (usize, usize), value: &impl Fn(Coalition) -> f64) -> f64 {
    let without_both = |one: &Coalition| !one.contains(first) && !one.contains(second);
    let others = (0..1_u64 << n).map(Coalition).filter(without_both);
    let square = |before| Square { players: (first, second), before };
    others.map(|one| share_of_orders(n - 2, one.size()) * square(one).interaction(value)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck::ORDERS;
    use crate::statistics::student;

    /// A game in which each player has a worth of its own.
    fn additive(worths: &'static [f64]) -> impl Fn(Coalition) -> f64 {
        move |coalition| 3.0 + (0..worths.len()).filter(|i| coalition.contains(*i)).map(|i| worths[i]).sum::<f64>()
    }

    const WORTHS: [f64; 5] = [2.0, -1.0, 0.0, 0.5, 4.0];

    /// A game of five: the worths, 6 if 0 and 1 are both there, -3 if 1, 2 and 4 are; player 3 adds its worth and no more.
    fn interacting(coalition: Coalition) -> f64 {
        let all_in = |players: &[usize]| players.iter().all(|player| coalition.contains(*player));
        additive(&WORTHS)(coalition)
            + if all_in(&[0, 1]) { 6.0 } else { 0.0 }
            + if all_in(&[1, 2, 4]) { -3.0 } else { 0.0 }
    }

    /// Its Shapley values: a bonus is shared equally by those whom it takes.
    const SHARED: [f64; 5] = [2.0 + 3.0, -1.0 + 3.0 - 1.0, -1.0, 0.5, 4.0 - 1.0];

    fn close(found: &[f64], wanted: &[f64]) -> bool {
        found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    fn plans(n: usize) -> [Plan; 2] {
        [Plan::exact(n), Plan::sampled(n, 12, &mut Luck::new(5, ORDERS))]
    }

    #[test]
    fn in_an_additive_game_each_player_gets_its_worth_whatever_the_orders() {
        for plan in plans(5) {
            assert!(close(&plan.shapley(&additive(&WORTHS)), &WORTHS), "{plan:?}");
            let interactions = plan.interactions(&additive(&WORTHS));
            assert!(interactions.iter().all(|one| one.is_nan() || one.abs() < 1e-12));
        }
    }

    #[test]
    fn in_an_interacting_game_bonuses_are_shared_and_the_interactions_are_those_of_the_formula() {
        let plan = Plan::exact(5);
        assert!(close(&plan.shapley(&interacting), &SHARED), "{:?}", plan.shapley(&interacting));
        // A bonus of two is their interaction; of one of three, each pair has half (Grabisch & Roubens 1999).
        let wanted = |pair: (usize, usize)| match pair {
            (0, 1) => 6.0,
            (1, 2) | (1, 4) | (2, 4) => -1.5,
            _ => 0.0,
        };
        assert!(close(&plan.interactions(&interacting), &pairs(5).map(wanted).collect::<Vec<_>>()));
    }

    #[test]
    fn values_sum_to_the_whole_equals_share_equally_and_who_adds_nothing_gets_nothing() {
        // 0 and 2 are alike, 3 adds nothing.
        let game = |coalition: Coalition| {
            let alike = usize::from(coalition.contains(0)) + usize::from(coalition.contains(2));
            (alike * alike) as f64 * if coalition.contains(1) { 2.0 } else { 1.0 }
        };
        for plan in plans(4) {
            let found = plan.shapley(&game);
            assert!((found.iter().sum::<f64>() - (game(Coalition::all(4)) - game(Coalition::NONE))).abs() < 1e-12);
            assert_eq!(found[3], 0.0);
        }
        let exact = Plan::exact(4).shapley(&game);
        assert!((exact[0] - exact[2]).abs() < 1e-12);
    }

    #[test]
    fn sampled_values_lie_within_their_intervals_nine_times_in_ten() {
        let n_pairs = pairs(5).count();
        let exact = [Plan::exact(5).shapley(&interacting), Plan::exact(5).interactions(&interacting)].concat();
        let (mut inside, mut all) = (0_u32, 0_u32);
        for study in 0..60 {
            // Ten futures, each with orders and luck of its own.
            let futures: Vec<Vec<f64>> = (0..10)
                .map(|future| {
                    let mut luck = Luck::new(study, ORDERS + future);
                    let plan = Plan::sampled(5, 16, &mut luck);
                    let noise: Vec<f64> = (0..32).map(|_| 0.5 * luck.normal()).collect();
                    let value = |one: Coalition| interacting(one) + noise[one.number() as usize];
                    [plan.shapley(&value), plan.interactions(&value)].concat()
                })
                .collect();
            for (place, exact) in exact.iter().enumerate() {
                let estimate = student::mean_of(&futures.iter().map(|one| one[place]).collect::<Vec<_>>());
                inside += u32::from(estimate.low <= *exact && *exact <= estimate.high);
                all += 1;
            }
        }
        assert_eq!(all as usize, 60 * (5 + n_pairs));
        let share = f64::from(inside) / f64::from(all);
        assert!((0.87..0.95).contains(&share), "{share}");
    }

    #[test]
    fn more_orders_begin_with_the_fewer_and_no_coalition_comes_twice() {
        let of = |orders| Plan::sampled(13, orders, &mut Luck::new(7, ORDERS)).coalitions();
        let (few, many) = (of(8), of(21));
        assert_eq!((few.len(), many.len()), (2, 6));
        assert_eq!(few[..], many[..2]);
        let all: Vec<Coalition> = many.concat();
        assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
        assert!(all.contains(&Coalition::NONE) && all.contains(&Coalition::all(13)));
        // Of four orders of thirteen 36 coalitions are new beside nobody and all, where none meets another.
        assert!((30..=38).contains(&few[0].len()), "{}", few[0].len());
    }

    #[test]
    fn coalitions_are_sets() {
        let coalition = Coalition::of(&[2, 0]);
        assert_eq!((coalition.size(), coalition.number(), coalition.contains(1)), (2, 5, false));
        assert_eq!(coalition.with(1), Coalition::all(3));
        assert_eq!(Coalition::all(3).without(1), coalition);
        assert_eq!(along(&[1, 0]).map(Coalition::number).collect::<Vec<_>>(), [0, 2, 3]);
    }
}
