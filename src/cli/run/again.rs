//! The command line that goes on with an interrupted run.

use crate::cli::options::{Format, RunOptions};

/// The line to type.
#[must_use]
pub fn resume_line(scenario: &str, options: &RunOptions) -> String {
    let mut words = vec!["regimes".to_owned(), "run".to_owned(), scenario.to_owned()];
    let mut pair = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
    for set in &options.set {
        pair("--set", set.to_string());
    }
    if let Some(seed) = options.seed {
        pair("--seed", seed.to_string());
    }
    if let Some(futures) = options.replicates {
        pair("--replicates", futures.to_string());
    }
    for precision in &options.precision {
        pair("--precision", precision.clone());
    }
    if let Some(count) = options.draws {
        pair("--draws", count.to_string());
    }
    if let Some(threads) = options.threads {
        pair("--threads", threads.to_string());
    }
    if let Some(out) = &options.out {
        pair("--out", out.display().to_string());
    }
    if options.format == Format::CsvGz {
        pair("--format", "csv.gz".to_owned());
    }
    if let Some(way) = options.equal_payment {
        words.push(format!("--equal-payment={}", way.word()));
    }
    if options.blind {
        words.push("--blind".to_owned());
    }
    words.push("--resume".to_owned());
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::options::Alike;
    use crate::cli::precision::Futures;

    #[test]
    fn the_line_says_again_what_makes_the_run() {
        let options = RunOptions {
            set: vec!["places.village.trust = 0.4".into()],
            replicates: Some(Futures::Count(7)),
            out: Some("my results".into()),
            force: true,
            equal_payment: Some(Alike::Beside),
            ..RunOptions::default()
        };
        let line = "regimes run tiny --set 'places.village.trust = 0.4' --replicates 7 --out 'my results' \
                    --equal-payment=beside --resume";
        assert_eq!(resume_line("tiny", &options), line);
    }
}
