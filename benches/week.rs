//! What a week costs, as a ratio to a plain block of randomness that is made in the same minute on the same threads.
//!
//! ```text
//! cargo bench --bench week              half a minute
//! cargo bench --bench week -- --quick   fewer residents and rounds
//! ```
//!
//! B is the time of one 64-byte block of ChaCha8, in sequence. Every round times B and each measure once, in turn,
//! and ratios are taken within a round; shown are the median of the rounds, the least and the greatest.

#![expect(clippy::print_stdout, reason = "a bench shows what it measured")]

mod common;

use std::hint::black_box;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

use common::{Samples, asked, city, city_at_rest, nanoseconds, run, shares};
use regimes_model::model::schedule::Calendar;
use regimes_model::model::world::World;
use regimes_model::parallel::{on_threads, threads};
use regimes_scenario::check::Scenario;
use regimes_study::simulation::run::{Run, calendar};

/// Weeks before a world is timed.
const WARM_UP_WEEKS: u32 = 26;
/// Resident-weeks of one sample, at least; what happens every fourth week is spread over tiles, so four weeks are even.
const RESIDENT_WEEKS: u64 = 400_000;
const LEAST_WEEKS: u32 = 4;

/// A world that is timed as it goes on.
struct Timed<'a> {
    world: World,
    calendar: Calendar<'a>,
}

impl<'a> Timed<'a> {
    fn warmed_up(scenario: &'a Scenario) -> Timed<'a> {
        let (mut world, calendar) = (Run::begin(scenario, 0).into_world(), calendar(scenario, 0));
        run(&mut world, &calendar, WARM_UP_WEEKS);
        Timed { world, calendar }
    }

    /// Nanoseconds of a resident-week on a number of threads.
    fn sample(&mut self, threads: usize) -> f64 {
        let residents = self.world.n_residents();
        let weeks = (RESIDENT_WEEKS.div_ceil(residents) as u32).next_multiple_of(LEAST_WEEKS);
        let all = residents as f64 * f64::from(weeks);
        on_these(threads, || nanoseconds(|| run(&mut self.world, &self.calendar, weeks))) / all
    }
}

fn on_these<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    on_threads(threads, work).expect("there is room for as many threads as cores")
}

/// Nanoseconds of a block, over all threads.
fn block(threads: usize) -> f64 {
    const BYTES: usize = 1 << 16;
    const FILLS: usize = 400;
    const BLOCK: usize = 64;
    let fill = |thread: u64| {
        let mut generator = ChaCha8Rng::seed_from_u64(thread);
        let mut bytes = vec![0_u8; BYTES];
        for _ in 0..FILLS {
            generator.fill_bytes(&mut bytes);
            black_box(&bytes);
        }
    };
    let whole = on_these(threads, || nanoseconds(|| (0..threads as u64).into_par_iter().for_each(fill)));
    whole / (threads * FILLS * BYTES / BLOCK) as f64
}

/// What is measured in every round.
#[derive(Default)]
struct Rounds {
    block: [Samples; 2],
    busy: [Samples; 2],
    rest: [Samples; 2],
    sizes: Vec<Samples>,
}

fn measure(rounds: usize, busy: &mut Timed<'_>, rest: &mut Timed<'_>, smaller: &mut [Timed<'_>]) -> Rounds {
    let widths = [1, threads(None)];
    let mut seen = Rounds { sizes: vec![Samples::default(); smaller.len()], ..Rounds::default() };
    for _ in 0..rounds {
        for (of, &threads) in widths.iter().enumerate() {
            seen.block[of].0.push(block(threads));
            seen.busy[of].0.push(busy.sample(threads));
            seen.rest[of].0.push(rest.sample(threads));
        }
        for (samples, timed) in seen.sizes.iter_mut().zip(&mut *smaller) {
            samples.0.push(timed.sample(1));
        }
    }
    seen
}

/// From the cheapest to the most costly size, round by round.
fn spread(sizes: &[Samples]) -> Samples {
    let rounds = 0..sizes.iter().map(|samples| samples.0.len()).min().unwrap_or(0);
    let of_round = |round: usize| {
        let values = sizes.iter().map(|samples| samples.0[round]);
        values.clone().fold(0.0, f64::max) / values.fold(f64::INFINITY, f64::min)
    };
    Samples(rounds.map(of_round).collect())
}

fn plain_row(name: &str, samples: &Samples, unit: &str) {
    let (median, min, max) = (samples.median(), samples.min(), samples.max());
    println!("{name:<44} {median:>8.2} {unit:<3}  {min:>8.2} - {max:<8.2}");
}

fn bar_row(name: &str, ratios: &Samples, unit: &str, bar: f64) {
    let met = if ratios.median() <= bar { "met" } else { "not met" };
    let (median, min, max) = (ratios.median(), ratios.min(), ratios.max());
    println!("{name:<44} {median:>8.2} {unit:<3}  {min:>8.2} - {max:<8.2}  {bar:>5.1} {unit:<3}  {met}");
}

const BAR: f64 = 4.0;
const GOAL: f64 = 2.0;
const BAR_AT_REST: f64 = 0.5;
const BAR_FLAT: f64 = 1.5;

fn report(seen: &Rounds, sizes: &[u32]) {
    let (all, largest) = (threads(None), sizes[0]);
    println!("\n{:<44} {:>8}      {:>8} - {:<8}  {:>5}", "measure", "median", "least", "greatest", "bar");
    for (of, threads) in [1, all].into_iter().enumerate() {
        let on = format!("{threads} thread{}", if threads == 1 { "" } else { "s" });
        plain_row(&format!("a block (B), {on}"), &seen.block[of], "ns");
        plain_row(&format!("resident-week, {largest}, {on}"), &seen.busy[of], "ns");
        plain_row(&format!("resident-week without needs, {on}"), &seen.rest[of], "ns");
        let ratios = seen.busy[of].over(&seen.block[of]);
        bar_row(&format!("week over B, {on}"), &ratios, "B", BAR);
        bar_row(&format!("week over B, {on}, goal"), &ratios, "B", GOAL);
        bar_row(&format!("week without needs over B, {on}"), &seen.rest[of].over(&seen.block[of]), "B", BAR_AT_REST);
    }
    for (size, samples) in sizes[1..].iter().zip(&seen.sizes) {
        plain_row(&format!("resident-week, {size}, 1 thread"), samples, "ns");
    }
    let mut by_size = seen.sizes.clone();
    by_size.push(seen.busy[0].clone());
    bar_row("most costly over cheapest size, 1 thread", &spread(&by_size), "", BAR_FLAT);
    plain_row("times as fast on all threads as on one", &seen.busy[0].over(&seen.busy[1]), "");
}

fn main() {
    let asked = asked();
    if !asked.to_time {
        return;
    }
    let (rounds, sizes) = if asked.quick { (3, [100_000, 30_000, 10_000]) } else { (7, [1_000_000, 100_000, 10_000]) };
    let scenarios = sizes.map(city);
    let at_rest = city_at_rest(sizes[0]);
    let mut busy = Timed::warmed_up(&scenarios[0]);
    let mut rest = Timed::warmed_up(&at_rest);
    let mut smaller: Vec<Timed<'_>> = scenarios[1..].iter().map(Timed::warmed_up).collect();
    let seen = measure(rounds, &mut busy, &mut rest, &mut smaller);
    for timed in [&busy, &rest].into_iter().chain(&smaller) {
        let [contact, waiting, active] = shares(&timed.world).map(|share| 100.0 * share);
        let residents = timed.world.n_residents();
        println!("{residents:>8} residents: {contact:.1} % in contact, {waiting:.1} % waiting, {active:.1} % off rest");
    }
    report(&seen, &sizes);
}
