//! Modules use only those above them, files and functions stay readable, names say something.

use std::fs;
use std::path::Path;

/// The crates, each below those that it may use; the last is the program itself.
const CRATES: [&str; 5] = ["regimes-model", "regimes-scenario", "regimes-study", "regimes-report", "regimes"];

/// A source file: its crate and its path from the crate's `src/`, its text, and the text above its unit tests.
struct Source {
    path: String,
    text: String,
    code: String,
}

impl Source {
    /// The module that the file is, as `model::world`.
    fn module(&self) -> String {
        self.path.trim_end_matches(".rs").replace('/', "::")
    }
}

/// All that breaks a rule, one line each; none is right.
fn check(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn sources() -> Vec<Source> {
    let mut found: Vec<Source> = CRATES.iter().flat_map(|name| sources_of(name)).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn sources_of(name: &str) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if name == "regimes" { top.join("src") } else { top.join("crates").join(name).join("src") };
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a text");
                let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                let path = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
                let path = format!("{name}/{path}");
                found.push(Source { path, text, code });
            }
        }
    }
    found
}

/// Lines of code with their numbers, comments left out.
fn lines(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = code.lines().enumerate().map(|(i, line)| (i + 1, line.split("//").next().unwrap_or_default()));
    lines.filter(|(_, line)| !line.trim().is_empty())
}

/// The modules that a file declares, in order.
fn declared(sources: &[Source], file: &str) -> Vec<String> {
    let source = sources.iter().find(|source| source.path == file).expect("the file is there");
    let names = source.code.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The first steps of every path below a module that a text names, as `world` in `crate::model::world::places`, with
/// groups in braces opened.
fn used_below(code: &str, module: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    let prefix = format!("{module}::");
    let text: String = lines(code).map(|(n, line)| format!("\u{1}{n}\u{2}{line}\n")).collect();
    for (at, _) in text.match_indices(&prefix) {
        let number = text[..at].rsplit('\u{1}').next().and_then(|rest| rest.split('\u{2}').next());
        let number = number.and_then(|n| n.parse().ok()).unwrap_or(0);
        let rest = &text[at + prefix.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            used.extend(first_names(group).into_iter().map(|name| (number, name)));
        } else {
            used.push((number, name_at(rest)));
        }
    }
    used
}

fn name_at(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The first name of each entry of a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut names, mut depth, mut fresh) = (Vec::new(), 1, true);
    let mut skip = false;
    for (at, c) in group.char_indices() {
        match c {
            '\u{1}' => skip = true,
            '\u{2}' => skip = false,
            _ if skip => {}
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                names.push(name_at(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Uses, in files below a module, of its own parts that stand at or below the user's own place in the order.
fn out_of_order(sources: &[Source], file: &str, module: &str, path: &str) -> Vec<String> {
    let order = declared(sources, file);
    let place = |name: &str| order.iter().position(|known| known == name);
    let mut broken = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with(path)) {
        let own = name_at(&source.path[path.len()..]);
        for (line, used) in used_below(&source.code, module) {
            if let (Some(from), Some(to)) = (place(&own), place(&used))
                && to > from
            {
                broken.push(format!("{}:{line}: `{own}` uses `{used}`, which stands below it", source.path));
            }
        }
    }
    broken
}

#[test]
fn modules_use_only_those_above_them() {
    let sources = sources();
    for name in CRATES {
        check(&out_of_order(&sources, &format!("{name}/lib.rs"), "crate", &format!("{name}/")));
    }
    check(&out_of_order(&sources, "regimes-model/model.rs", "crate::model", "regimes-model/model/"));
}

#[test]
fn a_use_of_what_stands_below_is_found() {
    let source =
        |path: &str, code: &str| Source { path: path.to_owned(), text: code.to_owned(), code: code.to_owned() };
    let sources = [
        source("a/lib.rs", "pub mod units;\npub mod model;\npub mod simulation;\n"),
        source(
            "a/model/world.rs",
            "use crate::units::Week;\n// crate::simulation\nuse crate::{\n    units,\n    simulation::run,\n};\n",
        ),
        source("a/units.rs", "fn f() { crate::model::world::make() }\n"),
    ];
    assert_eq!(
        out_of_order(&sources, "a/lib.rs", "crate", "a/"),
        [
            "a/model/world.rs:3: `model` uses `simulation`, which stands below it",
            "a/units.rs:1: `units` uses `model`, which stands below it",
        ]
    );
}

#[test]
fn every_file_stands_in_a_module_that_declares_it() {
    let sources = sources();
    let broken = sources.iter().filter(|source| !["lib.rs", "main.rs"].iter().any(|root| source.path.ends_with(root)));
    let broken = broken.filter(|source| {
        let (parent, name) = match source.path.trim_end_matches(".rs").rsplit_once('/') {
            Some((folder, name)) if folder.contains('/') => (format!("{folder}.rs"), name.to_owned()),
            Some((root, name)) => (format!("{root}/lib.rs"), name.to_owned()),
            None => (String::new(), String::new()),
        };
        let parent = sources.iter().find(|other| other.path == parent);
        !parent.is_some_and(|parent| parent.text.contains(&format!("mod {name};")))
    });
    check(&broken.map(|source| source.path.clone()).collect::<Vec<_>>());
}

/// The group and the submodel of a path below `submodels`, with a separator, where it goes that far.
fn submodel(path: &str, separator: &str) -> Option<String> {
    let (group, rest) = path.split_once(separator)?;
    let name = name_at(rest);
    (group.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty()).then(|| format!("{group}::{name}"))
}

/// The paths, from the group on, of all submodels that a text names, with groups of names in braces opened.
fn submodels_used(code: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (line, group) in used_below(code, "submodels") {
        let below = used_below(code, &format!("submodels::{group}")).into_iter().filter(|(at, _)| *at == line);
        used.extend(below.map(|(line, name)| (line, format!("{group}::{name}"))));
    }
    used.sort();
    used.dedup();
    used
}

#[test]
fn no_submodel_uses_another() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("regimes-model/model/submodels/")) {
        let Some(own) = submodel(&source.path["regimes-model/model/submodels/".len()..], "/") else { continue };
        for (line, _) in used_below(&source.code, "submodels").iter().filter(|(_, group)| group.is_empty()) {
            broken.push(format!("{}:{line}: names submodels in a way that this test cannot read", source.path));
        }
        for (line, used) in submodels_used(&source.code).iter().filter(|(_, used)| *used != own) {
            broken.push(format!("{}:{line}: `{own}` uses `{used}`", source.path));
        }
    }
    check(&broken);
}

#[test]
fn a_use_of_another_submodel_is_found() {
    let code = "use crate::model::submodels::service::{closing, support::Hand};\nfn f() { submodels::residents::lives::g() }\n";
    let used: Vec<String> = submodels_used(code).into_iter().map(|(_, used)| used).collect();
    assert_eq!(used, ["service::closing", "service::support", "residents::lives"]);
    assert_eq!(submodel("service/support/helping.rs", "/").as_deref(), Some("service::support"));
    assert_eq!(submodel("service.rs", "/"), None);
}

#[test]
fn the_model_knows_no_files_no_clock_no_terminal_and_no_json() {
    let forbidden = [
        "std::fs",
        "std::io",
        "std::env",
        "std::process",
        "println!",
        "print!",
        "Instant",
        "SystemTime",
        "serde_json",
        "HashMap",
        "HashSet",
        "thread_rng",
        "rand::rng",
    ];
    check(&naming("regimes-model", &forbidden, &[]));
}

#[test]
fn no_digit_comes_from_an_operation_that_differs_between_machines() {
    // The standard library's functions are those of the system, and these of `wide` those of the processor.
    let differing = [
        ".exp(",
        ".exp2(",
        ".exp_m1(",
        ".ln(",
        ".ln_1p(",
        ".log(",
        ".log2(",
        ".log10(",
        ".powf(",
        ".powi(",
        ".sin(",
        ".cos(",
        ".tan(",
        ".sin_cos(",
        ".asin(",
        ".acos(",
        ".atan(",
        ".atan2(",
        ".sinh(",
        ".cosh(",
        ".tanh(",
        ".cbrt(",
        ".hypot(",
        "mul_add(",
        "mul_sub(",
        "fast_max(",
        "fast_min(",
        "fast_clamp(",
        "round_int(",
        "trunc_int(",
        "reduce_add(",
        "reduce_mul(",
        "algebraic_",
    ];
    check(&naming("", &differing, &[]));
}

/// Lines of code, in files whose path begins with a word, that name what they must not.
fn naming(path: &str, forbidden: &[&str], except: &[&str]) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with(path) && !except.contains(&s.path.as_str())) {
        for (line, code) in lines(&source.code) {
            for word in forbidden.iter().filter(|word| code.contains(**word)) {
                broken.push(format!("{}:{line}: names `{word}`", source.path));
            }
        }
    }
    broken
}

#[test]
fn texts_come_in_and_files_go_out_through_one_door_each() {
    // What is named by a user is read by `scenario::text`, and written aside and renamed by `report::files`.
    let read = naming(
        "",
        &["fs::read_to_string", "read_to_string("],
        &["regimes-scenario/text.rs", "regimes-report/machine.rs"],
    );
    let write = naming("", &["fs::write(", "File::create("], &["regimes-report/files.rs"]);
    let kept = ["regimes-study/study/files/journal.rs", "regimes-study/study/files/lock.rs"];
    let mut broken = [read, write].concat();
    // What is added to piece by piece, and says who writes it.
    broken.retain(|line| !kept.iter().any(|file| line.starts_with(file)));
    check(&broken);
}

#[test]
fn threads_come_through_one_door() {
    let mut broken = naming("", &["rayon::", "std::thread"], &["regimes-model/parallel.rs"]);
    // The command line makes the pool, and looks at the number of cores.
    broken.retain(|line| !line.starts_with("regimes/cli"));
    check(&broken);
}

#[test]
fn small_worlds_for_tests_are_compiled_for_tests_only() {
    let sources = sources();
    let parent = sources.iter().find(|source| source.path == "regimes-model/model.rs").expect("the file is there");
    assert!(parent.text.contains("#[cfg(test)]\npub mod fixtures;"));
}

#[test]
fn no_submodel_names_a_regime() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("regimes-model/model/submodels")) {
        for (line, code) in lines(&source.code) {
            let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let names = ["npm", "hls", "npm_good", "hls_in_name", "NPM", "HLS", "Preset", "preset", "PRESETS"];
            for name in names.iter().filter(|name| words.contains(name)) {
                broken.push(format!("{}:{line}: names `{name}`", source.path));
            }
        }
    }
    check(&broken);
}

#[test]
fn no_name_is_empty_of_meaning() {
    let vague = ["manager", "handler", "helper", "helpers", "utils", "util", "common", "misc"];
    let mut broken = Vec::new();
    for source in &sources() {
        for part in source.module().split("::").filter(|part| vague.contains(part)) {
            broken.push(format!("{}: a file named `{part}`", source.path));
        }
        for (line, code) in lines(&source.text) {
            for kind in ["fn ", "struct ", "enum ", "trait ", "mod ", "type ", "const "] {
                let Some((_, rest)) = code.split_once(kind) else { continue };
                let name = name_at(rest);
                let parts = snake(&name);
                if parts.iter().any(|part| vague.contains(&part.as_str()))
                    || ["do_", "new_", "test_"]
                        .iter()
                        .any(|start| kind == "fn " && name.starts_with(start) && name != "new_worker")
                    || name.ends_with("_works")
                {
                    broken.push(format!("{}:{line}: `{name}`", source.path));
                }
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

/// Lines of a file without its unit tests beyond which it must say that it is a table.
const LONG_FILE: usize = 400;

#[test]
fn a_long_file_says_that_it_is_a_table() {
    let mut broken = Vec::new();
    for source in &sources() {
        let length = source.code.lines().count();
        let top: String = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        if length > LONG_FILE && !top.contains("table: longer than a file of code should be") {
            broken.push(format!("{}: {length} lines without its tests", source.path));
        }
    }
    check(&broken);
}

/// Lines beyond which no function goes.
const LONG_FUNCTION: usize = 60;

#[test]
fn no_function_is_longer_than_a_page() {
    let mut broken = Vec::new();
    for source in &sources() {
        let text: Vec<&str> = source.text.lines().collect();
        for (first, line) in text.iter().enumerate() {
            let head = line.trim_start();
            let is_function = ["fn ", "pub fn ", "pub(super) fn ", "const fn ", "pub const fn "]
                .iter()
                .any(|start| head.starts_with(start));
            if !is_function || head.ends_with(';') || head.contains("$name") {
                continue;
            }
            let indent = &line[..line.len() - head.len()];
            let end = text[first..].iter().position(|other| *other == format!("{indent}}}"));
            let length = end.unwrap_or(0) + 1;
            let name = format!("{}: fn {}", source.path, name_at(head.split("fn ").nth(1).unwrap_or_default()));
            if length > LONG_FUNCTION {
                broken.push(format!("{name}, line {}: {length} lines", first + 1));
            }
        }
    }
    check(&broken);
}

#[test]
fn every_file_says_what_it_is() {
    let broken: Vec<String> =
        sources().iter().filter(|s| !s.text.starts_with("//! ")).map(|s| s.path.clone()).collect();
    check(&broken);
}

#[test]
fn no_test_is_ignored() {
    check(&naming("", &["#[ignore"], &[]));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("architecture.rs") {
            let text = fs::read_to_string(&path).expect("a text");
            assert!(!text.contains("#[ignore"), "{}", path.display());
        }
    }
}
