//! The book's program acts on the folder that it lies in, not on the one that it was built in.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_moved_program_knows_the_labs_where_it_lies() {
    let built = std::env::var_os("CARGO_BIN_EXE_book").expect("cargo says where it is");
    let folder = tempfile::tempdir().unwrap();
    let (first, then) = (folder.path().join("first"), folder.path().join("then"));
    let program = Path::new("target/debug").join(Path::new(&built).file_name().unwrap());
    for part in ["labs/77-moved", "target/debug"] {
        fs::create_dir_all(first.join(part)).unwrap();
    }
    fs::write(first.join("labs/77-moved/Cargo.toml"), "").unwrap();
    let root = book::workspace_root();
    fs::copy(root.join("Cargo.toml"), first.join("Cargo.toml")).unwrap();
    fs::copy(built, first.join(&program)).unwrap();
    fs::rename(&first, &then).unwrap();
    let complaint = |command: &mut Command| {
        let output = command.args(["record", "lab99"]).output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    // As a person starts it, in the workspace it was built in; and as cargo does, in another folder.
    let mut by_hand = Command::new(then.join(&program));
    by_hand.env_remove("CARGO_MANIFEST_DIR").current_dir(&root);
    let mut by_cargo = Command::new(then.join(&program));
    by_cargo
        .env("CARGO_MANIFEST_DIR", then.join("book"))
        .current_dir(folder.path());
    for command in [&mut by_hand, &mut by_cargo] {
        let text = complaint(command);
        assert!(text.contains("record one of lab77,"), "{text}");
    }
}
