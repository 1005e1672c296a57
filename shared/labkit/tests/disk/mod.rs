//! Where what a lesson says and draws cannot be written.

use std::fs;
use std::process::{Command, Stdio};

use super::{ROLE, assert_has, empty, read, run};

/// A pipe that nobody reads is no failure; a full disk is one.
pub fn what_cannot_be_written_is_a_failure() {
    let command = |name: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--out").arg(empty(name)).env(ROLE, "lesson");
        command.env("LABKIT_JUDGE_SECONDS", "2");
        command
    };
    let mut child = command("closed")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    #[cfg(target_os = "linux")]
    {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = command("full").stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_has(
            &String::from_utf8(output.stderr).unwrap(),
            "error: cannot write what the lesson says: ",
        );
    }
}

/// A disk with room for small files only: what is larger cannot be written to its end.
#[cfg(unix)]
pub fn a_full_disk_spoils_no_page() {
    let out = empty("narrow");
    run(&out, &[], false);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"]);
    shell
        .arg(std::env::current_exe().unwrap())
        .arg("--out")
        .arg(&out);
    let output = shell.env(ROLE, "lesson").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_has(&String::from_utf8(output.stderr).unwrap(), "cannot write");
    // As it was after the last section for which there was room.
    let page = read(out.join("index.html"));
    assert!(page.trim_end().ends_with("</html>"), "{page}");
    for figure in fs::read_dir(out.join("figures")).unwrap() {
        let path = figure.unwrap().path();
        assert!(
            read(path.clone()).ends_with("</svg>\n"),
            "{}",
            path.display()
        );
    }
}

#[cfg(not(unix))]
pub fn a_full_disk_spoils_no_page() {}
