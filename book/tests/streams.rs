//! What happens when nobody listens, or there is no room for what is said.
#![cfg(unix)]

use std::fs::File;
use std::process::{Command, Output, Stdio};

fn help(out: impl Into<Stdio>) -> Output {
    let program = std::env::var_os("CARGO_BIN_EXE_book").expect("cargo says where it is");
    let mut command = Command::new(program);
    command.arg("--help").stdout(out);
    command
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap()
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = help(writer);
    assert!(output.status.success());
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let output = help(File::options().write(true).open("/dev/full").unwrap());
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("cannot print: "), "{said}");
}
