//! Names that refer to something, and things that have to be there.

use crate::check::checker::Checker;
use crate::file::File;
use crate::name::{fault, shown, text_fault};
use crate::nearest::advice;
use crate::tree::{self, Literal};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::town::{Event, Organisation};
use regimes_model::parameters::{Named, Slot};
use std::collections::{BTreeMap, BTreeSet};

/// Checks that what is needed is there, and that each name means something.
pub fn check(checker: &mut Checker<'_>, file: &File) {
    own_name(checker, file);
    texts(checker, file);
    there_is_something(checker, file);
    currency(checker, file);
    headline(checker, file);
    domains(checker, file);
    places(checker, file);
    organisations(checker, file);
    events(checker, file);
    arms(checker, file);
    focus(checker, file);
}

fn own_name(checker: &mut Checker<'_>, file: &File) {
    let name = &file.name;
    if name.is_empty() {
        let remedy = "`name = \"my_town\"`, say; result folders are named after it".to_owned();
        checker.report("name", "the scenario has no name".to_owned(), remedy);
    } else if let Some((message, remedy)) = fault(name) {
        checker.report("name", message, remedy);
    }
}

/// Checks texts, which stand in tables: that they can be seen whole, and that no reader takes them for something else.
fn texts(checker: &mut Checker<'_>, file: &File) {
    for leaf in tree::leaves(&mut file.clone(), "") {
        let Literal::Text(text) = leaf.value else { continue };
        if let Some((message, remedy)) = text_fault(&text).filter(|_| leaf.path != "name") {
            checker.report(&leaf.path, message, remedy);
        }
    }
    for (name, domain) in file.domains.iter() {
        let Some(crisis) = &domain.crisis else { continue };
        let path = format!("domains.{name}.crisis.kind");
        if let Some((message, remedy)) = fault(&crisis.kind).filter(|_| text_fault(&crisis.kind).is_none()) {
            checker.report(&path, message, remedy);
        }
    }
}

fn there_is_something(checker: &mut Checker<'_>, file: &File) {
    let needed = [
        ("domains", file.domains.is_empty(), "`[domains.housing]`"),
        ("groups", file.groups.is_empty(), "`[groups]` with `everyone = { share = 1.0 }`"),
        ("places", file.places.is_empty(), "`[places.village]` with `residents = 2000`"),
        ("organisations", file.organisations.is_empty(), "`[organisations.office]` with its `place` and `domains`"),
        (
            "arms",
            file.arms.is_empty(),
            "`[arms.npm]` with `preset = \"npm\"`, and `[arms.hls]` with `preset = \"hls\"`",
        ),
    ];
    for (path, missing, example) in needed {
        if missing {
            checker.report(path, format!("there are no {path}"), format!("add one: {example}"));
        }
    }
}

fn currency(checker: &mut Checker<'_>, file: &File) {
    let code = &file.costs.currency;
    if code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()) {
        let message = format!("`{code}` is not the code of a currency");
        let remedy = "three capital letters: `GBP`, `EUR`, `USD`".to_owned();
        checker.report("costs.currency", message, remedy);
    }
}

fn headline(checker: &mut Checker<'_>, file: &File) {
    let outcomes: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
    let mut seen = BTreeSet::new();
    if file.headline.is_empty() {
        let message = "the headline is empty".to_owned();
        checker.report("headline", message, "name at least one outcome; `regimes doc outcomes` lists them".to_owned());
    }
    for (index, name) in file.headline.iter().enumerate() {
        let path = format!("headline[{index}]");
        if !outcomes.contains(&name.as_str()) {
            let message = format!("there is no outcome `{}`", shown(name));
            let near = checker.nearest(name, &outcomes);
            let guess = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            checker.report(&path, message, format!("{guess}`regimes doc outcomes` lists them"));
        }
        once(checker, &mut seen, name, &path);
    }
}

/// Checks that the focus, if any, is an arm beside the first.
fn focus(checker: &mut Checker<'_>, file: &File) {
    let arms = Names::of("arms", &file.arms);
    let Some((first, others)) = arms.list.split_first() else { return };
    if file.focus.is_empty() {
        return;
    }
    if *first == file.focus {
        let message = format!("`{}` is the first arm, which all others are compared with", file.focus);
        let remedy = match others {
            [] => "leave `focus` out".to_owned(),
            _ => format!("name the arm that the scenario is about: {}", others.join(", ")),
        };
        checker.report("focus", message, remedy);
    } else {
        arms.hold(checker, &file.focus, "focus");
    }
}

/// Checks that a list does not name the same thing a second time.
fn once<'a>(checker: &mut Checker<'_>, seen: &mut BTreeSet<&'a str>, name: &'a str, path: &str) {
    if !seen.insert(name) {
        let message = format!("`{}` stands here twice", shown(name));
        checker.report(path, message, "name it once".to_owned());
    }
}

/// The names of a collection.
struct Names<'a> {
    collection: &'static str,
    list: Vec<&'a str>,
    set: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of<T>(collection: &'static str, sections: &'a Named<T>) -> Names<'a> {
        let list: Vec<&str> = sections.iter().map(|(name, _)| name).collect();
        Names { collection, set: list.iter().copied().collect(), list }
    }

    /// Checks that a name is among them.
    fn hold(&self, checker: &mut Checker<'_>, name: &str, path: &str) {
        if !self.set.contains(name) {
            let message = format!("there is no `{}` in `{}`", shown(name), self.collection);
            let advice = checker.advice(name, &self.list);
            checker.report_about(path, &format!("{}.{name}", self.collection), message, advice);
        }
    }

    fn first_or(&self, usual: &'a str) -> &'a str {
        self.list.first().unwrap_or(&usual)
    }
}

fn domains(checker: &mut Checker<'_>, file: &File) {
    let names = Names::of("domains", &file.domains);
    for (name, domain) in file.domains.iter() {
        for (raised, _) in &domain.raises {
            let path = format!("domains.{name}.raises.{raised}");
            names.hold(checker, raised, &path);
            if raised == name {
                let message = format!("`{name}` raises itself");
                checker.report(&path, message, "a domain raises others; leave this number out".to_owned());
            }
        }
    }
    tenancies(checker, file, &names);
}

/// Checks that at most one domain has a tenancy, and that it refers to domains.
fn tenancies(checker: &mut Checker<'_>, file: &File, domains: &Names<'_>) {
    let mut first = None;
    for (name, domain) in file.domains.iter() {
        let Some(tenancy) = &domain.tenancy else { continue };
        let path = format!("domains.{name}.tenancy");
        for (key, other) in [("debt", &tenancy.debt), ("safety", &tenancy.safety)] {
            let path = format!("{path}.{key}");
            if !other.is_empty() {
                domains.hold(checker, other, &path);
            }
            if other == name {
                let message = format!("`{name}` is the domain of the home itself");
                let remedy = "its need counts by `loss_by_need`; name another domain, or leave this key out".to_owned();
                checker.report(&path, message, remedy);
            }
        }
        match first {
            None => first = Some(name),
            Some(first) => {
                let message = format!("`{name}` has a tenancy, and `{first}` has one already");
                checker.report(&path, message, "a person has one home: leave out one of the two".to_owned());
            }
        }
    }
    for (arm, planned) in file.arms.iter().filter(|_| first.is_none()) {
        if planned.homes_bought_per_week > 0.0 {
            let path = format!("arms.{arm}.homes_bought_per_week");
            let message = "homes are bought, and no domain has a tenancy".to_owned();
            checker.report(&path, message, "give one, as `domains.housing.tenancy.homes_per_week = 2`".to_owned());
        }
    }
}

/// Places to move on to belong to domains that turn into a crisis.
fn places(checker: &mut Checker<'_>, file: &File) {
    let names = Names::of("domains", &file.domains);
    let limited = file.places.iter().any(|(_, declared)| !declared.move_on_places_per_week.is_empty());
    for (arm, _) in file.arms.iter().filter(|(_, planned)| planned.places_times != 1.0 && !limited) {
        let message = "places to move on to are multiplied, and no place has a number of them".to_owned();
        let remedy = "give one, as `move_on_places_per_week = { housing = 2 }` of a place, or leave this key out";
        checker.report(&format!("arms.{arm}.places_times"), message, remedy.to_owned());
    }
    for (place, declared) in file.places.iter() {
        for (name, _) in &declared.move_on_places_per_week {
            let path = format!("places.{place}.move_on_places_per_week.{name}");
            names.hold(checker, name, &path);
            let domain = file.domains.iter().find(|(known, _)| known == name);
            if domain.is_some_and(|(_, domain)| domain.crisis.is_none()) {
                let message = format!("nobody in `{name}` waits for a place to move on to");
                let remedy = format!("leave this number out, or give `domains.{name}` a `crisis`");
                checker.report(&path, message, remedy);
            }
        }
    }
}

fn organisations(checker: &mut Checker<'_>, file: &File) {
    let domains = Names::of("domains", &file.domains);
    let places = Names::of("places", &file.places);
    let services = Names::of("services", &file.services);
    for (name, organisation) in file.organisations.iter() {
        let path = format!("organisations.{name}");
        if organisation.place.is_empty() {
            let remedy = format!("`place = \"{}\"` in `[{path}]`, say", places.first_or("village"));
            checker.report(&format!("{path}.place"), format!("`{name}` has no place"), remedy);
        } else {
            places.hold(checker, &organisation.place, &format!("{path}.place"));
        }
        if organisation.domains.is_empty() {
            let remedy = format!("`domains = [\"{}\"]` in `[{path}]`, say", domains.first_or("housing"));
            checker.report(&format!("{path}.domains"), format!("`{name}` works in no domain"), remedy);
        }
        if !organisation.service.is_empty() {
            services.hold(checker, &organisation.service, &format!("{path}.service"));
        }
        let mut seen = BTreeSet::new();
        for (index, domain) in organisation.domains.iter().enumerate() {
            let path = format!("{path}.domains[{index}]");
            domains.hold(checker, domain, &path);
            once(checker, &mut seen, domain, &path);
        }
        indicator(checker, name, organisation, &domains);
    }
}

/// Checks that an indicator counts where its organisation works.
fn indicator(checker: &mut Checker<'_>, name: &str, own: &Organisation, domains: &Names<'_>) {
    let counted = &own.indicator.domain;
    if counted.is_empty() || own.domains.is_empty() {
        return;
    }
    let path = format!("organisations.{name}.indicator.domain");
    if !domains.set.contains(counted.as_str()) {
        domains.hold(checker, counted, &path);
    } else if !own.domains.contains(counted) {
        let message = format!("the indicator of `{name}` counts in `{counted}`, where `{name}` does not work");
        let here: Vec<&str> = own.domains.iter().map(String::as_str).collect();
        let about = format!("organisations.{name}.domains");
        checker.report_about(&path, &about, message, advice(counted, &here));
    }
}

fn events(checker: &mut Checker<'_>, file: &File) {
    let domains = Names::of("domains", &file.domains);
    let places = Names::of("places", &file.places);
    for (name, event) in file.events.iter() {
        if does_nothing(event) {
            let message = format!("nothing happens in the event `{name}`");
            let remedy = format!("say what, as in `scandal = {{ trust_lost = 0.2 }}` in `[events.{name}]`");
            checker.report(&format!("events.{name}"), message, remedy);
        }
        if !event.place.is_empty() {
            places.hold(checker, &event.place, &format!("events.{name}.place"));
        }
        if let Some(surge) = event.surge.as_ref().filter(|surge| !surge.domain.is_empty()) {
            domains.hold(checker, &surge.domain, &format!("events.{name}.surge.domain"));
        }
    }
}

/// Checks that an arm comes into force somewhere, and that what it names is there.
fn arms(checker: &mut Checker<'_>, file: &File) {
    let places = Names::of("places", &file.places);
    let organisations = Names::of("organisations", &file.organisations);
    let homes: BTreeMap<&str, &String> =
        file.organisations.iter().map(|(name, organisation)| (name, &organisation.place)).collect();
    for (name, arm) in file.arms.iter() {
        let mut seen = BTreeSet::new();
        for (index, place) in arm.places.iter().enumerate() {
            let path = format!("arms.{name}.places[{index}]");
            places.hold(checker, place, &path);
            once(checker, &mut seen, place, &path);
        }
        let mut seen = BTreeSet::new();
        for (index, one) in arm.only.iter().enumerate() {
            let path = format!("arms.{name}.only[{index}]");
            organisations.hold(checker, one, &path);
            once(checker, &mut seen, one, &path);
            let place = homes.get(one.as_str()).copied();
            if let Some(place) = place.filter(|place| !arm.places.is_empty() && !arm.places.contains(place)) {
                let message = format!("`{one}` is in `{place}`, where the arm `{name}` does not come into force");
                let remedy = format!("add `{place}` to `places`, or leave `{one}` out");
                checker.report_about(&path, &format!("arms.{name}.places"), message, remedy);
            }
        }
    }
}

/// Whether an event has no part that could happen.
fn does_nothing(event: &Event) -> bool {
    let mut event = event.clone();
    let happens = |(_, slot): (_, Slot<'_>)| match slot {
        Slot::Optional(part) => part.get().is_some(),
        _ => false,
    };
    event.emergency_weeks == 0 && !tree::entries(&mut event).into_iter().any(happens)
}
