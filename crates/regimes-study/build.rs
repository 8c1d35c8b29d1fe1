//! Tells the program which commit it is built from, and the hash of the sources that decide its numbers.
//!
//! The commit is read from `.git` as files: no git program is needed, and where there is no repository the program calls
//! its commit unknown. The hash covers the sources of model, scenario and study: two builds of the same hash give the
//! same numbers, whatever has changed in tables, figures or commands.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build reads the sources, and speaks to Cargo by printing"
)]

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The variable that holds the commit; whoever builds from an archive can set it.
const VARIABLE: &str = "REGIMES_COMMIT";

/// The variable that holds the hash of the sources.
const SOURCES: &str = "REGIMES_SOURCES";

/// The crates whose sources decide the numbers.
const CRATES: [&str; 3] = ["regimes-model", "regimes-scenario", "regimes-study"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={VARIABLE}");
    let own = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let crates = own.parent().unwrap_or(&own);
    println!("cargo:rustc-env={SOURCES}={}", hash_of_sources(crates));
    let root = crates.parent().unwrap_or(crates);
    name_the_commit(root);
}

/// SHA-256 over names and contents of all sources of the crates, in order of their paths.
fn hash_of_sources(crates: &Path) -> String {
    let mut files = Vec::new();
    for name in CRATES {
        let folder = crates.join(name).join("src");
        println!("cargo:rerun-if-changed={}", folder.display());
        collect(&folder, &mut files);
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        let name = file.strip_prefix(crates).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
        hash.update(format!("{name}\n{}\n{text}", text.len()));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All Rust files below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// Sets the variable of the commit, and has the program built again when another one is checked out.
fn name_the_commit(root: &Path) {
    if std::env::var(VARIABLE).is_ok() {
        return;
    }
    for file in watched(root) {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    if let Some(commit) = commit(root) {
        println!("cargo:rustc-env={VARIABLE}={commit}");
    }
}

/// The folder of a working copy's own state, and the one that it shares with other working copies.
fn folders(root: &Path) -> Option<[PathBuf; 2]> {
    let git = root.join(".git");
    let own = if git.is_dir() {
        git
    } else {
        // A worktree has a file that says where its folder is.
        root.join(fs::read_to_string(git).ok()?.trim().strip_prefix("gitdir:")?.trim())
    };
    let shared = match fs::read_to_string(own.join("commondir")) {
        Ok(path) => own.join(path.trim()),
        Err(_) => own.clone(),
    };
    Some([own, shared])
}

/// The name of the branch that is checked out, as `refs/heads/main`; none where a commit is.
fn branch(own: &Path) -> Option<String> {
    let head = fs::read_to_string(own.join("HEAD")).ok()?;
    head.trim().strip_prefix("ref:").map(|name| name.trim().to_owned())
}

/// The commit that is checked out; none where there is no repository.
pub fn commit(root: &Path) -> Option<String> {
    let [own, shared] = folders(root)?;
    let Some(branch) = branch(&own) else {
        return hash(&fs::read_to_string(own.join("HEAD")).ok()?);
    };
    let loose = [&own, &shared].into_iter().find_map(|folder| fs::read_to_string(folder.join(&branch)).ok());
    match loose {
        Some(text) => hash(&text),
        None => packed(&fs::read_to_string(shared.join("packed-refs")).ok()?, &branch),
    }
}

/// The commit of a branch in a file of packed references: lines of a hash and a name.
fn packed(text: &str, branch: &str) -> Option<String> {
    let of_branch =
        |line: &str| line.split_once(' ').filter(|(_, name)| name.trim() == branch).map(|(hash, _)| hash.to_owned());
    hash(&text.lines().find_map(of_branch)?)
}

/// A hash of forty hexadecimal digits, or of sixty-four.
fn hash(text: &str) -> Option<String> {
    let text = text.trim();
    let is_hash = [40, 64].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text.to_owned())
}

/// The files that change when another commit is checked out.
fn watched(root: &Path) -> Vec<PathBuf> {
    let Some([own, shared]) = folders(root) else { return Vec::new() };
    let mut files = vec![own.join("HEAD"), own.join("logs/HEAD"), shared.join("packed-refs")];
    if let Some(branch) = branch(&own) {
        files.extend([own.join(&branch), shared.join(&branch)]);
    }
    // A file that is not there would have the program built again each time.
    files.retain(|file| file.exists());
    files
}
