//! The address of every random draw.
//!
//! ChaCha8 is used as a generator by counter: the key comes from seed and replicate, the stream from the
//! draw table and the week, and the block number is the stable address of an agent.
//! A block holds sixteen words of 32 bits; (table, word) is the published slot, listed in [`SLOTS`](crate::randomness::SLOTS) and never
//! renumbered.
//! In a *dense* table a block serves sixteen agents with one word each, so a week's screening of a tile of
//! residents reads its words in sequence.
//! A sequence is filled by `rand_chacha`; a single block is computed here, and a test holds the two together.

pub mod address;
pub mod bits;

use crate::randomness::address::Address;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use wide::u32x4;

/// The version of the slot table; it moves when a row is added.
pub const SLOT_TABLE_VERSION: u32 = 3;

/// The draw tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Draws {
    /// Who a resident is.
    Traits = 0,
    /// Lasting needs.
    Lasting = 1,
    /// Households in a block of eight residents.
    Households = 2,
    /// Ties in a block of sixty-four residents.
    Ties = 3,
    /// Patterns of country, places and groups (first table of nine).
    Patterns = 4,
    /// How long a resident has lived in the place at the start.
    Residence = 13,
    /// A resident's own pattern (first of two).
    Personal = 16,
    /// Slow drift of a resident's own pattern (first of two).
    PersonalDrift = 18,
    /// Screening word of lives.
    Lives = 24,
    /// Transient part of observed need.
    Noise = 25,
    /// Screening word of seeking help.
    Seeking = 26,
    /// One word for each open case of a resident.
    Contact = 27,
    /// What an event of a life is like.
    Events = 32,
    /// How a request for help goes.
    Requests = 33,
    /// What an assessment sees (first of two).
    Assessment = 34,
    /// Plans where nothing is known (first of two).
    Guesses = 36,
    /// Worker discretion in a plan (first of two).
    Discretion = 38,
    /// What becomes of a clock on a waiting list.
    Clocks = 44,
    /// Who a worker is.
    Workers = 48,
    /// A worker's first beliefs (first of two for what is known).
    Beliefs = 49,
    /// What a worker meets in a week.
    WorkerWeeks = 52,
    /// Socialisation (first of two).
    Socialisation = 54,
    /// What is lost of a case when its worker leaves (first of two).
    HandOvers = 56,
    /// Organisations: order of switching, initial state.
    Organisations = 64,
    /// Initial codes of organisations (first of two).
    Codes = 66,
    /// Changes of code (first of eight).
    CodeLearning = 72,
    /// Places: drift of patterns (first of eight).
    PlaceWeeks = 80,
    /// Stewards, outside actors, links.
    Relations = 96,
    /// Reviews, contracts, government.
    Governance = 97,
    /// Paradigms.
    Paradigms = 98,
    /// Screening word of tenancies.
    Tenancies = 104,
    /// How a tenancy begins or ends.
    Homes = 105,
}

/// The published slots: table, first word, last word, what they decide.
pub const SLOTS: &[(Draws, u32, u32, &str)] = &[
    (Draws::Traits, 0, 0, "group"),
    (Draws::Traits, 1, 1, "age"),
    (Draws::Traits, 2, 2, "trauma"),
    (Draws::Traits, 3, 3, "trust in services"),
    (Draws::Traits, 4, 4, "ties"),
    (Draws::Traits, 5, 5, "agency"),
    (Draws::Traits, 6, 6, "transient part of observed need at the start"),
    (Draws::Traits, 7, 7, "general disadvantage, which lasting needs share"),
    (Draws::Traits, 8, 15, "own priority of each domain"),
    (Draws::Lasting, 0, 7, "whether there is a lasting need in each domain"),
    (Draws::Lasting, 8, 15, "severity of a lasting need in each domain"),
    (Draws::Households, 0, 0, "how eight consecutive residents form households"),
    (Draws::Ties, 0, 3, "which residents of a block of sixty-four are neighbours"),
    (Draws::Patterns, 0, 15, "patterns of country, places and groups, factor by factor"),
    (Draws::Residence, 0, 0, "how long a resident has lived in the place at the start"),
    (Draws::Personal, 0, 15, "a resident's own pattern"),
    (Draws::PersonalDrift, 0, 15, "how a resident's own pattern drifts"),
    (Draws::Lives, 0, 15, "which event, if any, a resident meets this week (dense)"),
    (Draws::Noise, 0, 15, "transient part of observed need (dense)"),
    (Draws::Seeking, 0, 15, "whether a resident seeks help, or gives up waiting (dense)"),
    (Draws::Contact, 0, 15, "what a contact finds out, and whether it errs; whether contact is lost (dense)"),
    (Draws::Events, 0, 0, "severity of an episode"),
    (Draws::Events, 1, 1, "length of a stay"),
    (Draws::Requests, 0, 0, "which need is brought"),
    (Draws::Requests, 1, 1, "to which organisation"),
    (Draws::Requests, 2, 2, "whether a hand-off holds"),
    (Draws::Requests, 3, 4, "error of the assessed severity: of a request, of a need that was handed on"),
    (Draws::Assessment, 0, 15, "which factors an assessment sees, and which of them wrongly"),
    (Draws::Guesses, 0, 15, "the plan where nothing is known"),
    (Draws::Discretion, 0, 15, "where a worker's own belief enters the plan"),
    (Draws::Workers, 0, 15, "who a worker is"),
    (Draws::Beliefs, 0, 15, "what a worker believes at the start"),
    (Draws::WorkerWeeks, 0, 0, "whether a worker falls ill"),
    (Draws::WorkerWeeks, 1, 1, "for how long"),
    (Draws::WorkerWeeks, 2, 2, "whether a worker leaves"),
    (Draws::WorkerWeeks, 3, 3, "whether a vacancy is filled"),
    (Draws::WorkerWeeks, 4, 7, "what a worker sees of others, and says"),
    (Draws::WorkerWeeks, 15, 15, "how long a worker has been in post at the start"),
    (Draws::Socialisation, 0, 15, "where a worker's belief takes a step towards the code"),
    (Draws::HandOvers, 0, 15, "what is lost of a case when its worker leaves"),
    (Draws::Organisations, 0, 0, "order in which organisations switch"),
    (Draws::Organisations, 1, 7, "how organisations differ at the start"),
    (Draws::Codes, 0, 15, "what codes know at the start"),
    (Draws::CodeLearning, 0, 15, "where a code follows the votes"),
    (Draws::PlaceWeeks, 0, 15, "where a place's pattern drifts"),
    (Draws::Relations, 0, 15, "links, outside actors"),
    (Draws::Governance, 0, 15, "audits, tenders, withdrawal"),
    (Draws::Paradigms, 0, 15, "experiments, platforms, adoption"),
    (Draws::Clocks, 0, 7, "whether somebody about to be late is seen briefly, by domain"),
    (Draws::Clocks, 8, 15, "whether a clock that has run out is set back, by domain"),
    (Draws::Tenancies, 0, 15, "whether a resident loses a home, or comes forward for one, this week (dense)"),
    (Draws::Homes, 0, 1, "whether a newcomer has a home, and is put up where there is none"),
    (Draws::Homes, 2, 2, "whether who loses a home is put up"),
    (Draws::Homes, 3, 3, "order of those who come forward for a home"),
];

/// The sixteen words of one agent in one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block(pub [u32; 16]);

impl Block {
    /// A word as a number from 0 up to, not including, 1.
    #[inline]
    #[must_use]
    pub fn uniform(&self, word: usize) -> f32 {
        uniform(self.0[word])
    }

    /// A word as a standard normal deviate; see [`normal`].
    #[inline]
    #[must_use]
    pub fn normal(&self, word: usize) -> f32 {
        normal(self.0[word])
    }
}

/// A word as a number from 0 up to, not including, 1.
#[inline(always)]
#[must_use]
pub fn uniform(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// A word as a deviate of mean 0 and standard deviation 1: the sum of its four bytes (Irwin-Hall), within 3.5
/// standard deviations. It needs no logarithm and is the same on every machine.
#[inline(always)]
#[must_use]
pub fn normal(word: u32) -> f32 {
    const SD: f32 = 147.799_64;
    let [a, b, c, d] = word.to_le_bytes();
    (f32::from(a) + f32::from(b) + f32::from(c) + f32::from(d) - 510.0) / SD
}

/// The threshold below which a word fires with a probability.
#[inline(always)]
#[must_use]
pub fn threshold(probability: f32) -> u32 {
    (f64::from(probability).clamp(0.0, 1.0) * 4_294_967_295.0) as u32
}

/// The draws of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Randomness {
    key: [u32; 8],
}

impl Randomness {
    /// The draws of a seed and a replicate.
    #[must_use]
    pub fn new(seed: u64, replicate: u32) -> Self {
        Randomness { key: [seed as u32, (seed >> 32) as u32, replicate, 0, 0x7265_6769, 0x6d65_7300, 1, 0] }
    }

    /// The block of one agent in one week. With `part` a table that spans several is read on.
    #[inline]
    #[must_use]
    pub fn block(&self, table: Draws, part: u32, week: u32, address: Address) -> Block {
        Block(chacha8(&self.key, stream(table, part, week), address.block()))
    }

    /// Two blocks of one agent: thirty-two words, for [`bernoulli_bits`](bits::bernoulli_bits).
    #[inline]
    #[must_use]
    pub fn pair(&self, table: Draws, week: u32, address: Address) -> [Block; 2] {
        [self.block(table, 0, week, address), self.block(table, 1, week, address)]
    }

    /// The blocks of several agents in one week, in their order.
    #[must_use]
    pub fn blocks(&self, table: Draws, week: u32, addresses: impl IntoIterator<Item = Address>) -> Vec<Block> {
        let stream = stream(table, 0, week);
        self.side_by_side(addresses.into_iter().map(|address| (stream, address)))
    }

    /// The blocks of several agents, each of some tables by part and week.
    #[must_use]
    pub fn blocks_of<const N: usize>(
        &self,
        tables: [(Draws, u32, u32); N],
        addresses: impl IntoIterator<Item = Address>,
    ) -> Vec<[Block; N]> {
        let streams = tables.map(|(table, part, week)| stream(table, part, week));
        let wanted = addresses.into_iter().flat_map(|address| streams.map(|stream| (stream, address)));
        self.side_by_side(wanted).as_chunks().0.to_vec()
    }

    /// Blocks by stream and address, four at a time.
    fn side_by_side(&self, wanted: impl Iterator<Item = (u64, Address)>) -> Vec<Block> {
        let wanted: Vec<(u64, u64)> = wanted.map(|(stream, address)| (stream, address.block())).collect();
        let mut blocks = Vec::with_capacity(wanted.len().next_multiple_of(4));
        for few in wanted.chunks(4) {
            let four = [0, 1, 2, 3].map(|k: usize| few.get(k).copied().unwrap_or_default());
            let (streams, addresses) = (four.map(|(stream, _)| stream), four.map(|(_, address)| address));
            blocks.extend(four_chacha8(&self.key, streams, addresses).map(Block));
        }
        blocks.truncate(wanted.len());
        blocks
    }

    /// Fills a slice with the words of a dense table, from an address on.
    pub fn fill(&self, table: Draws, week: u32, first: Address, words: &mut [u32]) {
        let mut generator = ChaCha8Rng::from_seed(self.seed_bytes());
        generator.set_stream(stream(table, 0, week));
        generator.set_word_pos(u128::from(first.block()) * 16);
        let mut bytes = [0_u8; 1024];
        for chunk in words.chunks_mut(256) {
            let bytes = &mut bytes[..chunk.len() * 4];
            generator.fill_bytes(bytes);
            for (word, four) in chunk.iter_mut().zip(bytes.chunks_exact(4)) {
                *word = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
            }
        }
    }

    fn seed_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (four, word) in bytes.chunks_exact_mut(4).zip(self.key) {
            four.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }
}

fn stream(table: Draws, part: u32, week: u32) -> u64 {
    u64::from(table as u32 + part) << 32 | u64::from(week)
}

/// One block of ChaCha with eight rounds, 64-bit counter and 64-bit stream.
#[inline]
fn chacha8(key: &[u32; 8], stream: u64, counter: u64) -> [u32; 16] {
    let mut a = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574_u32];
    let mut b = [key[0], key[1], key[2], key[3]];
    let mut c = [key[4], key[5], key[6], key[7]];
    let mut d = [counter as u32, (counter >> 32) as u32, stream as u32, (stream >> 32) as u32];
    let first = (a, b, c, d);
    for _ in 0..4 {
        quarter(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (turn(b, 1), turn(c, 2), turn(d, 3));
        quarter(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (turn(b, 3), turn(c, 2), turn(d, 1));
    }
    let mut words = [0; 16];
    for lane in 0..4 {
        words[lane] = a[lane].wrapping_add(first.0[lane]);
        words[lane + 4] = b[lane].wrapping_add(first.1[lane]);
        words[lane + 8] = c[lane].wrapping_add(first.2[lane]);
        words[lane + 12] = d[lane].wrapping_add(first.3[lane]);
    }
    words
}

/// Four blocks side by side, each of its own stream and counter.
fn four_chacha8(key: &[u32; 8], streams: [u64; 4], counters: [u64; 4]) -> [[u32; 16]; 4] {
    const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];
    let mut state = [u32x4::ZERO; 16];
    for (word, constant) in state.iter_mut().zip(CONSTANTS.iter().chain(key)) {
        *word = u32x4::splat(*constant);
    }
    state[12] = u32x4::new(counters.map(|counter| counter as u32));
    state[13] = u32x4::new(counters.map(|counter| (counter >> 32) as u32));
    state[14] = u32x4::new(streams.map(|stream| stream as u32));
    state[15] = u32x4::new(streams.map(|stream| (stream >> 32) as u32));
    let first = state;
    for _ in 0..4 {
        for [a, b, c, d] in [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]] {
            wide_quarter(&mut state, a, b, c, d);
        }
        for [a, b, c, d] in [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]] {
            wide_quarter(&mut state, a, b, c, d);
        }
    }
    let mut blocks = [[0; 16]; 4];
    for (word, (end, start)) in state.into_iter().zip(first).enumerate() {
        for (block, value) in blocks.iter_mut().zip((end + start).to_array()) {
            block[word] = value;
        }
    }
    blocks
}

#[inline(always)]
fn wide_quarter(state: &mut [u32x4; 16], a: usize, b: usize, c: usize, d: usize) {
    state[a] += state[b];
    state[d] = rotated::<16>(state[d] ^ state[a]);
    state[c] += state[d];
    state[b] = rotated::<12>(state[b] ^ state[c]);
    state[a] += state[b];
    state[d] = rotated::<8>(state[d] ^ state[a]);
    state[c] += state[d];
    state[b] = rotated::<7>(state[b] ^ state[c]);
}

#[inline(always)]
fn rotated<const BY: u32>(words: u32x4) -> u32x4 {
    (words << BY) | (words >> (u32::BITS - BY))
}

#[inline(always)]
fn turn(row: [u32; 4], by: usize) -> [u32; 4] {
    [row[by % 4], row[(by + 1) % 4], row[(by + 2) % 4], row[(by + 3) % 4]]
}

#[inline(always)]
fn quarter(a: &mut [u32; 4], b: &mut [u32; 4], c: &mut [u32; 4], d: &mut [u32; 4]) {
    for lane in 0..4 {
        a[lane] = a[lane].wrapping_add(b[lane]);
        d[lane] = (d[lane] ^ a[lane]).rotate_left(16);
    }
    for lane in 0..4 {
        c[lane] = c[lane].wrapping_add(d[lane]);
        b[lane] = (b[lane] ^ c[lane]).rotate_left(12);
    }
    for lane in 0..4 {
        a[lane] = a[lane].wrapping_add(b[lane]);
        d[lane] = (d[lane] ^ a[lane]).rotate_left(8);
    }
    for lane in 0..4 {
        c[lane] = c[lane].wrapping_add(d[lane]);
        b[lane] = (b[lane] ^ c[lane]).rotate_left(7);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::bits::bernoulli_bits;

    #[test]
    fn a_single_block_is_the_reference_generators() {
        for (seed, week, number) in [
            (1, 0, Address::place(0)),
            (u64::MAX, 77, Address::numbered(0, 12_345)),
            (20_260_101, 520, Address::numbered(7, 99)),
        ] {
            let randomness = Randomness::new(seed, 3);
            let mut words = [0; 16];
            randomness.fill(Draws::Events, week, number, &mut words);
            assert_eq!(randomness.block(Draws::Events, 0, week, number).0, words);
        }
    }

    #[test]
    fn blocks_side_by_side_are_the_blocks_one_by_one() {
        let randomness = Randomness::new(77, 5);
        for n in [0, 1, 4, 6] {
            let blocks = randomness.blocks(Draws::Requests, 5, (0..n).map(|k| Address::resident(2, 7 * k)));
            let single = (0..n).map(|k| randomness.block(Draws::Requests, 0, 5, Address::resident(2, 7 * k)));
            assert_eq!(blocks, single.collect::<Vec<_>>());
            let tables = [(Draws::Personal, 1, 0), (Draws::Guesses, 0, 5), (Draws::Assessment, 1, 5)];
            let several = randomness.blocks_of(tables, (0..n).map(|k| Address::resident(2, 7 * k)));
            let single = (0..n).map(|k| {
                tables.map(|(table, part, week)| randomness.block(table, part, week, Address::resident(2, 7 * k)))
            });
            assert_eq!(several, single.collect::<Vec<_>>());
        }
    }

    #[test]
    fn values_are_stable() {
        let block = Randomness::new(20_260_101, 0).block(Draws::Traits, 0, 0, Address::place(0));
        assert_eq!(block.0[..4], VALUES);
    }
    const VALUES: [u32; 4] = [1_656_172_496, 1_379_265_140, 577_124_102, 1_187_573_006];

    #[test]
    fn a_long_fill_is_many_short_ones() {
        let randomness = Randomness::new(5, 0);
        let mut long = vec![0; 1024];
        randomness.fill(Draws::Lives, 9, Address::residents(0, 0), &mut long);
        let mut short = [0; 16];
        randomness.fill(Draws::Lives, 9, Address::residents(0, 640), &mut short);
        assert_eq!(long[640..656], short);
    }

    #[test]
    fn bits_come_up_as_often_as_asked_and_stay_up() {
        let randomness = Randomness::new(11, 0);
        for (probability, more) in [(0.1, 0.3), (0.25, 0.26), (0.5, 0.9)] {
            let mut ones = 0;
            for id in 0..2000 {
                let blocks = randomness.pair(Draws::Personal, 0, Address::resident(0, id));
                let bits = bernoulli_bits(probability, &blocks);
                assert_eq!(bits & !bernoulli_bits(more, &blocks), 0);
                ones += bits.count_ones();
            }
            // 256,000 draws: six standard deviations and the rounding to 1/256.
            assert!((f64::from(ones) / 256_000.0 - probability).abs() < 0.006 + 0.002);
        }
    }

    #[test]
    fn the_sum_of_four_bytes_has_mean_zero_and_deviation_one() {
        let mut words = vec![0; 65_536];
        Randomness::new(2, 0).fill(Draws::Noise, 0, Address::residents(0, 0), &mut words);
        let (mut sum, mut squares) = (0.0, 0.0);
        for &word in &words {
            let z = f64::from(normal(word));
            sum += z;
            squares += z * z;
        }
        assert!((sum / 65_536.0).abs() < 0.024 && (squares / 65_536.0 - 1.0).abs() < 0.03);
    }
}
