//! How far a run is: a bar on a terminal, lines or JSON where they are asked for, on standard error.

use crate::cli::options::{Progress, RunOptions};
use crate::cli::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use regimes_report::terminal::duration;
use serde_json::json;
use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Time between two lines.
const BETWEEN_LINES: Duration = Duration::from_secs(2);

/// Tells how far a run is.
pub struct Reporter {
    form: Form,
    total: u64,
    replicates: u64,
    /// What is counted.
    noun: &'static str,
    done: AtomicU64,
    whole: AtomicU64,
    began: Instant,
    said: Mutex<Instant>,
}

enum Form {
    Bar(ProgressBar),
    Plain,
    Json,
    None,
}

impl Reporter {
    /// Begins to tell of a run of so many resident-weeks and replicates.
    #[must_use]
    pub fn begin(options: &RunOptions, resident_weeks: u64, replicates: u64) -> Reporter {
        Reporter::counting("replicates", options, resident_weeks, replicates)
    }

    /// Begins to tell of so many resident-weeks, and of so many parts called by a noun.
    #[must_use]
    pub fn counting(noun: &'static str, options: &RunOptions, resident_weeks: u64, replicates: u64) -> Reporter {
        let form = match (options.quiet, options.progress) {
            (true, _) | (_, Progress::None) => Form::None,
            (_, Progress::Plain) => Form::Plain,
            (_, Progress::Json) => Form::Json,
            (_, Progress::Auto) if io::stderr().is_terminal() && !output::is_able() => Form::Plain,
            (_, Progress::Auto) if io::stderr().is_terminal() => {
                Form::Bar(bar(resident_weeks, counted(0, replicates, noun)))
            }
            (_, Progress::Auto) => Form::None,
        };
        let (done, whole) = (AtomicU64::new(0), AtomicU64::new(0));
        Reporter { form, total: resident_weeks, replicates, noun, done, whole, began: now(), said: Mutex::new(now()) }
    }

    /// Some more resident-weeks are done.
    pub fn advance(&self, resident_weeks: u64) {
        let done = self.done.fetch_add(resident_weeks, Ordering::Relaxed) + resident_weeks;
        match &self.form {
            Form::Bar(bar) => bar.set_position(done.min(self.total)),
            Form::Plain | Form::Json => self.say_now_and_then(),
            Form::None => {}
        }
    }

    /// A replicate is whole.
    pub fn replicate_is_whole(&self) {
        let whole = self.whole.fetch_add(1, Ordering::Relaxed) + 1;
        if let Form::Bar(bar) = &self.form {
            bar.set_message(counted(whole, self.replicates, self.noun));
        }
    }

    /// Nothing more comes.
    pub fn end(&self) {
        match &self.form {
            Form::Bar(bar) => bar.finish_and_clear(),
            Form::Plain | Form::Json => self.say(),
            Form::None => {}
        }
    }

    fn say_now_and_then(&self) {
        let Ok(mut said) = self.said.try_lock() else { return };
        if said.elapsed() >= BETWEEN_LINES {
            *said = now();
            self.say();
        }
    }

    fn say(&self) {
        let whole = self.whole.load(Ordering::Relaxed);
        let all_whole = whole == self.replicates;
        let part = self.done.load(Ordering::Relaxed) as f64 / self.total.max(1) as f64;
        let part = if all_whole { 1.0 } else { part.clamp(1e-6, 1.0) };
        let seconds = self.began.elapsed().as_secs_f64();
        let left = seconds * (1.0 - part) / part;
        output::say(&match self.form {
            Form::Json => {
                json!({ "done": part, (self.noun): whole, "of": self.replicates, "seconds_left": left }).to_string()
            }
            _ if all_whole => format!("{} in {}", counted(whole, self.replicates, self.noun), duration(seconds)),
            _ => {
                let percent = 100.0 * part;
                format!("{percent:.0} %, {}, about {} left", counted(whole, self.replicates, self.noun), duration(left))
            }
        });
    }
}

fn counted(whole: u64, replicates: u64, noun: &str) -> String {
    format!("{whole} of {replicates} {noun}")
}

fn bar(resident_weeks: u64, counted: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(resident_weeks), ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
    bar.set_message(counted);
    bar
}

#[expect(clippy::disallowed_methods, reason = "the time left is told to the user, and reaches no result")]
fn now() -> Instant {
    Instant::now()
}
