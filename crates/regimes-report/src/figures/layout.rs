//! Texts that leave the page or lie on one another, and figures of many shapes in which none may.

use crate::figures::fonts;
use crate::figures::scene::{Anchor, Mark, Scene};

/// A text and its left, right, upper and lower edge (point).
type Edged<'a> = (&'a str, [f64; 4]);

fn boxes(scene: &Scene) -> Vec<Edged<'_>> {
    scene.marks.iter().filter_map(edged).collect()
}

fn edged(mark: &Mark) -> Option<Edged<'_>> {
    let Mark::Text { at, text, face } = mark else { return None };
    let wide = fonts::width(text, face.size, face.weight);
    let left = match face.anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - wide / 2.0,
        Anchor::End => at.0 - wide,
    };
    Some((text, [left, left + wide, at.1 - 0.8 * face.size, at.1 + 0.25 * face.size]))
}

/// Texts that do not lie wholly on the drawing.
pub fn clipped(scene: &Scene) -> Vec<&str> {
    let is_off =
        |[left, right, high, low]: [f64; 4]| left < 0.0 || right > scene.width || high < 0.0 || low > scene.height;
    boxes(scene).into_iter().filter(|(_, edges)| is_off(*edges)).map(|(text, _)| text).collect()
}

/// Pairs of texts that lie on one another by more than a point across and a third of a line up.
pub fn overlapping(scene: &Scene) -> Vec<(&str, &str)> {
    let all = boxes(scene);
    let shared = |a: (f64, f64), b: (f64, f64)| a.1.min(b.1) - a.0.max(b.0);
    let mut found = Vec::new();
    for (place, (a, [left, right, high, low])) in all.iter().enumerate() {
        for (b, edges) in &all[place + 1..] {
            let across = shared((*left, *right), (edges[0], edges[1]));
            let up = shared((*high, *low), (edges[2], edges[3]));
            if across > 1.0 && up > 0.34 * (low - high).min(edges[3] - edges[2]) && !a.is_empty() && !b.is_empty() {
                found.push((*a, *b));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::FIGURES;
    use crate::observed::Observed;
    use crate::run_record::{EventMark, Record};
    use crate::synthetic;
    use regimes_study::simulation::trace::{Ensemble, Trace};

    const NAMES: [&str; 12] = [
        "nothing_changed",
        "trauma_informed",
        "trauma_informed_and_contracts",
        "a_way_of_working_with_many_short_words_in_it",
        "none",
        "learning_across_organisations_and_places",
        "learning_across_organisations_and_countries",
        "hls",
        "npm",
        "b",
        "interdepartmentalisationofeverything",
        "quarter_begins_with_both",
    ];

    /// What is done to made-up runs before they are drawn.
    type Change = fn(&mut Trace, usize);

    fn each_row(run: &mut Trace, columns: usize, change: impl Fn(usize, &mut [f64])) {
        run.outcomes.chunks_exact_mut(columns).enumerate().for_each(|(week, row)| change(week, row));
    }

    const CHANGES: [(&str, Change); 6] = [
        ("as they are", |_, _| {}),
        ("all values coincide", |run, n| each_row(run, n, |_, row| row.fill(0.5))),
        ("every other half-year is missing", |run, n| {
            each_row(run, n, |week, row| {
                if week / 26 % 2 == 1 {
                    row.fill(f64::NAN)
                }
            });
        }),
        ("one arm is missing", |run, n| {
            if run.arm == 1 {
                each_row(run, n, |_, row| row.fill(f64::NAN))
            }
        }),
        ("one run is missing", |run, n| {
            if run.replicate == 1 {
                each_row(run, n, |_, row| row.fill(f64::NAN))
            }
        }),
        ("everything is missing", |run, n| {
            each_row(run, n, |_, row| row.fill(f64::NAN));
            run.groups.iter_mut().for_each(|row| row.value = f64::NAN);
            run.evaluation.iter_mut().for_each(|row| (row.apparent, row.true_effect) = (f64::NAN, f64::NAN));
        }),
    ];

    fn check(record: &Record, ensemble: &Ensemble, change: &str) {
        let observed = Observed::new(record, ensemble).unwrap();
        for plan in FIGURES {
            let Ok(figure) = (plan.draw)(&observed) else { continue };
            let about = format!("{}, {} arms, {} weeks, {change}", plan.name, record.arms.len(), ensemble.weeks);
            assert_eq!(clipped(&figure.scene), Vec::<&str>::new(), "{about}");
            assert_eq!(overlapping(&figure.scene), Vec::<(&str, &str)>::new(), "{about}");
            assert!(figure.title.split_whitespace().count() < 10, "{about}: {}", figure.title);
            assert!(!figure.title.contains("NaN") && !figure.alt.contains("NaN"), "{about}: {}", figure.title);
            assert!(figure.alt.contains("n this model, under these assumptions"), "{about}: {}", figure.alt);
            assert!(figure.rows.iter().all(|row| row.len() == figure.header.len()), "{about}");
        }
    }

    /// Made-up runs of some arms of which the fifth has no services.
    fn made(n: usize, weeks: u32) -> (Record, Ensemble) {
        let (mut record, ensemble) = synthetic::make(&NAMES[..n], 5, weeks);
        record.events.retain(|event| event.arm.is_none_or(|arm| arm < n));
        record.idle = if n > 4 { vec![4] } else { Vec::new() };
        record.focus = (n > 2).then_some(2);
        (record, ensemble)
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_for_any_number_of_arms_and_weeks() {
        for (n, weeks) in [
            (1, 1),
            (2, 2),
            (3, 5),
            (4, 13),
            (5, 26),
            (6, 52),
            (7, 60),
            (8, 104),
            (9, 156),
            (10, 260),
            (11, 520),
            (12, 60),
            (2, 2080),
        ] {
            let (mut record, ensemble) = made(n, weeks);
            check(&record, &ensemble, "with a focus");
            record.focus = None;
            check(&record, &ensemble, "without a focus");
            check(&record.blinded(), &ensemble, "blinded");
        }
    }

    #[test]
    fn what_is_missing_leaves_gaps_and_no_wrong_word() {
        for n in [1, 2, 3, 5, 8] {
            for (change, of) in CHANGES {
                let (record, mut ensemble) = made(n, 60);
                ensemble.traces.iter_mut().for_each(|run| of(run, record.outcomes.len()));
                check(&record, &ensemble, change);
            }
        }
    }

    #[test]
    fn many_events_leave_room_for_the_figure() {
        let (mut record, ensemble) = made(3, 60);
        let event = |week| EventMark::new(week, "An event with a rather long name of many words", None);
        record.events = (0..30).map(|n| event(2 * n)).collect();
        check(&record, &ensemble, "thirty events");
    }

    #[test]
    fn a_failed_arm_has_no_curve_and_no_column() {
        let (record, mut ensemble) = made(3, 60);
        for run in ensemble.traces.iter_mut().filter(|run| run.arm == 1) {
            run.error = Some("no staff left".to_owned());
        }
        check(&record, &ensemble, "an arm failed");
    }

    #[test]
    fn an_arm_without_services_has_no_staff_in_any_figure() {
        let (record, ensemble) = made(5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        for plan in FIGURES.iter().filter(|plan| plan.name.starts_with("staff") || plan.name == "reported_and_true") {
            let figure = (plan.draw)(&observed).unwrap();
            assert!(!figure.alt.contains("under None"), "{}: {}", plan.name, figure.alt);
            assert!(figure.rows.iter().flatten().all(|cell| cell != "none"), "{}", plan.name);
        }
    }
}
