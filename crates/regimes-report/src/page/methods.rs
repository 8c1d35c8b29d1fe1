//! How the page came about: methods in a paragraph, what identifies the run, the commands that make it again, and how to
//! cite it.

use crate::files;
use crate::lengths;
use crate::numbers::grouped;
use crate::page::facts::Facts;
use crate::page::grid::Section;
use maud::{Markup, html};
use regimes_study::program;
use regimes_study::statistics::effects::{FEW, FROM, SMALLEST_COST, SMALLEST_SD, SMALLEST_SD_STAFF};

/// From which program a run is.
pub struct Origin {
    /// The commit that the program was built from, or `unknown`.
    pub commit: String,
    /// The hash of the sources that decide its numbers.
    pub sources: String,
}

impl Origin {
    /// This program.
    #[must_use]
    pub fn here() -> Origin {
        Origin { commit: program::COMMIT.to_owned(), sources: program::SOURCES.to_owned() }
    }
}

/// Digits of a hash that distinguish it.
const DIGITS: usize = 16;

/// The section.
#[must_use]
pub fn section(facts: &Facts, origin: &Origin, is_named: bool) -> Section {
    let body = html! { (methods(facts)) @if !is_named { (hidden()) } (provenance(facts, origin)) (again()) (cite(facts, origin)) };
    Section { id: "methods", heading: "How this was made", body }
}

fn methods(facts: &Facts) -> Markup {
    const PERCENT: f64 = 100.0;
    let (observed, record) = (facts.observed, facts.observed.record);
    let (arms, weeks) = (observed.n_arms(), observed.weeks());
    html! {
        p {
            (arms) (if arms == 1 { " arm, " } else { " arms, " }) (record.replicates) " simulated futures each, "
            (grouped(record.residents as f64, 0)) " residents, " (lengths::in_words(weeks as u32)) " after "
            (lengths::in_words(record.burn_in_weeks)) " under the status quo. All arms of a future begin with the same town and "
            "meet the same luck, so differences are taken pair by pair. Ranges cover 90 % of simulated futures; they are not "
            "confidence intervals, and no p-values are given. A verdict needs " (PERCENT * FROM) " % of at least " (FEW)
            " paired futures beyond the smallest effect worth naming: " (SMALLEST_SD) " standard deviations of those who live "
            "under the first arm, " (SMALLEST_SD_STAFF) " of staff, " (PERCENT * SMALLEST_COST) " % of public cost."
        }
        p { (ranges(facts)) " " (calibration(record.calibration.as_deref())) }
    }
}

/// What ranges show.
fn ranges(facts: &Facts) -> Markup {
    html! {
        @match facts.over {
            None => "The ranges show luck alone: each uncertain parameter has one value in this folder.",
            Some(over) => {
                "The ranges of tables show luck alone: each uncertain parameter has one value there. In the folder "
                code { "draws" } " the same effects are over " (over.draws) " draws of the uncertain parameters ("
                (over.source) "), each with luck of its own; the finding has both."
            }
        }
    }
}

/// Where the parameters come from.
fn calibration(name: Option<&str>) -> Markup {
    html! {
        @match name {
            None => "The folder names no calibration, so the parameters count as assumed, not fitted.",
            Some(name) => {
                "Parameters that the scenario does not set itself come from the calibration " b { (name) } ", which its base "
                "names: " code { "docs/calibration.md" } " says which published figures it fits and which it misses. What the "
                "scenario sets itself is assumed, unless its file says otherwise."
            }
        }
    }
}

fn hidden() -> Markup {
    html! { p { "The arms are hidden in this folder, so their rules are left out of the page." } }
}

fn provenance(facts: &Facts, origin: &Origin) -> Markup {
    let record = facts.observed.record;
    let settings = record.settings.iter().map(|(name, value)| format!("{} {value}", name.replace('_', " ")));
    let facts = [
        ("Scenario", record.scenario.clone()),
        ("Seed", record.seed.to_string()),
        ("Program", format!("regimes {}, commit {}", record.version, origin.commit)),
        ("Sources of the model (SHA-256)", start(&origin.sources)),
        ("Resolved scenario (SHA-256)", start(&files::sha256(record.resolved.as_bytes()))),
        ("Table of random draws", format!("version {}", record.slot_table)),
        ("Settings", settings.collect::<Vec<String>>().join(", ")),
    ];
    html! {
        h3 { "What identifies the run" }
        dl.facts {
            @for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) { div { dt { (name) } dd { (value) } } }
        }
    }
}

fn start(hash: &str) -> String {
    hash.chars().take(DIGITS).collect()
}

fn again() -> Markup {
    html! {
        h3 { "To make it again" }
        p { "With the same version of the program, in the folder of the run:" }
        pre tabindex="0" { code { "regimes verify .\nregimes run ./scenario.resolved.toml --out ../again\nregimes report ." } }
        p { "The first runs everything again and compares every file; the second makes the run in another folder; the third "
            "writes this page from the tables." }
    }
}

fn cite(facts: &Facts, origin: &Origin) -> Markup {
    let record = facts.observed.record;
    html! {
        h3 { "How to cite it" }
        p {
            "The regimes contributors. " i { "regimes: an agent-based simulation of New Public Management and Human Learning "
            "Systems" } ", version " (record.version) ", commit " (origin.commit) ". Scenario " (record.scenario) ", seed "
            (record.seed) ", resolved scenario " (start(&files::sha256(record.resolved.as_bytes()))) "."
        }
    }
}
