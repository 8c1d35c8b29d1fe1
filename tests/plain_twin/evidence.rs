//! Evidence: what codes are sure of, factor by factor.

use crate::Now;
use crate::plain_twin::practice::{Table, says};
use regimes_model::model::patterns::Belief;
use regimes_model::model::patterns::factors::Factors;
use regimes_model::model::rules::lessons::SenseMaking;
use regimes_model::model::submodels::workforce::learning::addresses::{Use, package_address};
use regimes_model::model::submodels::workforce::learning::parameters::Code;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::workers::Worker;
use regimes_model::randomness::Draws;

/// How an organisation weighs evidence.
pub struct Weighing {
    vote: f64,
    person: f64,
    states: f64,
    established: f64,
    bound: f64,
    fade: f64,
}

/// The weights that follow from the parameters; none where codes follow votes.
pub fn weighing(o: &Organisation, now: &Now<'_>) -> Option<Weighing> {
    let Code::Evidence(rule) = &now.p().learning.code else { return None };
    let v = now.p().patterns.personal_variation;
    let e = now.p().support.errs * (1.0 - f64::from(o.skill) / 2.0);
    let err = e + v - 2.0 * e * v;
    Some(Weighing {
        vote: (1.0 / err - 1.0).ln(),
        person: (1.0 / v - 1.0).ln(),
        states: rule.states_beyond,
        established: (1.0 - rule.established) * rule.states_beyond + rule.established * rule.bound,
        bound: rule.bound,
        fade: rule.fade_per_year,
    })
}

/// Where a worker follows own belief.
pub fn own_mind(w: &Worker, o: &Organisation, package: usize, free: Factors, now: &Now<'_>) -> Factors {
    let Some(weighing) = weighing(o, now) else { return free };
    let evidence = o.evidence.as_ref().expect("codes are evidence");
    let mut follows = Factors::NONE;
    for factor in (0..128).filter(|factor| free.contains(*factor)) {
        let c = f64::from(w.experience[factor / 16]);
        let own = 2.0 * weighing.vote * c / (1.0 + c);
        let code = f64::from(evidence.log_odds[package][factor]).abs().min(weighing.person);
        let surer = own > code && !w.taken.contains(factor);
        if says(&o.codes[package], factor) == 0.0 || surer {
            follows.insert(factor);
        }
    }
    follows
}

/// Where evidence from elsewhere is surer than one's own; everywhere if there is none.
pub fn surer(o: &Organisation, package: usize, there: Option<&[f32; 128]>) -> Factors {
    let (Some(own), Some(there)) = (&o.evidence, there) else { return Factors::ALL };
    let mut surer = Factors::NONE;
    for factor in (0..128).filter(|&factor| there[factor].abs() > own.log_odds[package][factor].abs()) {
        surer.insert(factor);
    }
    surer
}

/// Puts what is stated elsewhere in the place of own evidence.
pub fn take_over(
    o: &mut Organisation,
    package: usize,
    stated: &Belief,
    at: Factors,
    there: Option<&[f32; 128]>,
    now: &Now<'_>,
) {
    let Some(weighing) = weighing(o, now) else { return };
    let evidence = o.evidence.as_mut().expect("codes are evidence");
    for factor in (0..128).filter(|factor| at.contains(*factor)) {
        let sure = there.map_or(weighing.established, |there| f64::from(there[factor]).abs());
        if says(stated, factor) != 0.0 {
            evidence.log_odds[package][factor] = (says(stated, factor) * sure) as f32;
        }
    }
}

/// The evidence of those packages that say the same as all together, by open cases and one.
pub fn agreed(o: &Organisation, common: &Belief) -> Option<[f32; 128]> {
    let evidence = o.evidence.as_ref()?;
    let mut shared = [0.0; 128];
    for (factor, shared) in shared.iter_mut().enumerate().filter(|(factor, _)| says(common, *factor) != 0.0) {
        let same = (0..evidence.log_odds.len().min(o.codes.len()))
            .filter(|&i| says(&o.codes[i], factor) == says(common, factor));
        let (mut sum, mut of) = (0.0, 0.0);
        for i in same {
            sum += f64::from(o.volume[i] + 1) * f64::from(evidence.log_odds[i][factor]);
            of += f64::from(o.volume[i] + 1);
        }
        *shared = if of > 0.0 { (sum / of) as f32 } else { 0.0 };
    }
    Some(shared)
}

/// How many of `n` succeed at a draw; the rarer outcome is counted.
fn successes(n: u16, p: f64, u: f64) -> u16 {
    if p > 0.5 {
        return n - successes(n, 1.0 - p, 1.0 - u);
    }
    let (mut k, mut at_most, mut ways) = (0, 0.0, 1.0);
    loop {
        at_most += ways * p.powi(i32::from(k)) * (1.0 - p).powi(i32::from(n - k));
        if u < at_most || k == n {
            return k;
        }
        ways *= f64::from(n - k) / f64::from(k + 1);
        k += 1;
    }
}

impl Table<'_> {
    /// Reads all votes once; the codes say then what they are sure of.
    pub fn read(&self, o: &mut Organisation, scope: Factors, superior: &[(&Worker, f64)], weighing: &Weighing) {
        let p = &self.now.p().learning;
        let all: f64 = superior.iter().map(|(_, weight)| weight).sum();
        let mut evidence = o.evidence.clone().expect("codes are evidence");
        let mut codes = o.codes.clone();
        let reviewed = scope & !self.constants.outside;
        for (package, code) in codes.iter_mut().enumerate() {
            let words = self.words(o, package, scope);
            let hears = (self.clock.reach * words.voice).min(1.0);
            let before = *code;
            for factor in (0..128).filter(|&factor| reviewed.contains(factor)) {
                let votes = evidence.unread[package].map(|side| side[factor]);
                let close = f64::from(votes[1].abs_diff(votes[0])) < p.close * f64::from(votes[1] + votes[0]);
                let open = close && matches!(self.clock.sense, SenseMaking::Diverse(_));
                let heard = [(0, -1.0, Use::HeardAgainst), (1, 1.0, Use::Review)].map(|(side, sign, what)| {
                    let holds = |w: &Worker| says(&w.belief, factor) == sign && !w.taken.contains(factor);
                    let own: f64 = superior.iter().filter(|(w, _)| holds(w)).map(|(_, weight)| weight).sum();
                    let own = if all > 0.0 { own / all } else { 0.0 };
                    let told = if says(&before, factor) == -sign && !open { words.said } else { 1.0 };
                    let u = f64::from(self.word(o, package, what, factor) >> 8) / 16_777_216.0;
                    f64::from(successes(votes[side], told * (hears + own - hears * own), u))
                });
                let kept = (-weighing.fade / 52.0 * f64::from(o.weeks_since_review)).exp();
                let lived = (1.0 / p.lived_error - 1.0).ln() * self.residents(o, package, factor, &words);
                let odds = &mut evidence.log_odds[package][factor];
                let sum = f64::from(*odds) * kept + weighing.vote * (heard[1] - heard[0]) + lived;
                *odds = sum.clamp(-weighing.bound, weighing.bound) as f32;
            }
            evidence.unread[package] = [[0; 128]; 2];
            let odds = &mut evidence.log_odds[package];
            let open: Vec<usize> =
                (0..128).filter(|&f| reviewed.contains(f) && f64::from(odds[f].abs()) <= weighing.states).collect();
            if words.trials > 0.0 && !open.is_empty() {
                let pair = |what| {
                    let at = package_address(self.place.index, o.index, package, what);
                    self.now.randomness.pair(Draws::CodeLearning, self.week, at)
                };
                let tried = Factors::drawn(words.trials / open.len() as f64, &pair(Use::Trial));
                let misled = Factors::drawn(p.trial_error, &pair(Use::TrialError));
                let outcome = (1.0 / p.trial_error - 1.0).ln();
                for &f in open.iter().filter(|f| tried.contains(**f)) {
                    let right = words.truth.value(f) != misled.contains(f);
                    let sum = f64::from(odds[f]) + if right { outcome } else { -outcome };
                    odds[f] = sum.clamp(-weighing.bound, weighing.bound) as f32;
                }
            }
            for factor in (0..128).filter(|&factor| reviewed.contains(factor)) {
                code.known.remove(factor);
                code.value.set(factor, false);
                if f64::from(odds[factor].abs()) > weighing.states {
                    code.known.insert(factor);
                    code.value.set(factor, odds[factor] > 0.0);
                }
            }
        }
        (o.evidence, o.codes) = (Some(evidence), codes);
    }
}
