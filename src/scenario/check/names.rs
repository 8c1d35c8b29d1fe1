//! Names that refer to something, and things that have to be there.

use crate::model::outcomes::OUTCOMES;
use crate::model::town::{Event, Organisation};
use crate::parameters::Slot;
use crate::scenario::check::Checker;
use crate::scenario::file::File;
use crate::scenario::nearest::{advice, as_identifier, is_identifier};
use crate::scenario::tree;

/// Checks that what is needed is there, and that each name means something.
pub fn check(checker: &mut Checker<'_>, file: &File) {
    own_name(checker, file);
    there_is_something(checker, file);
    headline(checker, file);
    domains(checker, file);
    organisations(checker, file);
    events(checker, file);
    arms(checker, file);
    focus(checker, file);
}

fn own_name(checker: &mut Checker<'_>, file: &File) {
    let name = &file.name;
    if name.is_empty() {
        let remedy = "`name = \"my_town\"`, say; result folders bear it".to_owned();
        checker.report("name", "the scenario has no name".to_owned(), remedy);
    } else if !is_identifier(name) {
        let message = format!("`{name}` is not a name in snake case");
        let remedy =
            format!("small letters, digits and underscores, a letter first: `name = \"{}\"`", as_identifier(name));
        checker.report("name", message, remedy);
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

fn headline(checker: &mut Checker<'_>, file: &File) {
    let known: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
    if file.headline.is_empty() {
        let message = "the headline is empty".to_owned();
        checker.report("headline", message, "name at least one outcome; `regimes doc outcomes` lists them".to_owned());
    }
    for (index, name) in file.headline.iter().enumerate() {
        let path = format!("headline[{index}]");
        if !known.contains(&name.as_str()) {
            let message = format!("there is no outcome `{name}`");
            let remedy = format!("{}; `regimes doc outcomes` lists them", advice(name, &known));
            checker.report(&path, message, remedy);
        }
        once(checker, &file.headline, index, &path);
    }
}

/// Checks that the focus, if any, is an arm beside the first.
fn focus(checker: &mut Checker<'_>, file: &File) {
    let names: Vec<&str> = file.arms.iter().map(|(name, _)| name).collect();
    if file.focus.is_empty() || names.is_empty() {
        return;
    }
    if names[0] == file.focus {
        let message = format!("`{}` is the first arm, which all others are compared with", file.focus);
        let remedy = match names[1..] {
            [] => "leave `focus` out".to_owned(),
            _ => format!("name the arm that the scenario is about: {}", names[1..].join(", ")),
        };
        checker.report("focus", message, remedy);
    } else {
        known(checker, "arms", &names, &file.focus, "focus");
    }
}

/// Checks that a list does not name the same thing a second time.
fn once(checker: &mut Checker<'_>, list: &[String], index: usize, path: &str) {
    if list[..index].contains(&list[index]) {
        let message = format!("`{}` stands here twice", list[index]);
        checker.report(path, message, "name it once".to_owned());
    }
}

/// Checks that a name of a collection is there.
fn known(checker: &mut Checker<'_>, collection: &str, names: &[&str], name: &str, path: &str) {
    if !names.contains(&name) {
        let message = format!("there is no `{name}` in `{collection}`");
        checker.report_about(path, &format!("{collection}.{name}"), message, advice(name, names));
    }
}

fn domains(checker: &mut Checker<'_>, file: &File) {
    let names: Vec<&str> = file.domains.iter().map(|(name, _)| name).collect();
    for (name, domain) in file.domains.iter() {
        for (raised, _) in &domain.raises {
            let path = format!("domains.{name}.raises.{raised}");
            known(checker, "domains", &names, raised, &path);
            if raised == name {
                let message = format!("`{name}` raises itself");
                checker.report(&path, message, "a domain raises others; leave this number out".to_owned());
            }
        }
    }
}

fn organisations(checker: &mut Checker<'_>, file: &File) {
    let domains: Vec<&str> = file.domains.iter().map(|(name, _)| name).collect();
    let places: Vec<&str> = file.places.iter().map(|(name, _)| name).collect();
    for (name, organisation) in file.organisations.iter() {
        let path = format!("organisations.{name}");
        if organisation.place.is_empty() {
            let remedy = format!("`place = \"{}\"` in `[{path}]`, say", places.first().unwrap_or(&"village"));
            checker.report(&format!("{path}.place"), format!("`{name}` has no place"), remedy);
        } else {
            known(checker, "places", &places, &organisation.place, &format!("{path}.place"));
        }
        if organisation.domains.is_empty() {
            let remedy = format!("`domains = [\"{}\"]` in `[{path}]`, say", domains.first().unwrap_or(&"housing"));
            checker.report(&format!("{path}.domains"), format!("`{name}` works in no domain"), remedy);
        }
        for (index, domain) in organisation.domains.iter().enumerate() {
            let path = format!("{path}.domains[{index}]");
            known(checker, "domains", &domains, domain, &path);
            once(checker, &organisation.domains, index, &path);
        }
        indicator(checker, name, organisation, &domains);
    }
}

/// Checks that an indicator counts where its organisation works.
fn indicator(checker: &mut Checker<'_>, name: &str, own: &Organisation, domains: &[&str]) {
    let counted = &own.indicator.domain;
    if counted.is_empty() || own.domains.is_empty() {
        return;
    }
    let path = format!("organisations.{name}.indicator.domain");
    if !domains.contains(&counted.as_str()) {
        known(checker, "domains", domains, counted, &path);
    } else if !own.domains.contains(counted) {
        let message = format!("the indicator of `{name}` counts in `{counted}`, where `{name}` does not work");
        let here: Vec<&str> = own.domains.iter().map(String::as_str).collect();
        let about = format!("organisations.{name}.domains");
        checker.report_about(&path, &about, message, advice(counted, &here));
    }
}

fn events(checker: &mut Checker<'_>, file: &File) {
    let domains: Vec<&str> = file.domains.iter().map(|(name, _)| name).collect();
    let places: Vec<&str> = file.places.iter().map(|(name, _)| name).collect();
    for (name, event) in file.events.iter() {
        if does_nothing(event) {
            let message = format!("nothing happens in the event `{name}`");
            let remedy = format!("say what, as in `scandal = {{ trust_lost = 0.2 }}` in `[events.{name}]`");
            checker.report(&format!("events.{name}"), message, remedy);
        }
        if !event.place.is_empty() {
            known(checker, "places", &places, &event.place, &format!("events.{name}.place"));
        }
        if let Some(surge) = event.surge.as_ref().filter(|surge| !surge.domain.is_empty()) {
            known(checker, "domains", &domains, &surge.domain, &format!("events.{name}.surge.domain"));
        }
    }
}

/// Checks that an arm comes into force somewhere, and that what it names is there.
fn arms(checker: &mut Checker<'_>, file: &File) {
    let places: Vec<&str> = file.places.iter().map(|(name, _)| name).collect();
    let organisations: Vec<&str> = file.organisations.iter().map(|(name, _)| name).collect();
    for (name, arm) in file.arms.iter() {
        for (index, place) in arm.places.iter().enumerate() {
            let path = format!("arms.{name}.places[{index}]");
            known(checker, "places", &places, place, &path);
            once(checker, &arm.places, index, &path);
        }
        for (index, one) in arm.only.iter().enumerate() {
            let path = format!("arms.{name}.only[{index}]");
            known(checker, "organisations", &organisations, one, &path);
            once(checker, &arm.only, index, &path);
            let place = file.organisations.get(one).map(|organisation| &organisation.place);
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
