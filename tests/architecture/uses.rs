//! Which module uses which, by the paths that its file names; and the cycles among them.

use super::sources::{Named, Source};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A module of a crate, as `["model", "world"]`; empty for its root.
pub type Module = Vec<String>;

/// A module that uses another, and where it says so.
#[derive(Clone, Debug)]
pub struct Use {
    pub from: Module,
    pub to: Module,
    pub path: String,
    pub line: usize,
}

/// A module in words.
pub fn shown(module: &[String]) -> String {
    if module.is_empty() { "the root".to_owned() } else { module.join("::") }
}

/// Every use of a module by another of the same crate, unit tests left out.
pub fn uses(sources: &[Source], package: &str) -> Vec<Use> {
    let files: Vec<&Source> = sources.iter().filter(|source| source.package == package).collect();
    let modules: BTreeSet<&[String]> = files.iter().map(|source| &source.module[..]).collect();
    let macros: BTreeMap<&str, &[String]> =
        files.iter().flat_map(|source| source.macros.iter().map(|name| (name.as_str(), &source.module[..]))).collect();
    let mut uses = Vec::new();
    for source in files.iter().filter(|source| !source.is_of_tests) {
        let aliases = aliases(source, &modules);
        for named in &source.paths {
            let Some(full) = full(named, &modules, &aliases) else { continue };
            let to = reached(&full, &modules, &macros);
            if to != source.module {
                uses.push(Use { from: source.module.clone(), to, path: source.path.clone(), line: named.line });
            }
        }
    }
    uses
}

/// What each name that a `use` brings stands for, from the root of the crate on.
fn aliases(source: &Source, modules: &BTreeSet<&[String]>) -> BTreeMap<String, Module> {
    let none = BTreeMap::new();
    let named = source.paths.iter().filter_map(|named| Some((named.alias.clone()?, full(named, modules, &none)?)));
    named.collect()
}

/// A path from the root of the crate on; none where it leads elsewhere.
fn full(named: &Named, modules: &BTreeSet<&[String]>, aliases: &BTreeMap<String, Module>) -> Option<Module> {
    let (first, rest) = named.path.split_first()?;
    let mut within = named.within.clone();
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([within, rest.to_vec()].concat()),
        "super" => {
            within.pop();
            let mut rest = rest;
            while let Some(("super", more)) = rest.split_first().map(|(first, more)| (first.as_str(), more)) {
                within.pop();
                rest = more;
            }
            Some([within, rest.to_vec()].concat())
        }
        _ if named.alias.is_none() && aliases.contains_key(first) => Some([&aliases[first], rest].concat()),
        _ => {
            let below = [&within[..], std::slice::from_ref(first)].concat();
            (modules.contains(&below[..]) && !rest.is_empty()).then(|| [&below[..], rest].concat())
        }
    }
}

/// The deepest module on a path, or the one of a macro that stands at the root.
fn reached(path: &[String], modules: &BTreeSet<&[String]>, macros: &BTreeMap<&str, &[String]>) -> Module {
    if let [name] = path
        && let Some(module) = macros.get(name.as_str())
    {
        return module.to_vec();
    }
    let deepest = (0..=path.len()).rev().find(|length| modules.contains(&path[..*length]));
    path[..deepest.unwrap_or(0)].to_vec()
}

/// Modules that use each other, directly or by way of others.
#[derive(Debug)]
pub struct Group {
    pub members: BTreeSet<Module>,
    /// The shortest cycle through the first of them, with the places of its uses.
    pub cycle: Vec<Use>,
}

/// The first use of each module by each other.
type Next<'a> = BTreeMap<&'a Module, BTreeMap<&'a Module, &'a Use>>;

/// All groups of modules that use each other.
pub fn groups(uses: &[Use]) -> Vec<Group> {
    let mut next: Next<'_> = BTreeMap::new();
    for one in uses {
        next.entry(&one.from).or_default().entry(&one.to).or_insert(one);
    }
    let mut groups: Vec<Group> = Vec::new();
    for &start in next.keys() {
        if groups.iter().any(|group| group.members.contains(start)) {
            continue;
        }
        if let Some(cycle) = way_back(start, &next) {
            let ahead = reachable(start, &next);
            let members = ahead.into_iter().filter(|member| reachable(member, &next).contains(start));
            groups.push(Group { members: members.cloned().collect(), cycle });
        }
    }
    groups
}

/// All modules that a module uses, directly or by way of others.
fn reachable<'a>(start: &Module, next: &Next<'a>) -> BTreeSet<&'a Module> {
    let (mut found, mut waiting) = (BTreeSet::new(), vec![start]);
    while let Some(at) = waiting.pop() {
        for &to in next.get(at).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(to) {
                waiting.push(to);
            }
        }
    }
    found
}

/// The shortest way from a module back to itself.
fn way_back(start: &Module, next: &Next<'_>) -> Option<Vec<Use>> {
    let mut came: BTreeMap<&Module, &Use> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for (&to, &one) in next.get(at).into_iter().flatten() {
            if came.contains_key(to) {
                continue;
            }
            came.insert(to, one);
            if to == start {
                let mut way = vec![one.clone()];
                while way[0].from != *start {
                    way.insert(0, came[&way[0].from].clone());
                }
                return Some(way);
            }
            waiting.push_back(to);
        }
    }
    None
}

/// A cycle in words: each module, and where it uses the next.
pub fn told(cycle: &[Use]) -> String {
    let steps =
        cycle.iter().map(|one| format!("{} -> {} ({}:{})", shown(&one.from), shown(&one.to), one.path, one.line));
    steps.collect::<Vec<_>>().join("; ")
}
