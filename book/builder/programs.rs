//! The programs of the figures that answer: compiled for the browser, and bound to a page's script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
/// The folder of the book that has the programs.
const FOLDER: &str = "live";

/// What is bound lies here, from one build of the book to the next.
fn bound(root: &Path) -> PathBuf {
    root.join("target").join(FOLDER).join("bound")
}

/// Compiles the program of each chapter that has figures. Only what has changed is compiled again.
///
/// Where rustup cannot add the target, `LIVE_CARGO` names another cargo.
///
/// # Errors
/// When the target is not installed, or something does not compile; with the remedy. Then figures stay still.
pub fn compile(root: &Path) -> Result<(), String> {
    let own = std::env::var_os("LIVE_CARGO");
    if own.is_none() && !has_target() {
        return Err(format!(
            "The figures stay still: to operate them, run `rustup target add {TARGET}` once, then this again."
        ));
    }
    let cargo = own
        .or_else(|| std::env::var_os("CARGO"))
        .unwrap_or_else(|| "cargo".into());
    let folder = root.join("target").join(FOLDER);
    let mut command = Command::new(cargo);
    command.current_dir(root);
    command.args([
        "build",
        "--quiet",
        "-p",
        "live",
        "--bins",
        "--profile",
        "live",
    ]);
    command
        .args(["--target", TARGET, "--target-dir"])
        .arg(&folder);
    // Those of this build are for this machine's processor.
    command.env_remove("CARGO_ENCODED_RUSTFLAGS");
    let ended = command.stdin(Stdio::null()).output();
    let ended = ended.map_err(|error| format!("{command:?} could not be started: {error}"))?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr);
        return Err(format!(
            "{said}\nThe figures stay as they were: their programs could not be compiled ({}).",
            ended.status
        ));
    }
    bind(&folder.join(TARGET).join("live"), &bound(root))
}

/// Whether this toolchain has the standard library for browsers.
fn has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    told.is_ok_and(|told| Path::new(String::from_utf8_lossy(&told.stdout).trim()).is_dir())
}

/// Binds each program that is newer than what was bound of it.
fn bind(compiled: &Path, bound: &Path) -> Result<(), String> {
    let cannot = |error| format!("{} cannot be written: {error}", bound.display());
    fs::create_dir_all(bound).map_err(cannot)?;
    for program in files(compiled, "wasm") {
        let name = program.file_stem().unwrap_or_default();
        let script = bound.join(name).with_extension("js");
        if changed(&script) > changed(&program) {
            continue;
        }
        bind_one(&program, bound)?;
    }
    Ok(())
}

fn bind_one(program: &Path, bound: &Path) -> Result<(), String> {
    let mut binding = Bindgen::new();
    let for_pages = binding.input_path(program).web(true);
    let written = for_pages.and_then(|binding| {
        // The script knows where its program lies.
        binding.typescript(false).omit_default_module_path(false);
        binding
            .remove_name_section(true)
            .remove_producers_section(true);
        binding.generate(bound)
    });
    written.map_err(|error| format!("{} cannot be bound: {error:#}", program.display()))
}

fn changed(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|file| file.extension().is_some_and(|end| end == extension))
        .collect()
}

/// Whether there are programs from this build or an earlier one.
pub fn are_there(root: &Path) -> bool {
    !files(&bound(root), "wasm").is_empty()
}

/// Puts the programs beside the pages.
///
/// # Errors
/// When they cannot be copied.
pub fn place(root: &Path, pages: &Path) -> Result<(), String> {
    let folder = pages.join(FOLDER);
    let cannot = |error| format!("{} cannot be written: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(cannot)?;
    let bound = bound(root);
    for file in files(&bound, "js").into_iter().chain(files(&bound, "wasm")) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, folder.join(name)).map_err(cannot)?;
    }
    Ok(())
}
