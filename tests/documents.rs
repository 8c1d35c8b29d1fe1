//! Documents are current: those made from the declarations, and what the others say of the code.
//!
//! `UPDATE_DOCS=1 cargo test --test documents` rewrites what is made: whole documents, the equations of the ODD,
//! and where each assumption is used.

use clap::CommandFactory;
use regimes::cli::doc;
use regimes_scenario::{documents, schema};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A path below the project.
fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_default()
}

/// Compares a file of `docs/` with what the program says, or writes it.
fn check(name: &str, made: &str) {
    let path = format!("docs/{name}");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(at(&path), made).expect("docs can be written");
        return;
    }
    let kept = text(&path);
    let line = kept.lines().zip(made.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or(kept.lines().count().min(made.lines().count())) + 1;
    assert!(kept == made, "{path} differs from line {line} on; UPDATE_DOCS=1 rewrites it");
}

#[test]
fn the_parameters_are_listed_as_declared() {
    check("parameters.md", &documents::parameters());
}

#[test]
fn the_schema_is_that_of_the_declarations() {
    check("scenario.schema.json", &schema::schema());
}

#[test]
fn the_presets_are_side_by_side_as_declared() {
    check("presets.md", &documents::presets());
}

#[test]
fn the_outcomes_are_listed_as_declared() {
    check("outcomes.md", &documents::outcomes());
}

#[test]
fn the_slots_are_listed_as_declared() {
    check("slots.md", &documents::slots());
}

#[test]
fn the_commands_are_listed_as_they_are() {
    check("commands.md", &doc::commands(regimes::cli::Cli::command()));
}

#[test]
fn the_odd_lists_the_processes_in_their_order() {
    let schedule = text("crates/regimes-model/src/model/schedule.rs");
    let lines = schedule.lines().map(str::trim);
    let week = lines.skip_while(|line| *line != "begin(world);").take_while(|line| !line.starts_with("world.week"));
    // A process is called for the world, or in a closure for each place or organisation.
    let calls = week.filter_map(|line| line.rsplit("| ").next()?.split_once('('));
    let called: Vec<&str> = calls.map(|(name, _)| name).collect();
    let called: Vec<&str> = called.into_iter().filter(|name| name.contains("::")).collect();

    let model = text("docs/model.md");
    let items = model.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let listed: Vec<&str> =
        items.filter_map(|line| line.split_once(". `")?.1.split_once("`: ")).map(|at| at.0).collect();
    assert!(!called.is_empty());
    assert_eq!(listed, called, "docs/model.md and crates/regimes-model/src/model/schedule.rs");
}

/// The line in the ODD below which the equations of a file stand.
fn mark(path: &str) -> String {
    format!("<!-- equations of {path} -->")
}

/// The equations in the header of a source: its blocks of text, each with its fences.
fn equations(source: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match block.take() {
            None if line == "```text" => block = Some("```text\n".to_owned()),
            None => {}
            Some(begun) if line == "```" => blocks.push(begun + "```\n"),
            Some(begun) => block = Some(begun + line + "\n"),
        }
    }
    blocks
}

/// The ODD with the equations of the headers that it names.
fn with_equations(model: &str) -> String {
    let mut made = String::new();
    let mut lines = model.lines().peekable();
    while let Some(line) = lines.next() {
        made.push_str(line);
        made.push('\n');
        let path = line.strip_prefix("<!-- equations of ").and_then(|rest| rest.strip_suffix(" -->"));
        let Some(path) = path else {
            continue;
        };
        let mut inside = false;
        while let Some(next) = lines.next_if(|next| inside || next.is_empty() || next.starts_with("```")) {
            inside ^= next.starts_with("```");
        }
        for block in equations(&text(path)) {
            made.push('\n');
            made.push_str(&block);
        }
        made.push('\n');
    }
    made
}

#[test]
fn the_odd_has_the_equations_of_the_headers() {
    let model = text("docs/model.md");
    for (path, source) in sources() {
        let has_equations = path.starts_with("crates/regimes-model/src/model/") && !equations(&source).is_empty();
        assert!(!has_equations || model.contains(&mark(&path)), "docs/model.md lacks a line `{}`", mark(&path));
    }
    check("model.md", &with_equations(&model));
}

/// The sources by path, without their tests.
fn sources() -> Vec<(String, String)> {
    let mut folders = vec!["crates".to_owned(), "src".to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(at(&folder)).expect("sources can be read") {
            let entry = entry.expect("sources can be read");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.ends_with(".rs") {
                let source = text(&path);
                let end = source.find("#[cfg(test)]\nmod tests").unwrap_or(source.len());
                sources.push((path, source[..end].to_owned()));
            }
        }
    }
    sources.sort();
    sources
}

/// The numbers `A1`, `A2`, ... in a text; ranges such as `A4-A6` and `A4 to A6` are written out.
fn assumptions_in(text: &str) -> BTreeSet<u32> {
    let text = text.replace("-A", " to A");
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let mut found = BTreeSet::new();
    let (mut last, mut to) = (None, false);
    for word in words {
        let digits = word.strip_prefix('A').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        let number: Option<u32> = digits.and_then(|digits| digits.parse().ok());
        if let Some(number) = number {
            let first = last.filter(|_| to).unwrap_or(number);
            found.extend(first..=number);
        }
        to = word == "to" && last.is_some();
        last = number.or(last.filter(|_| to));
    }
    found
}

/// A parameter as documents list it.
struct Listed {
    path: String,
    default: String,
    source: String,
}

/// All parameters that have a source.
fn parameters() -> Vec<Listed> {
    let page = documents::parameters();
    let lines = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let rows = lines.map(|line| line.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    rows.filter_map(|cells| {
        let [path, .., default, _role, source] = &cells[..] else {
            return None;
        };
        let path = path.trim_end_matches('`').to_owned();
        (!source.is_empty()).then(|| Listed { path, default: default.clone(), source: source.clone() })
    })
    .collect()
}

/// Where an assumption is used: parameters with their defaults, or else files of the first kind that cites it.
fn where_used(number: u32, parameters: &[Listed], kinds: [&[(String, String)]; 2]) -> String {
    let name = format!("A{number}");
    let citing = parameters.iter().filter(|parameter| parameter.source == name);
    let mut places: Vec<String> = citing.map(|p| format!("`{}` = {}", p.path, p.default)).collect();
    for files in kinds {
        if places.is_empty() {
            let citing = files.iter().filter(|(_, text)| assumptions_in(text).contains(&number));
            places = citing.map(|(path, _)| format!("[`{path}`](../{path})")).collect();
        }
    }
    places.join(", ")
}

/// What a move of a parameter over its whole span does to the difference in flourishing, on average, and its place.
struct Screened {
    path: String,
    effect: f64,
    rank: f64,
}

/// The screening that ships: parameters of `town` by how far they move HLS - NPM in flourishing; nothing before it was made.
fn screening() -> Vec<Screened> {
    let Ok(text) = fs::read_to_string(at("scenarios/experiments/found/screening.csv")) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("a header").clone();
    let column = |name: &str| head.iter().position(|known| known == name).expect("it is a column");
    let [arm, outcome, index, factor, rank, value] =
        ["arm_b", "outcome", "index", "factor", "rank", "value"].map(column);
    let rows = reader.records().map(|row| row.expect("a row"));
    let wanted = rows.filter(|row| row[arm] == *"hls" && row[outcome] == *"flourishing" && row[index] == *"mu_star");
    let number = |text: &str| text.parse().expect("a number");
    let of = |row: csv::StringRecord| Screened {
        path: row[factor].to_owned(),
        effect: number(&row[value]),
        rank: number(&row[rank]),
    };
    wanted.map(of).collect()
}

/// How much an assumption matters: the greatest effect of its parameters; or that it has one value in every run.
fn how_much(number: u32, parameters: &[Listed], screened: &[Screened]) -> String {
    if screened.is_empty() {
        return "not yet measured".to_owned();
    }
    let name = format!("A{number}");
    let mine = parameters.iter().filter(|parameter| parameter.source == name);
    let mine = mine.filter_map(|parameter| screened.iter().find(|one| one.path == parameter.path));
    mine.min_by(|a, b| a.rank.total_cmp(&b.rank)).map_or_else(
        || "not varied".to_owned(),
        |one| format!("{:.4} (place {} of {})", one.effect, one.rank, screened.len()),
    )
}

/// The scenario files by path.
fn scenario_files() -> Vec<(String, String)> {
    let entries = fs::read_dir(at("scenarios")).expect("scenarios can be read");
    let names = entries.map(|entry| entry.expect("scenarios can be read").file_name());
    let paths = names.map(|name| format!("scenarios/{}", name.to_string_lossy()));
    let mut files: Vec<_> =
        paths.filter(|path| path.ends_with(".toml")).map(|path| (path.clone(), text(&path))).collect();
    files.sort();
    files
}

/// The number of an assumption's line.
fn listed_number(line: &str) -> Option<u32> {
    line.strip_prefix("| A")?.split_once(' ')?.0.parse().ok()
}

#[test]
fn every_assumption_that_a_parameter_cites_is_listed() {
    let page = text("docs/assumptions.md");
    let listed: BTreeSet<u32> = page.lines().filter_map(listed_number).collect();
    let (parameters, sources, scenarios) = (parameters(), sources(), scenario_files());
    let screened = screening();
    for (path, source) in sources.iter().chain(&scenarios) {
        let lacking: Vec<u32> = assumptions_in(source).difference(&listed).copied().collect();
        assert!(lacking.is_empty(), "{path} cites assumptions {lacking:?}, which docs/assumptions.md does not list");
    }
    let mut made = String::new();
    for line in page.lines() {
        let mut cells: Vec<&str> = line.split(" | ").collect();
        let used = listed_number(line).map(|number| where_used(number, &parameters, [&sources, &scenarios]));
        if let Some(used) = &used {
            assert!(!used.is_empty(), "nothing cites the assumption of the line `{line}`");
            assert_eq!(cells.len(), 5, "{line}");
            cells[3] = used;
        }
        let matters = listed_number(line).map(|number| how_much(number, &parameters, &screened) + " |");
        if let Some(matters) = &matters {
            cells[4] = matters;
        }
        made.push_str(&cells.join(" | "));
        made.push('\n');
    }
    check("assumptions.md", &made);
}

#[test]
fn every_source_that_a_parameter_cites_is_in_the_evidence() {
    let evidence = text("docs/evidence.md");
    for Listed { path, source, .. } in parameters() {
        let is_entry = source.starts_with(['M', 'S', 'F']) && source[1..].bytes().all(|byte| byte.is_ascii_digit());
        if is_entry {
            let found = evidence.contains(&format!("\n### {source} ")) || evidence.contains(&format!("\n| {source} |"));
            assert!(found, "`{path}` cites {source}, which docs/evidence.md does not have");
        }
    }
}

/// A page with the tables of results that it names, each made from the file that its mark names.
fn with_tables(page: &str) -> String {
    let mut made = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        made.push_str(line);
        made.push('\n');
        let path = line.strip_prefix("<!-- table of ").and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(path) = path {
            while lines.next_if(|next| next.is_empty() || next.starts_with('|')).is_some() {}
            made.push_str(&format!("\n{}\n", table(path)));
        }
    }
    made
}

/// A file of results as a table of Markdown.
fn table(path: &str) -> String {
    let mut reader = csv::Reader::from_path(at(path)).expect("the results are there");
    let header = reader.headers().expect("a header").clone();
    let row = |cells: &csv::StringRecord| format!("| {} |\n", cells.iter().collect::<Vec<_>>().join(" | "));
    let mut text = row(&header) + &"|---".repeat(header.len()) + "|\n";
    reader.records().for_each(|record| text.push_str(&row(&record.expect("a row"))));
    text
}

#[test]
fn the_page_on_calibration_shows_the_frozen_results() {
    check("calibration.md", &with_tables(&text("docs/calibration.md")));
}

#[test]
fn the_calibration_fits_what_the_register_fits_with_its_discrepancies() {
    let plan =
        regimes_study::experiment::calibration::plan::read(regimes_study::experiment::calibration::plan::england());
    let goals = plan.unwrap_or_else(|problems| panic!("{problems}")).goals;
    let register = text("docs/register.md");
    let sections =
        register.split_once("### 4.2").and_then(|(_, rest)| rest.split_once("### 4.4")).expect("4.2 and 4.3").0;
    for line in sections.lines().filter(|line| line.starts_with("| T")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (id, discrepancy, used) = (cells[0], cells[4].parse::<f64>().ok(), cells[6]);
        let goal = goals.iter().find(|goal| goal.id.starts_with(&format!("{id}_")));
        let is_fitted = used.starts_with("fitted");
        assert_eq!(goal.map(|goal| goal.discrepancy), discrepancy.filter(|_| is_fitted), "{line}");
    }
}

#[test]
fn every_symbol_of_the_model_has_its_name_in_the_file_that_the_table_gives() {
    let model = text("docs/model.md");
    let table = model.split_once("## Symbols").expect("the document lists symbols").1;
    let rows =
        table.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    let mut seen = 0;
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let path = cells.last().and_then(|cell| cell.split_once("](../")?.1.split_once(')')).expect("a link").0;
        let source = text(path);
        for name in cells[2].split('`').skip(1).step_by(2) {
            let words = source.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            assert!(words.into_iter().any(|word| word == name), "{path} has no `{name}`, which docs/model.md names");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} names");
}
