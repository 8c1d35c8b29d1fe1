//! Numbers that are each in range and cannot be true together.

use crate::check::checker::Checker;
use crate::file::File;
use regimes_model::units::DOMAINS;
use std::collections::BTreeMap;

/// How far the shares of groups may be from one together.
const ROUNDING: f64 = 1e-6;

/// Groups whose shares a message shows.
const SHARES_SHOWN: usize = 12;

/// Checks numbers against each other.
pub fn check(checker: &mut Checker<'_>, file: &File) {
    domains(checker, file);
    groups(checker, file);
    residents(checker, file);
    staff(checker, file);
    room(checker, file);
    evaluation(checker, file);
    copies(checker, file);
}

/// Largest part of the residents in a cohort: beyond it those of the highest need and those in the middle overlap.
const LARGEST_COHORT: f64 = 1.0 / 3.0;

/// Checks that nobody is in both cohorts of an evaluation.
fn evaluation(checker: &mut Checker<'_>, file: &File) {
    let share = file.evaluation.cohort_share;
    if share > LARGEST_COHORT {
        let message =
            format!("cohorts of {share} of the residents overlap: some would be in both, high and in the middle");
        checker.report("evaluation.cohort_share", message, "a third at the most".to_owned());
    }
}

/// Checks that no organisation bears the name that a copy of another bears in tables.
fn copies(checker: &mut Checker<'_>, file: &File) {
    let several: BTreeMap<&str, u32> =
        file.organisations.iter().filter(|(_, o)| o.copies > 1).map(|(name, o)| (name, o.copies)).collect();
    for (name, _) in file.organisations.iter() {
        let Some((stem, number)) = name.rsplit_once('_') else { continue };
        let of = several.get(stem).filter(|copies| number.parse().is_ok_and(|n: u32| n <= **copies));
        if of.is_some() {
            let message = format!("`{name}` is also what a copy of `{stem}` is called");
            checker.report(&format!("organisations.{name}"), message, "give it another name".to_owned());
        }
    }
}

/// Groups that a resident's column can distinguish.
const MOST_GROUPS: usize = 255;
/// Organisations of a place that the addresses of draws can distinguish.
const MOST_ORGANISATIONS: u32 = 4096;

/// Checks that there is room for all that are named.
fn room(checker: &mut Checker<'_>, file: &File) {
    if let Some((name, _)) = file.groups.0.get(MOST_GROUPS) {
        let message = format!("there are {} groups; there is room for {MOST_GROUPS}", file.groups.len());
        checker.report(&format!("groups.{name}"), message, "merge groups that are alike".to_owned());
    }
    let mut copies: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, organisation) in file.organisations.iter() {
        let all = copies.entry(&organisation.place).or_default();
        *all = all.saturating_add(organisation.copies);
    }
    for (place, all) in copies {
        if all > MOST_ORGANISATIONS {
            let message = format!("`{place}` has {all} organisations; there is room for {MOST_ORGANISATIONS}");
            checker.report("organisations", message, "fewer `copies`, or several places".to_owned());
        }
    }
}

fn domains(checker: &mut Checker<'_>, file: &File) {
    if let Some((name, _)) = file.domains.0.get(DOMAINS) {
        let message = format!("there are {} domains; there is room for {DOMAINS}", file.domains.len());
        let remedy = format!("leave out `{name}` and what follows, or merge domains that are alike");
        checker.report(&format!("domains.{name}"), message, remedy);
    }
    for (name, domain) in file.domains.iter() {
        if domain.outside > domain.factors {
            let message = format!(
                "`{name}` has {} factors, and {} of them belong to others outside",
                domain.factors, domain.outside
            );
            let remedy = format!("`outside` from 0 to {}, or more `factors`", domain.factors);
            checker.report(&format!("domains.{name}.outside"), message, remedy);
        }
    }
}

fn groups(checker: &mut Checker<'_>, file: &File) {
    let sum: f64 = file.groups.iter().map(|(_, group)| group.share).sum();
    if file.groups.is_empty() || (sum - 1.0).abs() <= ROUNDING {
        return;
    }
    let shares = file.groups.iter().map(|(name, group)| format!("{name} {}", group.share)).take(SHARES_SHOWN);
    let shares: Vec<String> = shares.collect();
    let message = format!("the shares of the groups sum to {sum:.6}, not to 1");
    checker.report("groups", message, format!("now: {}", shares.join(", ")));
}

fn residents(checker: &mut Checker<'_>, file: &File) {
    let all: u64 = file.places.iter().map(|(_, place)| u64::from(place.residents)).sum();
    if let (0, Some((name, _))) = (all, file.places.0.first()) {
        let message = "nobody lives in any place".to_owned();
        let remedy = format!("give at least one place residents: `residents = 2000` in `[places.{name}]`");
        checker.report(&format!("places.{name}.residents"), message, remedy);
    }
}

/// Checks that somebody works in each place that has organisations.
fn staff(checker: &mut Checker<'_>, file: &File) {
    let mut posts: BTreeMap<&str, (&str, f64)> = BTreeMap::new();
    for (name, organisation) in file.organisations.iter() {
        posts.entry(&organisation.place).or_insert((name, 0.0)).1 += organisation.staff.posts_fte;
    }
    for (place, _) in file.places.iter() {
        let Some((first, posts)) = posts.get(place).copied() else { continue };
        if posts <= 0.0 {
            let message = format!("no organisation in `{place}` has a post");
            let remedy = format!(
                "give one of them staff: `staff.posts_fte = 8` in `[organisations.{first}]`; for a town without services, an arm can say `services = false`"
            );
            checker.report(&format!("organisations.{first}.staff.posts_fte"), message, remedy);
        }
    }
}
