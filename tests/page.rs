//! The page of a run: its numbers are those of the tables, it asks no host for anything, it says no more than it holds,
//! and a folder that is not whole is refused and left as it is.

use assert_cmd::Command;
use regimes_study::statistics::{ascending, quantile};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn regimes(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.args(arguments).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A run of `tiny` in a folder, and its page.
fn ran(more: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    let (code, _, messages) = regimes(&[&["run", "tiny", "--threads", "1", "-q", "--out", &out], more].concat());
    assert_eq!(code, 0, "{messages}");
    let page = page(folder.path());
    (folder, page)
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("report.html")).expect("a page")
}

/// A number of the page: its full value, the cells that it comes from, and what is shown.
struct Shown {
    value: f64,
    from: String,
    text: String,
}

fn shown(page: &str) -> Vec<Shown> {
    let part = |text: &str, name: &str| {
        let start = text.split_once(&format!("{name}=\"")).expect("an attribute").1;
        start.split_once('"').expect("it ends").0.replace("&amp;", "&")
    };
    let numbers = page.split("<data ").skip(1);
    numbers
        .map(|rest| {
            let (tag, rest) = rest.split_once('>').expect("a tag");
            let text = rest.split_once("</data>").expect("it ends").0.to_owned();
            Shown { value: part(tag, "value").parse().expect("a number"), from: part(tag, "data-from"), text }
        })
        .collect()
}

/// The tables of a folder, read once.
struct Tables<'a> {
    folder: &'a Path,
    read: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

impl Tables<'_> {
    fn rows(&mut self, table: &str) -> &[BTreeMap<String, String>] {
        let path = self.folder.join(format!("{table}.csv"));
        self.read.entry(table.to_owned()).or_insert_with(|| {
            let mut reader = csv::Reader::from_path(path).expect("a table");
            let heads = reader.headers().expect("heads").clone();
            let row = |row: csv::StringRecord| {
                heads.iter().zip(row.iter()).map(|(head, cell)| (head.to_owned(), cell.to_owned())).collect()
            };
            reader.records().map(|record| row(record.expect("a row"))).collect()
        })
    }

    /// What the tables say of the cells that a number comes from.
    fn value(&mut self, from: &str) -> f64 {
        let (rows, expression) = from.split_once('#').expect("cells");
        let (table, words) = rows.split_once('?').unwrap_or((rows, ""));
        let words: Vec<(&str, &str)> = words.split('&').filter_map(|word| word.split_once('=')).collect();
        let is_it = |row: &&BTreeMap<String, String>| words.iter().all(|(column, word)| row[*column] == *word);
        let rows: Vec<&BTreeMap<String, String>> = self.rows(table).iter().filter(is_it).collect();
        let cell = |row: &BTreeMap<String, String>, column: &str| row[column].parse().unwrap_or(f64::NAN);
        if let Some((taken, column)) = expression.split_once(':') {
            let values: Vec<f64> = rows.iter().map(|row| cell(row, column)).filter(|value| !value.is_nan()).collect();
            let number = |is: &dyn Fn(f64) -> bool| values.iter().filter(|value| is(**value)).count() as f64;
            return match taken {
                "median" => quantile(&ascending(&values), 0.5),
                "q05" => quantile(&ascending(&values), 0.05),
                "q95" => quantile(&ascending(&values), 0.95),
                "above" => number(&|value| value > 0.0),
                "below" => number(&|value| value < 0.0),
                "count" => values.len() as f64,
                other => panic!("{other} is not known"),
            };
        }
        let [row] = rows[..] else { panic!("{from}: {} rows", rows.len()) };
        let of = |name: &str| name.parse().unwrap_or_else(|_| cell(row, name));
        let mut parts = expression.split('/');
        let product: f64 = parts.next().expect("a part").split('*').map(of).product();
        parts.fold(product, |value, by| value / of(by))
    }
}

/// Whether a text shows a value: rounded to the decimals that it has, or an amount of money to three digits.
fn shows(text: &str, value: f64) -> bool {
    let plain = text.replace('\u{2212}', "-").replace(['+', ',', '£'], "");
    let number: f64 = plain.parse().unwrap_or_else(|_| panic!("{text} is no number"));
    let decimals = plain.split_once('.').map_or(0, |(_, digits)| digits.len());
    let off = (number - value).abs();
    off <= 0.5 * 10_f64.powi(-(decimals as i32)) * (1.0 + 1e-6) || (text.contains('£') && off <= 0.005 * value.abs())
}

#[test]
fn every_number_of_the_page_is_that_of_the_tables() {
    let (folder, page) = ran(&["--replicates", "5"]);
    let mut tables = Tables { folder: folder.path(), read: BTreeMap::new() };
    let all = shown(&page);
    assert!(all.len() > 150, "{}", all.len());
    for number in &all {
        let held = tables.value(&number.from);
        let off = (held - number.value).abs();
        assert!(
            off <= 1e-7 * held.abs().max(1e-6),
            "{}: {} on the page, {held} in the tables",
            number.from,
            number.value
        );
        assert!(shows(&number.text, number.value), "{}: {} shown as {}", number.from, number.value, number.text);
    }
    for table in ["effects", "runs", "pairs", "census", "economics"] {
        assert!(all.iter().any(|number| number.from.starts_with(table)), "{table}");
    }
    // The data of a figure on the page are those of its file.
    for name in ["overview", "cost_by_line", "evaluation_twin", "cost_effectiveness_plane", "acceptability"] {
        let data = fs::read_to_string(folder.path().join(format!("figures/{name}.csv"))).expect("data");
        assert!(page.contains(&format!("<script type=\"text/csv\" data-name=\"{name}\">{data}</script>")), "{name}");
    }
}

#[test]
fn the_page_asks_no_host_for_anything() {
    let (_folder, page) = ran(&["--replicates", "2"]);
    assert!(page.len() < 2_000_000, "{}", page.len());
    let without_names = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for part in ["http:", "https:", "//cdn", "url(", "@import", "fetch(", "XMLHttpRequest", "import(", " src=", "<img"]
    {
        assert!(!without_names.contains(part), "{part}");
    }
    let mut links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    assert!(links.all(|link| link.starts_with('#') || link == "data:,"));
}

#[test]
fn the_page_can_be_read_without_seeing_it() {
    let (_folder, page) = ran(&["--replicates", "2"]);
    let count = |part: &str| page.matches(part).count();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en-GB\">"));
    assert_eq!((count("<h1"), count("<main"), count("class=\"skip\"")), (1, 1, 1));
    let figures = count("<figure ");
    assert!(figures > 8);
    let parts = ["What the figure shows, in words", "<svg ", "<script type=\"text/csv\"", "<desc>"];
    assert!(parts.iter().all(|part| count(part) == figures), "{:?}", parts.map(count));
    assert_eq!(count("<table"), count("<caption"));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    let mut targets = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    assert!(targets.all(|target| ids.contains(&target)));
}

#[test]
fn the_page_is_written_again_as_it_was_and_an_edited_one_is_found() {
    let (folder, page) = ran(&["--replicates", "2"]);
    let out = folder.path().display().to_string();
    let path = folder.path().join("report.html");
    fs::write(&path, page.replacen("regimes", "regimen", 1)).expect("written");
    let (code, _, messages) = regimes(&["verify", &out, "-q"]);
    assert!(code == 3 && messages.contains("report.html changed since it was written"), "{messages}");
    let (code, _, messages) = regimes(&["report", &out]);
    assert!(code == 0 && messages.contains("report.html"), "{messages}");
    assert_eq!(self::page(folder.path()), page);
    assert_eq!(regimes(&["verify", &out, "-q"]).0, 0);
    let other = tempfile::tempdir().expect("a folder");
    let elsewhere = other.path().join("pages").display().to_string();
    assert_eq!(regimes(&["report", &out, "--out", &elsewhere]).0, 0);
    assert_eq!(self::page(&other.path().join("pages")), page);
}

#[test]
fn hidden_arms_stay_hidden() {
    let (_folder, page) = ran(&["--replicates", "2", "--blind"]);
    for name in ["NPM", "HLS", "Graft", "npm", "hls", "graft"] {
        assert!(
            !page.contains(name),
            "{name} in {:?}",
            page.split_once(name).map(|(before, _)| &before[before.len() - 80..])
        );
    }
    assert!(page.contains("The arms are hidden in this folder") && page.contains("Under A"));
}

#[test]
fn a_folder_that_is_not_whole_is_refused_and_left_as_it_is() {
    let (folder, page) = ran(&["--replicates", "2"]);
    let out = folder.path().display().to_string();
    let refused = |expected: &str| {
        let (code, _, messages) = regimes(&["report", &out]);
        assert!(code == 2 && messages.contains(expected), "{expected} in {messages}");
        assert_eq!(self::page(folder.path()), page);
    };
    let change = |name: &str, change: &dyn Fn(String) -> String, expected: &str| {
        let path = folder.path().join(name);
        let kept = fs::read_to_string(&path).expect("there");
        fs::write(&path, change(kept.clone())).expect("written");
        refused(expected);
        fs::write(&path, kept).expect("written");
    };
    change("timeseries.csv", &|text| text[..text.len() / 2].to_owned(), "has changed since it was written");
    change("manifest.json", &|text| text.replace("\"format\": 2", "\"format\": 1"), "older format 1");
    change("manifest.json", &|text| text.replace("\"study\": \"run\"", "\"study\": \"sweep\""), "not of `run`");
    change("manifest.json", &|text| text[..text.len() / 2].to_owned(), "manifest.json");
    fs::remove_file(folder.path().join("effects.csv")).expect("removed");
    refused("is gone");
    fs::remove_file(folder.path().join("manifest.json")).expect("removed");
    refused("has no results");
}

#[test]
fn draws_of_the_run_are_on_the_page_and_those_of_another_program_are_not() {
    let (folder, page) = ran(&["--replicates", "5", "--draws", "6"]);
    let mut tables = Tables { folder: folder.path(), read: BTreeMap::new() };
    let numbers = shown(&page);
    let of_draws: Vec<&Shown> = numbers.iter().filter(|number| number.from.starts_with("draws/effects")).collect();
    assert!(of_draws.len() > 5, "{}", of_draws.len());
    for number in of_draws {
        let held = tables.value(&number.from);
        assert!((held - number.value).abs() < 1e-6 && shows(&number.text, number.value), "{}", number.from);
    }
    for words in
        ["by luck alone, with one value", "over 6 draws", "<figure id=\"luck_and_parameters\"", "ranges, not fitted"]
    {
        assert!(page.contains(words), "{words}");
    }
    let out = folder.path().display().to_string();
    assert_eq!(regimes(&["report", &out]).0, 0);
    assert_eq!(self::page(folder.path()), page, "the page written again has the draws too");
    let path = folder.path().join("draws/manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let sources =
        manifest.split_once("\"sources\": \"").expect("sources").1.split('"').next().expect("a hash").to_owned();
    fs::write(&path, manifest.replace(&sources, "another")).expect("written");
    let (code, _, messages) = regimes(&["report", &out]);
    assert!(code == 0 && messages.contains("draws of another run or program"), "{messages}");
    assert!(!self::page(folder.path()).contains("6 draws"));
}

#[test]
fn the_manifest_and_the_page_say_which_calibration_the_base_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    let short = ["--set", "burn_in_weeks=2", "--set", "horizon_weeks=3", "--replicates", "1", "-q", "--out", &out];
    let (code, _, messages) = regimes(&[&["run", "town"][..], &short].concat());
    assert_eq!(code, 0, "{messages}");
    assert!(
        fs::read_to_string(folder.path().join("manifest.json")).expect("it").contains("\"calibration\": \"england\"")
    );
    assert!(page(folder.path()).contains("the calibration <b>england</b>"));
    let (_folder, page) = ran(&["--replicates", "1"]);
    assert!(page.contains("The folder names no calibration"));
}
