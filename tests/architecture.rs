//! Crates and modules use only those below them, files and functions stay readable, names say something.
//!
//! The sources are read by the parser of the language's own macros; what needs names resolved is the linter's to check
//! (`.ci/clippy.toml`, and `.ci/library/clippy.toml` for the library without its tests), and which crate may use which is
//! said by their `Cargo.toml`.

mod architecture {
    pub mod sources;
    pub mod uses;
}

use architecture::sources::{CRATES, Source, folder_of, rust_files, sources};
use architecture::uses::{groups, shown, told, uses};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// All that breaks a rule, one line each; none is right.
fn check(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Exceptions that nothing needs any more: a list of exceptions only shrinks.
fn check_exceptions(listed: &[(&str, usize)], found: &BTreeSet<String>) {
    let idle = listed.iter().filter(|(name, _)| !found.contains(*name));
    check(&idle.map(|(name, _)| format!("{name}: keeps the limit now, so take it off the list")).collect::<Vec<_>>());
}

/// The `Cargo.toml` of a crate.
fn manifest(package: &str) -> toml::Table {
    let path = folder_of(package).join("Cargo.toml");
    fs::read_to_string(path).expect("a manifest").parse().expect("TOML")
}

/// The names of the crates that a crate uses, in its code, its tests and its build.
fn dependencies(package: &str) -> Vec<String> {
    let manifest = manifest(package);
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables.iter().filter_map(|name| manifest.get(*name)?.as_table());
    tables.flat_map(|table| table.keys().cloned()).collect()
}

#[test]
fn a_crate_uses_only_those_below_it() {
    let place = |name: &str| CRATES.iter().position(|known| *known == name);
    let mut broken = Vec::new();
    for package in CRATES {
        for used in dependencies(package).iter().filter(|used| used.starts_with("regimes")) {
            if place(used) >= place(package) {
                broken.push(format!("{package} uses {used}, which does not stand below it"));
            }
        }
    }
    check(&broken);
}

#[test]
fn the_model_is_made_of_numbers_alone() {
    // No reader of files, no format, no terminal; what the standard library has of them the linter forbids.
    let known = ["jiff", "libm", "proptest", "rand", "rand_chacha", "rayon", "wide"];
    let mut others = dependencies("regimes-model");
    others.retain(|name| !known.contains(&name.as_str()));
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn every_crate_stands_in_the_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let mut found: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    found.push("regimes".to_owned());
    found.sort();
    let mut known = CRATES.map(str::to_owned);
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn no_modules_use_each_other() {
    let mut broken = Vec::new();
    for package in CRATES {
        for group in groups(&uses(sources(), package)) {
            let size = group.members.len();
            broken.push(format!(
                "{package}: {size} modules use each other, parent and child included: {}",
                told(&group.cycle)
            ));
        }
    }
    check(&broken);
}

/// Uses of a module that stands below its user in the file that declares both.
fn out_of_order(sources: &[Source], package: &str, parent: &[&str]) -> Vec<String> {
    let file = sources
        .iter()
        .find(|source| source.package == package && source.module == parent && !source.path.ends_with("main.rs"));
    let order = &file.expect("the file is there").modules;
    let place = |module: &[String]| {
        let name =
            module.strip_prefix(&parent.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>()[..])?.first()?;
        order.iter().position(|declared| declared.name == *name)
    };
    let uses = uses(sources, package);
    let broken = uses.iter().filter(|one| place(&one.to) > place(&one.from) && place(&one.from).is_some());
    broken
        .map(|one| {
            format!(
                "{}:{}: `{}` uses `{}`, which stands below it",
                one.path,
                one.line,
                shown(&one.from),
                shown(&one.to)
            )
        })
        .collect()
}

#[test]
fn modules_use_only_those_above_them() {
    for package in CRATES {
        check(&out_of_order(sources(), package, &[]));
    }
    check(&out_of_order(sources(), "regimes-model", &["model"]));
}

/// A small crate: a model that uses what stands below it, and a cycle of parent and child.
fn example() -> [Source; 5] {
    let read = |path, text| Source::read("a", path, text);
    [
        read("lib.rs", "pub mod units;\npub mod model;\npub mod simulation;\n"),
        read(
            "model.rs",
            "pub mod world;\nuse crate::model::world::World;\n#[cfg(test)]\nmod tests { use crate::simulation; }\n",
        ),
        read(
            "model/world.rs",
            "use crate::units::Week;\n// crate::simulation\nuse crate::{\n    units,\n    simulation::run,\n};\n\
             fn f() { macro_of!(super::g()) }\n",
        ),
        read("units.rs", "fn f() { crate::model::world::make() }\n"),
        read("simulation.rs", "use std::fmt;\nuse crate::units;\nfn f() -> u8 { units::one() }\n"),
    ]
}

#[test]
fn a_use_of_what_stands_below_is_found() {
    assert_eq!(
        out_of_order(&example(), "a", &[]),
        [
            "a/model/world.rs:5: `model::world` uses `simulation`, which stands below it",
            "a/units.rs:1: `units` uses `model::world`, which stands below it",
        ]
    );
}

#[test]
fn a_cycle_is_found_and_told() {
    let groups = groups(&uses(&example(), "a"));
    let told: Vec<String> = groups.iter().map(|group| told(&group.cycle)).collect();
    assert_eq!(told, ["model -> model::world (a/model.rs:2); model::world -> model (a/model/world.rs:7)"]);
}

#[test]
fn every_file_stands_in_a_module_that_declares_it() {
    let sources = sources();
    let declares = |source: &&Source| {
        let Some((name, parent)) = source.module.split_last() else { return true };
        let mut files = sources.iter().filter(|other| other.package == source.package && other.module == parent);
        files.any(|parent| parent.modules.iter().any(|declared| declared.name == *name))
    };
    check(&sources.iter().filter(|source| !declares(source)).map(|source| source.path.clone()).collect::<Vec<_>>());
}

/// The module below which the submodels stand.
const SUBMODELS: [&str; 2] = ["model", "submodels"];

/// The submodel that a module belongs to: the first below groups that hold nothing but modules.
fn submodel_of<'a>(sources: &[Source], module: &'a [String]) -> Option<&'a [String]> {
    let is_group = |module: &[String]| {
        let file = sources.iter().find(|source| source.package == "regimes-model" && source.module == module);
        file.is_some_and(|file| file.is_group)
    };
    let is_below = module.len() > SUBMODELS.len() && module.iter().zip(SUBMODELS).all(|(a, b)| a == b);
    let mut lengths = SUBMODELS.len() + 1..=module.len();
    is_below.then(|| lengths.find(|length| !is_group(&module[..*length])).map(|length| &module[..length]))?
}

#[test]
fn no_submodel_uses_another() {
    let sources = sources();
    let mut broken = Vec::new();
    for one in uses(sources, "regimes-model") {
        let (from, to) = (submodel_of(sources, &one.from), submodel_of(sources, &one.to));
        if from.is_some() && to.is_some() && from != to {
            broken.push(format!("{}:{}: `{}` uses `{}`", one.path, one.line, shown(&one.from), shown(&one.to)));
        }
    }
    check(&broken);
}

#[test]
fn no_submodel_names_a_regime() {
    let sources = sources();
    let names = [
        "npm",
        "hls",
        "npm_good",
        "npm_deliver",
        "hls_in_name",
        "hls_lean",
        "NPM",
        "HLS",
        "Preset",
        "preset",
        "PRESETS",
    ];
    let submodels = sources.iter().filter(|source| source.package == "regimes-model" && !source.is_of_tests);
    let mut broken = Vec::new();
    for source in submodels.filter(|source| submodel_of(sources, &source.module).is_some()) {
        for (line, word) in source.words.iter().filter(|(_, word)| names.contains(&word.as_str())) {
            broken.push(format!("{}:{line}: names `{word}`", source.path));
        }
    }
    check(&broken);
}

#[test]
fn threads_come_through_one_door() {
    let sources = sources();
    let mut broken = Vec::new();
    for source in sources.iter().filter(|source| source.path != "regimes-model/parallel.rs") {
        let threads = source.paths.iter().filter(|named| {
            named.path.first().is_some_and(|first| first == "rayon")
                || named.path.starts_with(&["std", "thread"].map(str::to_owned))
        });
        broken
            .extend(threads.map(|named| format!("{}:{}: names `{}`", source.path, named.line, named.path.join("::"))));
    }
    check(&broken);
}

#[test]
fn no_name_is_empty_of_meaning() {
    let vague = ["manager", "handler", "helper", "helpers", "utils", "util", "common", "misc"];
    let mut broken = Vec::new();
    for source in sources() {
        for (line, kind, name) in &source.names {
            let is_vague = snake(name).iter().any(|part| vague.contains(&part.as_str()));
            let is_numbered = *kind == "fn" && ["do_", "new_", "test_"].iter().any(|start| name.starts_with(start));
            if is_vague || (is_numbered && name != "new_worker") || name.ends_with("_works") {
                broken.push(format!("{}:{line}: `{name}`", source.path));
            }
        }
    }
    check(&broken);
}

/// The words of a name.
fn snake(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().expect("a word").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Lines of a file without its unit tests beyond which it must be a table.
const LONG_FILE: usize = 400;

/// Files that are longer, with the length that each has; the list only shrinks.
const LONG_FILES: [(&str, usize); 0] = [];

/// Whether a file is a table: most of it declares, and the rest is no longer than a file of code.
fn is_table(source: &Source) -> bool {
    2 * source.declared_lines >= source.lines && source.lines - source.declared_lines <= LONG_FILE
}

#[test]
fn a_long_file_is_a_table() {
    let (mut broken, mut excepted) = (Vec::new(), BTreeSet::new());
    for source in sources().iter().filter(|source| source.lines > LONG_FILE && !is_table(source)) {
        let file = source.path.rsplit('/').next().unwrap_or_default();
        let name = format!("{} {file}", source.package);
        if LONG_FILES.iter().any(|(known, lines)| *known == name && source.lines <= *lines) {
            excepted.insert(name);
        } else {
            let (all, declared) = (source.lines, source.declared_lines);
            broken.push(format!("{name}: {all} lines without its tests, {declared} of them declarations"));
        }
    }
    check(&broken);
    check_exceptions(&LONG_FILES, &excepted);
}

/// Lines beyond which no function goes.
const LONG_FUNCTION: usize = 60;

/// Functions that are longer, with the length that each has; the list only shrinks.
const LONG_FUNCTIONS: [(&str, usize); 0] = [];

#[test]
fn no_function_is_longer_than_a_page() {
    let (mut broken, mut excepted) = (Vec::new(), BTreeSet::new());
    for source in sources() {
        for function in source.functions.iter().filter(|function| function.lines > LONG_FUNCTION) {
            let name = format!("{} {}", source.package, function.name);
            if LONG_FUNCTIONS.iter().any(|(known, lines)| *known == name && function.lines <= *lines) {
                excepted.insert(name);
            } else {
                broken.push(format!("{name}: {} lines ({}:{})", function.lines, source.path, function.line));
            }
        }
    }
    check(&broken);
    check_exceptions(&LONG_FUNCTIONS, &excepted);
}

/// Parameters beyond which no function goes; a tuple counts as many as it has.
const MANY_PARAMETERS: usize = 7;

/// Functions that take more, with the number that each takes; the list only shrinks.
const WIDE_FUNCTIONS: [(&str, usize); 0] = [];

#[test]
fn no_function_takes_more_than_seven_things_tuples_counted() {
    let (mut broken, mut excepted) = (Vec::new(), BTreeSet::new());
    for source in sources() {
        for function in source.functions.iter().filter(|function| function.parameters > MANY_PARAMETERS) {
            let name = format!("{} {}", source.package, function.name);
            if WIDE_FUNCTIONS.iter().any(|(known, parameters)| *known == name && function.parameters <= *parameters) {
                excepted.insert(name);
            } else {
                broken.push(format!("{name}: {} parameters ({}:{})", function.parameters, source.path, function.line));
            }
        }
    }
    check(&broken);
    check_exceptions(&WIDE_FUNCTIONS, &excepted);
}

#[test]
fn a_tuple_counts_as_many_as_it_has() {
    let source = Source::read(
        "a",
        "lib.rs",
        "fn one(a: (u8, (u8, u8)), [b, c]: [u8; 2], &(d, _): &(u8, u8), e: &mut [(u8, u8)]) {}\n",
    );
    assert_eq!(source.functions[0].parameters, 8);
}

#[test]
fn every_file_says_what_it_is() {
    let sources = sources();
    check(&sources.iter().filter(|source| !source.is_described).map(|source| source.path.clone()).collect::<Vec<_>>());
}

/// Items that the library offers, at most.
const FACE: usize = 40;

#[test]
fn the_face_of_the_library_is_small_and_every_item_has_an_example() {
    let root = sources().iter().find(|source| source.path == "regimes/lib.rs").expect("the root");
    let is_shown = |source: &&Source| {
        source.package == "regimes"
            && source
                .module
                .first()
                .is_none_or(|first| root.modules.iter().any(|declared| declared.name == *first && declared.is_shown))
    };
    let items: Vec<_> = sources().iter().filter(is_shown).flat_map(|source| &source.public).collect();
    let plain = items.iter().filter(|(_, has_example)| !has_example);
    check(&plain.map(|(name, _)| format!("{name}: has no example")).collect::<Vec<_>>());
    assert!((1..=FACE).contains(&items.len()), "{} items: {items:?}", items.len());
}

/// Types of other crates that a module shows under its own path; the list only shrinks.
const EXPORTS: [(&str, usize); 2] = [("regimes-model Date", 1), ("regimes-model f32x8", 1)];

#[test]
fn an_item_has_one_path() {
    let exports = sources().iter().flat_map(|source| {
        source.exports.iter().map(|name| (format!("{} {name}", source.package), source.path.as_str()))
    });
    let (excepted, broken): (Vec<_>, Vec<_>) =
        exports.partition(|(name, _)| EXPORTS.iter().any(|(known, _)| known == name));
    check(&broken.iter().map(|(name, path)| format!("{name}: a `pub use` in {path}")).collect::<Vec<_>>());
    check_exceptions(&EXPORTS, &excepted.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn no_test_is_ignored() {
    let mut all = Vec::new();
    for path in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")) {
        let text = fs::read_to_string(&path).expect("a text");
        all.push(Source::read("tests", &path.to_string_lossy(), &text));
    }
    let ignored = |source: &Source| {
        source.ignored.iter().map(|line| format!("{}:{line}: a test is left out", source.path)).collect::<Vec<_>>()
    };
    check(&sources().iter().chain(&all).flat_map(ignored).collect::<Vec<_>>());
}
