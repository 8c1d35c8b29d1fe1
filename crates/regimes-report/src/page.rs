//! The page of a run: one self-contained HTML file with the finding, its caveats, figures, tables and provenance.
//!
//! It is made from what tables hold and asks no host for anything. Like bitmaps it is not hashed in the manifest, since it
//! names the commit that wrote it; `machine.json` has its hash. Every number in its tables carries its full value and the
//! cells of the folder that it comes from.

pub mod number;
pub mod grid;
pub mod facts;
pub mod words;
pub mod arms;
pub mod drawn;
pub mod cautions;
pub mod opening;
pub mod glance;
pub mod outcomes;
pub mod people;
pub mod spending;
pub mod worth;
pub mod services;
pub mod rules;
pub mod methods;

use crate::error::Error;
use crate::figures::figure::Figure;
use crate::figures::luck_and_parameters;
use crate::figures::words::horizon;
use crate::labels::worded;
use crate::observed::Observed;
use crate::over_draws::OverDraws;
use crate::page::facts::Facts;
use crate::page::grid::Section;
use crate::page::methods::Origin;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How it looks, on a screen and in print.
const STYLE: &str = include_str!("page/style.css");
/// Tables from data, and saving them; the page says everything without it.
const SCRIPT: &str = include_str!("page/script.js");

/// The page.
///
/// # Errors
/// If a headline outcome is not observed, or a store refuses.
pub fn text(
    observed: &Observed,
    figures: &[Figure],
    origin: &Origin,
    over: Option<&OverDraws>,
) -> Result<String, Error> {
    let facts = Facts { over, ..Facts::of(observed)? };
    let page = document(&facts, figures, &sections(&facts, figures, origin));
    observed.check()?;
    Ok(page.into_string() + "\n")
}

/// All sections below the first screen that the run has something for.
fn sections(facts: &Facts, figures: &[Figure], origin: &Origin) -> Vec<Section> {
    let scenario = rules::scenario(facts);
    let all = [
        outcomes::reported(facts, figures),
        people::section(facts, figures),
        spending::section(facts, figures),
        worth::section(facts, figures),
        outcomes::waiting(facts, figures),
        outcomes::crises(facts, figures),
        outcomes::homes(facts, figures),
        outcomes::staff(facts, figures),
        services::evaluation(facts, figures),
        services::practice(figures),
        services::town(figures),
        services::lives(figures),
        services::census(facts),
        scenario.as_ref().and_then(|scenario| rules::side_by_side(facts, scenario)),
        scenario.as_ref().and_then(rules::changes),
        Some(methods::section(facts, origin, scenario.is_some())),
    ];
    all.into_iter().flatten().collect()
}

fn document(facts: &Facts, figures: &[Figure], sections: &[Section]) -> Markup {
    let record = facts.observed.record;
    let title = worded(&record.scenario);
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (title) " – regimes" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the finding" }
                header {
                    p.brand { "regimes · a simulation, not a forecast" }
                    h1 { (title) }
                    p { (record.about) " Simulated " (horizon(facts.observed)) "." }
                }
                main #main {
                    (first_screen(facts, figures))
                    (contents(sections))
                    @for section in sections {
                        section #(section.id) aria-labelledby={ "h-" (section.id) } {
                            h2 id={ "h-" (section.id) } { (section.heading) }
                            (section.body)
                        }
                    }
                }
                footer { p { "regimes " (record.version) " · " (record.scenario) " · seed " (record.seed) } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn first_screen(facts: &Facts, figures: &[Figure]) -> Markup {
    let curves = ["overview", "flourishing_difference"].map(|name| drawn::figure(figures, name));
    html! {
        section #finding aria-labelledby="h-finding" {
            h2 #h-finding { "The finding" }
            (opening::finding(facts))
            @if let Some(over) = glance::over_draws(facts) { (over) }
            @if let Some(glance) = glance::table(facts) { (glance) }
            @if let Some(beside) = facts.over.and_then(|over| luck_and_parameters::figure(facts.observed, &facts.effects, over).ok()) {
                @if let Some(figure) = drawn::shown(&beside) { (figure) }
            }
        }
        div.beside {
            section #caveats aria-labelledby="h-caveats" { (cautions::caveats(facts)) }
            @if let Some(warnings) = cautions::warnings(facts) {
                section #warnings aria-labelledby="h-warnings" { (warnings) }
            }
        }
        @if let Some(curves) = &curves[0] {
            (curves)
            p.note {
                "Lines are medians, and lines that lie apart decide nothing. Titles name a direction only where the verdicts of "
                "this page do: for residents that on all of them and that on the people whom the page opens with."
            }
        }
        @if let Some(measures) = opening::measures(facts) { (measures) }
        @if let Some(difference) = &curves[1] { (difference) }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ul { @for section in sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw;
    use crate::run_record::Record;
    use crate::stop::Stop;
    use crate::synthetic;
    use regimes_study::simulation::trace::{Ensemble, Trace};
    use regimes_study::statistics::effects::Verdict;

    fn page(record: &Record, ensemble: &Ensemble) -> String {
        let observed = Observed::new(record, ensemble).unwrap();
        let figures = draw(&observed, &Stop::default(), &mut Vec::new()).unwrap();
        let origin = Origin { commit: "abc".to_owned(), sources: "0123".to_owned() };
        text(&observed, &figures, &origin, None).unwrap()
    }

    /// The text between two marks, without tags.
    fn between(page: &str, from: &str, to: &str) -> String {
        let part = page.split_once(from).unwrap().1.split_once(to).unwrap().0;
        let plain = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        plain.collect::<String>()
    }

    fn finding(page: &str) -> String {
        between(page, "The finding</h2>", "</section>")
    }

    fn headings(page: &str) -> Vec<&str> {
        page.split("<h2 id=\"h-").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    }

    #[test]
    fn the_finding_is_one_sentence_with_frequencies_for_residents_cost_and_staff() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 30, 60);
        let told = finding(&page(&record, &ensemble));
        assert!(
            told.starts_with("In this model, under these assumptions, over the whole horizon of 60 weeks, under HLS")
        );
        let needs = "flourishing of people with three or more needs at the start is higher in 30 of 30 paired futures";
        assert!(told.contains(needs) && told.contains("public cost ") && told.contains("staff wellbeing is higher in"));
        assert_eq!(told.matches(". ").count(), 0, "{told}");
    }

    #[test]
    fn nothing_is_said_that_its_verdict_does_not_say() {
        for (shift, verdict, words) in [
            (0.0, Verdict::NoDifference, "shows no difference worth naming in 8 of 8 paired futures"),
            (0.3, Verdict::Win, "is higher in 8 of 8 paired futures"),
            (-0.3, Verdict::Loss, "is lower in 8 of 8 paired futures"),
        ] {
            let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
            for run in &mut ensemble.traces {
                for row in run.cohorts.iter_mut().filter(|row| row.cohort == "three_or_more_needs") {
                    row.mean = 0.4 + if run.arm == 1 { shift } else { 0.0 };
                }
            }
            let observed = Observed::new(&record, &ensemble).unwrap();
            let facts = Facts::of(&observed).unwrap();
            let effect = facts.effect(1, "three_or_more_needs", "flourishing").unwrap();
            assert_eq!(effect.verdict(), Some(verdict));
            let page = page(&record, &ensemble);
            let told = finding(&page);
            let clause = format!("flourishing of people with three or more needs at the start {words}");
            assert!(told.contains(&clause), "{told}");
            let table = page.split_once("<caption>HLS against NPM, by who people were").unwrap().1;
            let row = between(table, "People with three or more needs", "</tr>");
            assert_eq!(row.contains("no difference worth naming"), verdict == Verdict::NoDifference, "{row}");
        }
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        for run in ensemble.traces.iter_mut().filter(|run| run.arm == 1) {
            let mean = if run.replicate % 2 == 0 { 0.6 } else { 0.2 };
            run.cohorts.iter_mut().filter(|row| row.cohort == "three_or_more_needs").for_each(|row| row.mean = mean);
        }
        let page = page(&record, &ensemble);
        let told = finding(&page);
        let open = "is undecided (higher in 4, lower in 4, no difference worth naming in 0 of 8 paired futures)";
        assert!(told.contains(open) && page.contains("Undecided. "), "{told}");
    }

    /// Draws of the effects of HLS: on people with three or more needs better by enough in `better` of 40, and in the rest even.
    fn draws(record: &Record, better: usize) -> OverDraws {
        let share = better as f64 / 40.0;
        let verdict = if better >= 32 { "win" } else { "undecided" };
        let rest = (1.0 - share) / 2.0;
        let rows = format!(
            "arm_a,arm_b,cohort,outcome,source,draws,effect,q05,q95,judged,better,worse,inside,verdict\n\
             npm,hls,three_or_more_needs,flourishing,made up,40,0.05,-0.05,0.2,40,{share},{rest},{rest},{verdict}\n\
             npm,hls,all,public_cost,made up,40,0.1,-0.5,0.5,40,0,0,1,no difference\n\
             npm,hls,staff,staff_wellbeing,made up,40,0.1,0.05,0.15,40,1,0,0,win\n"
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(crate::draw_effects_table::EFFECTS), rows).unwrap();
        OverDraws::read(folder.path(), record).unwrap().unwrap()
    }

    #[test]
    fn luck_alone_stands_beside_luck_and_parameters_where_there_are_draws() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 30, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let origin = Origin { commit: "abc".to_owned(), sources: "0123".to_owned() };
        for (better, words, title) in [
            (
                20,
                "is undecided (higher in 20, lower in 10, no difference worth naming in 10 of 40 draws)",
                "1 of 2 verdicts",
            ),
            (36, "is higher in 36 of 40 draws", "2 of 2 verdicts"),
        ] {
            let over = draws(&record, better);
            let page = text(&observed, &[], &origin, Some(&over)).unwrap();
            let told = finding(&page);
            assert!(told.contains("by luck alone, with one value of each parameter, under HLS"), "{told}");
            assert!(told.contains("is higher in 30 of 30 paired futures"), "{told}");
            assert!(told.contains("By luck and parameters together, over 40 draws") && told.contains(words), "{told}");
            let table = between(&page, "<caption>All arms against NPM", "</table>");
            assert!(table.contains("luck alone") && table.contains("luck and parameters") && table.contains(words));
            assert!(page.contains("<figure id=\"luck_and_parameters\"") && page.contains(title), "{title}");
            assert!(page.contains("is what the 40 draws show") && !page.contains("The ranges show luck alone:"));
        }
        let page = text(&observed, &[], &origin, None).unwrap();
        assert!(page.contains("The ranges show luck alone:") && !page.contains("luck and parameters"));
    }

    #[test]
    fn the_page_says_which_calibration_the_base_names() {
        let (mut record, ensemble) = synthetic::make(&["npm", "hls"], 6, 60);
        assert!(page(&record, &ensemble).contains("The folder names no calibration"));
        record.calibration = Some("england".to_owned());
        let page = page(&record, &ensemble);
        assert!(page.contains("come from the calibration <b>england</b>") && !page.contains("Nothing was fitted here"));
        assert!(page.contains("Parameters were fitted to how services are"));
    }

    #[test]
    fn few_futures_decide_nothing_and_the_page_says_so() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 4, 60);
        let page = page(&record, &ensemble);
        let told = finding(&page);
        assert!(told.contains("4 paired futures are too few to say which arm does better: 5 at least"), "{told}");
        let whole = between(&page, "<main", "</main>");
        assert!(!whole.contains("er, the whole range") && whole.contains("Too few futures."), "{whole}");
        assert!(whole.contains("too few futures to say"));
    }

    #[test]
    fn any_number_of_arms_of_any_name_has_a_page() {
        let many = ["x", "b_b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        for n in [1, 2, 3, 12] {
            let (record, ensemble) = synthetic::make(&many[..n], 6, 60);
            let page = page(&record, &ensemble);
            for arm in &record.arms {
                assert!(page.contains(&arm.label));
            }
            let told = finding(&page);
            assert_eq!(told.contains("stands alone"), n == 1, "{told}");
            assert!(["HLS", "NPM"].iter().all(|name| !told.contains(name)), "{told}");
            assert!(!page.contains("NaN") && !page.contains("inf<"));
        }
    }

    #[test]
    fn sections_without_data_are_absent() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 6, 60);
        let all = [
            "whom",
            "money",
            "worth",
            "waiting",
            "crises",
            "homes-section",
            "staff-section",
            "evaluation",
            "spread",
            "town-section",
            "lives-section",
            "services",
            "methods",
        ];
        let whole = page(&record, &ensemble);
        assert!(all.iter().all(|section| headings(&whole).contains(section)), "{:?}", headings(&whole));
        assert!(!headings(&whole).contains(&"rules"), "the made-up record has no scenario");
        for run in &mut ensemble.traces {
            *run = Trace {
                outcomes: run.outcomes.clone(),
                weights: run.weights.clone(),
                ..Trace::new(run.arm, run.replicate)
            };
        }
        let page = page(&record, &ensemble);
        let left = headings(&page);
        for section in ["whom", "worth", "evaluation", "town-section", "lives-section", "services", "measures"] {
            assert!(!left.contains(&section), "{left:?}");
        }
        assert!(left.contains(&"reported") && left.contains(&"methods") && left.contains(&"caveats"));
        assert!(finding(&page).contains("HLS does better than NPM on flourishing"), "{}", finding(&page));
    }

    #[test]
    fn warnings_are_given_where_a_run_gives_cause() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 6, 156);
        let (column, n) = (record.outcome("staff_wellbeing").unwrap(), record.outcomes.len());
        let [moving, cost] = ["flourishing", "public_cost"].map(|name| record.outcome(name).unwrap());
        for run in &mut ensemble.traces {
            for (week, row) in run.outcomes.chunks_exact_mut(n).enumerate() {
                row[column] = 0.999;
                row[moving] -= 0.001 * week as f64;
                row[cost] += 5.0 * run.arm as f64;
            }
        }
        let page = page(&record, &ensemble);
        let told = between(&page, "<ul class=\"warnings\">", "</ul>");
        for words in
            ["A saturated outcome. Staff wellbeing is at the top", "A drifting reference. Flourishing under NPM"]
        {
            assert!(told.contains(words), "{told}");
        }
        assert!(told.contains("A status quo unlike published services.") && told.contains("Unequal money."), "{told}");
    }
}
