//! Libraries that others wrote are compiled once, whatever cargo is asked for: they always get the same features.

use book::labs::all;
use book::workspace_root;
use std::collections::BTreeSet;
use std::process::Command;

/// The packages of the labs.
fn labs() -> Vec<String> {
    let labs = all(&workspace_root()).into_iter();
    labs.map(|lab| lab.package).collect()
}

/// What others wrote and these packages are built from: name, version and features of each.
fn libraries(packages: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace_root())
        .args([
            "tree",
            "--offline",
            "--prefix",
            "none",
            "--format",
            "{p} {f}",
        ])
        .args(packages)
        .output()
        .expect("cargo can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree {packages:?}: {errors}");
    // Behind ours stands a path; `(*)` marks what was listed before.
    let text = String::from_utf8_lossy(&output.stdout).replace(" (*)", "");
    let theirs = text.lines().filter(|line| !line.contains(['/', '\\']));
    theirs.map(str::to_string).collect()
}

#[test]
fn libraries_are_compiled_once() {
    let in_all_tests = libraries(&[]);
    assert!(in_all_tests.len() > 100);
    for name in labs().into_iter().chain(["datasets".to_string()]) {
        let alone = libraries(&["--edges", "normal,build", "--package", &name]);
        let again: Vec<&String> = alone.difference(&in_all_tests).collect();
        assert!(
            again.is_empty(),
            "`cargo run -p {name}` compiles again what `cargo test` compiled with other features; \
             name the missing ones in shared/same-features/Cargo.toml: {again:#?}"
        );
    }
}

/// The book's tests ask more of the libraries than the others do. What the labs are built from has to be the same there, too,
/// or all of them are compiled again.
#[test]
fn the_tests_of_the_book_find_the_labs_compiled() {
    let labs = labs();
    let mut selection = vec!["--edges", "normal,build"];
    selection.extend(labs.iter().flat_map(|lab| ["--package", lab.as_str()]));
    let of_labs: BTreeSet<String> = libraries(&selection).iter().map(|l| versioned(l)).collect();
    let compiled = libraries(&[]);
    let of_labs = compiled.iter().filter(|l| of_labs.contains(&versioned(l)));
    let there = libraries(&["-p", "book", "-p", "live", "--features", "live/gpu"]);
    let again: Vec<&String> = of_labs
        .filter(|library| !there.contains(*library))
        .collect();
    assert!(
        again.is_empty(),
        "the book's tests want these with more features; name them in shared/same-features/Cargo.toml: {again:#?}"
    );
}

/// Name and version, without the features.
fn versioned(library: &str) -> String {
    library.split(' ').take(2).collect::<Vec<_>>().join(" ")
}
