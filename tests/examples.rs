//! Every command has an example in `docs/commands.md`, and every example there can be made as it stands, in order, in one
//! folder.

use std::collections::BTreeMap;
use std::process::Command;

/// Examples by command.
fn examples() -> BTreeMap<String, Vec<String>> {
    let page = include_str!("../docs/commands.md");
    let mut examples: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut command = String::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## `regimes ").and_then(|rest| rest.strip_suffix('`')) {
            command = name.to_owned();
            examples.entry(command.clone()).or_default();
        } else if let Some(words) = line.strip_prefix("  regimes ").filter(|words| words.starts_with(&command)) {
            examples.entry(command.clone()).or_default().push(words.to_owned());
        }
    }
    examples
}

#[test]
fn every_command_has_an_example_and_every_example_can_be_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let examples = examples();
    assert!(examples.len() > 10, "{examples:?}");
    // What makes a file or a folder comes before what reads it.
    let first = ["run", "new"];
    let order = first.into_iter().chain(examples.keys().map(String::as_str).filter(|name| !first.contains(name)));
    for command in order {
        assert!(!examples[command].is_empty(), "docs/commands.md has no example of `regimes {command}`");
        for line in &examples[command] {
            // Studies of the flagship take minutes: their plan says whether all of it is sound.
            let end = if line.contains("--experiment") { " --dry-run" } else { "" };
            let program = env!("CARGO_BIN_EXE_regimes");
            let line = format!("'{program}' {line}{end}");
            let mut shell = Command::new("sh");
            shell.args(["-c", &line]).current_dir(folder.path()).env("NO_COLOR", "1");
            let output = shell.output().expect("a shell");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{line}\n{said}");
        }
    }
}
