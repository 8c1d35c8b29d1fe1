//! Practice: how codes and beliefs change, factor by factor.

use crate::Now;
use crate::plain_twin::evidence::{surer, take_over, weighing};
use crate::plain_twin::plain::{Owners, each, factors_of};
use regimes_model::model::patterns::Belief;
use regimes_model::model::patterns::factors::{Factors, Pattern};
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::lessons::{Learning, SenseMaking, Voice};
use regimes_model::model::rules::money::Competition;
use regimes_model::model::rules::practice::Casework;
use regimes_model::model::submodels::workforce::learning::addresses::{Use, package_address};
use regimes_model::model::submodels::workforce::learning::parameters::Code;
use regimes_model::model::world::World;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::workers::Worker;
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Draws, normal};

const ALL: usize = 128;

/// What a belief says of a factor: for (1), against (-1), or nothing.
pub fn says(belief: &Belief, factor: usize) -> f64 {
    match (belief.known.contains(factor), belief.value.value(factor)) {
        (false, _) => 0.0,
        (true, true) => 1.0,
        (true, false) => -1.0,
    }
}

/// The numbers of a rule of learning.
pub struct Clock<'a> {
    weeks: u32,
    p1: f64,
    p2: f64,
    pub sense: &'a SenseMaking,
    pub reach: f64,
}

fn clock<'a>(rule: &'a Learning, o: &Organisation, now: &Now<'_>) -> Clock<'a> {
    let p = &now.p().learning;
    let share = f64::from(o.hours.reflection) / f64::from(o.hours.paid.max(1.0));
    let told = p.informal + (1.0 - p.informal) * share / (share + p.reflection_half);
    let read = p.read * f64::from(o.records);
    let reach = told + read - told * read;
    match rule {
        Learning::AnnualReview(rule) => Clock {
            weeks: rule.review_weeks,
            p1: rule.socialisation,
            p2: rule.code_learning,
            sense: &rule.sense_making,
            reach,
        },
        Learning::Cycle(rule) => Clock {
            weeks: rule.review_weeks,
            p1: rule.socialisation,
            p2: rule.code_learning,
            sense: &rule.sense_making,
            reach,
        },
    }
}

/// The code that workers are socialised into: at each factor what most say, by open cases and one.
pub fn common_code(o: &Organisation) -> Belief {
    if o.codes.len() == 1 {
        return o.codes[0];
    }
    let mut common = Belief::default();
    for factor in 0..ALL {
        let sum: f64 = o.codes.iter().zip(&o.volume).map(|(code, &n)| says(code, factor) * f64::from(n + 1)).sum();
        if sum != 0.0 {
            common.known.insert(factor);
            common.value.set(factor, sum > 0.0);
        }
    }
    common
}

pub fn learn(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let p = &now.p().learning;
    let (constants, week, country) = (world.constants.clone(), world.week, world.country.pattern);
    each(world, |place, o, rules| {
        let clock = clock(&rules.own.learning, o, now);
        let code = common_code(o);
        let index = o.index;
        for (post, worker) in o.workers.iter_mut().enumerate().filter(|(_, w)| w.filled) {
            if !(week + post as u32).is_multiple_of(p.step_weeks) {
                continue;
            }
            let draws = now.randomness.pair(Draws::Socialisation, week, Address::post(place.index, index, post));
            let steps = Factors::drawn(clock.p1, &draws) & constants.mask & code.known;
            for factor in (0..ALL).filter(|&factor| steps.contains(factor)) {
                if says(&worker.belief, factor) != says(&code, factor) {
                    let new = says(&worker.belief, factor) == 0.0;
                    worker.belief.step(factor, code.value.value(factor));
                    worker.taken.remove(factor);
                    if new {
                        worker.taken.insert(factor);
                    }
                }
            }
        }
        if (week + u32::from(index)).is_multiple_of(p.step_weeks) {
            hear(place, o, now);
        }
        let hours = &o.hours;
        let share = f64::from(hours.reflection + hours.experiments) / f64::from(hours.paid.max(1.0));
        let effort = share / (share + p.effort_half);
        let was = f64::from(o.absorptive);
        let grown = p.growth_per_year / 52.0 * effort * (1.0 - was);
        o.absorptive = (was + grown - p.fading_per_year / 52.0 * (was - p.absorptive_base)) as f32;
        o.weeks_since_review += 1;
        if let Code::Evidence(rule) = &p.code {
            for experience in o.workers.iter_mut().flat_map(|worker| &mut worker.experience) {
                *experience = (f64::from(*experience) * (-rule.fade_per_year / 52.0).exp()) as f32;
            }
        } else {
            for vote in o.votes.iter_mut().flatten() {
                *vote = (f64::from(*vote) * 0.5_f64.powf(1.0 / p.memory_half_life_weeks)) as f32;
            }
        }
        if o.weeks_since_review >= clock.weeks {
            let table = Table { place, rules, clock: &clock, constants: &constants, week, country, now };
            table.review(o);
            o.weeks_since_review = 0;
            o.cycles += 1;
        }
    });
}

fn hear(place: &Place, o: &mut Organisation, now: &Now<'_>) {
    let heard: f64 = o.cases.iter().map(|case| f64::from(case.heard)).sum();
    let priority = |resident: u32, d: usize| f64::from(place.residents.priorities[resident as usize][d]);
    let said = |d: usize| o.cases.iter().map(|case| f64::from(case.heard) * priority(case.resident, d)).sum::<f64>();
    let all: f64 = (0..8).map(said).sum();
    if all > 0.0 {
        let step = heard / (heard + now.p().learning.conversations);
        let means: Vec<f64> = (0..8).map(|d| said(d) / all).collect();
        for (estimate, mean) in o.priority_estimate.iter_mut().zip(means) {
            *estimate = (f64::from(*estimate) + step * (mean - f64::from(*estimate))) as f32;
        }
    }
}

pub struct Table<'a> {
    pub place: &'a Place,
    rules: &'a Owners<'a>,
    pub clock: &'a Clock<'a>,
    pub constants: &'a Constants,
    pub week: u32,
    country: Pattern,
    pub now: &'a Now<'a>,
}

/// How lessons about a package come to be heard.
pub struct Words {
    pub truth: Pattern,
    pub voice: f64,
    pub said: f64,
    pub trials: f64,
    holds: f64,
    lived: f64,
    lessons: f64,
}

impl Table<'_> {
    fn review(&self, o: &mut Organisation) {
        let whole = !matches!(self.rules.own.casework, Casework::ByDomain(_));
        let scope = if whole { self.constants.mask } else { self.constants.mask & factors_of(o.domains | o.boundary) };
        let staff = o.workers.clone();
        let superior = self.superior(o, &staff);
        if let Some(weighing) = weighing(o, self.now) {
            self.read(o, scope, &superior, &weighing);
            return;
        }
        let team = team(&superior, &common_code(o), scope);
        let codes: Vec<Belief> = (0..o.codes.len()).map(|package| self.code_after(o, package, scope, &team)).collect();
        o.codes = codes;
    }

    /// Those who are judged better than the mean, with the weight of their word.
    fn superior<'w>(&self, o: &Organisation, workers: &'w [Worker]) -> Vec<(&'w Worker, f64)> {
        let p = &self.now.p().learning;
        let staff: Vec<(usize, &Worker)> = workers.iter().enumerate().filter(|(_, w)| w.filled).collect();
        let by_indicator = matches!(
            self.rules.commissioner.accountability,
            Accountability::Targets(_) | Accountability::TargetsWithoutStake(_)
        );
        let n = staff.len().max(1) as f64;
        let mean_progress = staff.iter().map(|(_, w)| f64::from(w.progress_seen)).sum::<f64>() / n;
        let squares = staff.iter().map(|(_, w)| f64::from(w.progress_seen).powi(2)).sum::<f64>() / n;
        let spread = (squares - mean_progress * mean_progress).max(0.0).sqrt();
        let judged: Vec<f64> = staff
            .iter()
            .map(|&(post, w)| {
                if by_indicator {
                    f64::from(o.incentive.cosine * w.real * w.fit_seen + o.incentive.sine * w.measured + w.gaming)
                } else {
                    let at = Address::post(self.place.index, o.index, post);
                    let z = self.now.randomness.block(Draws::WorkerWeeks, 0, self.week, at).normal(4);
                    let noise = spread * p.result_noise / f64::from(self.clock.weeks).sqrt();
                    f64::from(w.progress_seen) + noise * f64::from(z)
                }
            })
            .collect();
        let mean = judged.iter().sum::<f64>() / n;
        let better = staff.iter().zip(&judged).filter(|(_, judged)| **judged > mean);
        let weighed = better.map(|(&(_, w), judged)| {
            let weight = match self.clock.sense {
                SenseMaking::Authority(_) => f64::from(w.authority),
                SenseMaking::Weighted(_) => f64::from(w.skill[w.specialty.index()]) * (judged - mean),
                SenseMaking::Majority(_) | SenseMaking::Diverse(_) => 1.0,
            };
            (w, weight)
        });
        weighed.collect()
    }

    pub fn words(&self, o: &Organisation, package: usize, scope: Factors) -> Words {
        let p = &self.now.p().learning;
        let weeks = f64::from(o.weeks_since_review);
        let all: f64 = o.volume.iter().map(|&n| f64::from(n + 1)).sum();
        let volume = f64::from(o.volume[package] + 1) / all;
        let group = o.package_groups[package].map(|group| &self.constants.groups[group.index()]);
        let mut truth = self.country ^ self.place.offset;
        if let Some(group) = o.package_groups[package] {
            truth ^= self.place.group_offsets[group.index()];
        }
        let (mut mean_power, mut before) = (0.0, 0.0);
        for group in &self.constants.groups {
            mean_power += f64::from(group.up_to - before) * f64::from(group.power);
            before = group.up_to;
        }
        let power = group.map_or(1.0, |group| f64::from(group.power) / if mean_power > 0.0 { mean_power } else { 1.0 });
        let (voice, lived) = match &self.rules.own.voice {
            Voice::ByPower(_) => (power, 0.0),
            Voice::Equal(rule) => (1.0, rule.lived_experience),
            Voice::Weights(rule) => (power + rule.equality * (1.0 - power), rule.equality * p.lived_between),
        };
        let holds = group.map_or(1.0, |group| 1.0 - 2.0 * f64::from(group.variation));
        let lessons =
            f64::from(o.hours.participation) * weeks * p.lived_per_hour * volume / f64::from(scope.len().max(1));
        let said = 1.0 / (1.0 + (-(p.said_base + p.said_slope * f64::from(o.safety))).exp());
        let trials = f64::from(o.hours.experiments) * weeks * volume / p.hours_per_trial;
        Words { truth, voice, said, trials, holds, lived, lessons }
    }

    /// The word that is drawn for a factor.
    pub fn word(&self, o: &Organisation, package: usize, what: Use, factor: usize) -> u32 {
        let at = package_address(self.place.index, o.index, package, what);
        self.now.randomness.block(Draws::CodeLearning, factor as u32 / 16, self.week, at).0[factor % 16]
    }

    /// What residents who take part say on the whole.
    pub fn residents(&self, o: &Organisation, package: usize, factor: usize, words: &Words) -> f64 {
        let error = self.now.p().learning.lived_error;
        if words.lessons * words.lived <= 0.0 {
            return 0.0;
        }
        let spread = 2.0 * (words.lessons * error * (1.0 - error)).sqrt();
        let z = f64::from(normal(self.word(o, package, Use::Lived, factor)));
        let right = words.lessons * (1.0 - 2.0 * error) + spread * z;
        words.lived * right * if words.truth.value(factor) { 1.0 } else { -1.0 }
    }

    fn code_after(&self, o: &Organisation, package: usize, scope: Factors, team: &[(f64, f64)]) -> Belief {
        let p = &self.now.p().learning;
        let words = self.words(o, package, scope);
        let mut code = o.codes[package];
        let mut uncertain = scope & !code.known;
        for factor in (0..ALL).filter(|&factor| scope.contains(factor)) {
            let found = self.clock.reach * words.voice * f64::from(o.votes[package][factor]);
            let weight = self.clock.reach * p.team_votes * words.holds;
            let residents = self.residents(o, package, factor, &words);
            let mut sum = found + weight * team[factor].0 + residents;
            let of = found.abs() + weight * team[factor].1 + residents.abs();
            if says(&code, factor) * sum < 0.0 {
                uncertain.insert(factor);
                sum *= words.said;
            }
            let u = f64::from(self.word(o, package, Use::Review, factor) >> 8) / 16_777_216.0;
            if matches!(self.clock.sense, SenseMaking::Diverse(_)) && sum.abs() < p.close * of {
                if u < self.clock.p2 {
                    code.known.remove(factor);
                    code.value.set(factor, false);
                }
            } else if sum != 0.0
                && says(&code, factor) != sum.signum()
                && u < 1.0 - (1.0 - self.clock.p2).powf(sum.abs())
            {
                code.known.insert(factor);
                code.value.set(factor, sum > 0.0);
            }
        }
        if words.trials > 0.0 && !uncertain.is_empty() {
            let at = |what| package_address(self.place.index, o.index, package, what);
            let pair = |what| self.now.randomness.pair(Draws::CodeLearning, self.week, at(what));
            let share = words.trials / f64::from(uncertain.len());
            let (tried, misled) =
                (Factors::drawn(share, &pair(Use::Trial)), Factors::drawn(p.trial_error, &pair(Use::TrialError)));
            for factor in (0..ALL).filter(|&factor| (uncertain & tried).contains(factor)) {
                code.known.insert(factor);
                code.value.set(factor, words.truth.value(factor) != misled.contains(factor));
            }
        }
        code
    }
}

/// For each factor what superior workers say on the whole, and how much of them say anything.
fn team(superior: &[(&Worker, f64)], code: &Belief, scope: Factors) -> Vec<(f64, f64)> {
    let mut votes = vec![(0.0, 0.0); ALL];
    let mut weights = 0.0;
    for &(w, weight) in superior {
        let differs = |f: &usize| (scope & w.belief.known).contains(*f) && says(&w.belief, *f) != says(code, *f);
        let own = (0..ALL).filter(differs).count() as f64 / f64::from(scope.len().max(1));
        for (factor, vote) in votes.iter_mut().enumerate() {
            vote.0 += weight * own * says(&w.belief, factor);
            vote.1 += weight * own * says(&w.belief, factor).abs();
        }
        weights += weight;
    }
    votes.iter().map(|&(net, of)| if weights > 0.0 { (net / weights, of / weights) } else { (0.0, 0.0) }).collect()
}

pub fn look_at_peers(world: &mut World, now: &Now<'_>) {
    let p = &now.p().learning;
    if !world.services || !world.week.is_multiple_of(p.look_weeks) {
        return;
    }
    let (week, before) = (world.week, world.places.clone());
    each(world, |place, o, rules| {
        let yearly = match &rules.commissioner.competition {
            Competition::LeagueAndTender(rule) => rule.yardstick_per_year,
            Competition::LeagueTable(rule) => rule.yardstick_per_year,
            _ => return,
        };
        let peers =
            before[place.index as usize].organisations.iter().filter(|peer| !(peer.domains & o.domains).is_empty());
        let ahead = peers.filter(|peer| peer.reported > o.reported);
        let Some(peer) = ahead.max_by(|a, b| a.reported.total_cmp(&b.reported).then(b.index.cmp(&a.index))) else {
            return;
        };
        let index = o.index;
        let at = |package, what| package_address(place.index, index, package, what);
        let z = now.randomness.block(Draws::CodeLearning, 0, week, at(0, Use::Look)).normal(0);
        let lead = f64::from(peer.reported - o.reported) + p.look_noise * f64::from(z);
        if lead <= 0.0 {
            return;
        }
        let share = 1.0 - (-yearly * f64::from(p.look_weeks) / 52.0).exp();
        for package in 0..o.codes.len() {
            let same = peer.package_groups.iter().position(|&group| group == o.package_groups[package]);
            let model = peer.codes[same.unwrap_or(0)];
            let draws = |what| now.randomness.pair(Draws::CodeLearning, week, at(package, what));
            let copied = Factors::drawn(share * (lead / p.full_gap).min(1.0), &draws(Use::Copy)) & model.known;
            let there = peer.evidence.as_ref().map(|evidence| evidence.log_odds[same.unwrap_or(0)]);
            let copied = copied & surer(o, package, there.as_ref());
            let wrong = Factors::drawn(p.copy_error, &draws(Use::CopyError));
            let code = &mut o.codes[package];
            code.known |= copied;
            code.value = code.value & !copied | model.value.turned(wrong) & copied;
            let code = *code;
            take_over(o, package, &code, copied, there.as_ref(), now);
        }
    });
}
