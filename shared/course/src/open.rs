//! Opens an exercise in the learner's editor, or the chapter of a lab in the browser.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::answers;
use crate::labs::{Course, Exercise, Lab};
use crate::names::{self, Named};
use crate::say::say;
use crate::standing;

/// Opens what is called `name`, or the next exercise; says where it is if nothing can open it.
pub(crate) fn run(course: &Course, name: Option<&str>) -> Result<()> {
    match name {
        Some(name) => match names::find(course, name)? {
            Named::Lab(lab) => chapter(course, lab),
            Named::Exercise(lab, exercise) => edit(course, lab, exercise),
        },
        None => match standing::next(course, None) {
            Some((lab, standing)) => edit(course, lab, standing.exercise),
            None => {
                Err("nothing is left to answer; say what to open: an exercise, or a lab".into())
            }
        },
    }
}

fn edit(course: &Course, lab: &Lab, exercise: &Exercise) -> Result<()> {
    let place = answers::place(course, lab, &exercise.name);
    let line = place
        .rsplit_once(':')
        .and_then(|(_, line)| line.parse().ok());
    let file = lab.file_of(&exercise.name);
    let set = |name| {
        env::var(name)
            .ok()
            .filter(|value: &String| !value.trim().is_empty())
    };
    let Some(editor) = set("VISUAL").or_else(|| set("EDITOR")) else {
        say!("{place}");
        say!(
            "(VISUAL or EDITOR names the editor that opens it: VISUAL=\"code --wait\", for instance)"
        );
        return Ok(());
    };
    let (program, arguments) = command_line(&editor, &file, line.unwrap_or(1));
    let status = Command::new(&program)
        .args(arguments)
        // Cargo has set it for us alone; a terminal in the editor would inherit it.
        .env_remove("CARGO_MANIFEST_DIR")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!(
            "`{editor}` ended with {status}; the place is {place}"
        )),
        Err(error) => Err(format!(
            "cannot start `{editor}`, which VISUAL or EDITOR names: {error}; the place is {place}"
        )),
    }
}

/// The program and its arguments that open `file` at `line`. Each family of editors is told the line in its own way;
/// one that we do not know opens the file.
fn command_line(editor: &str, file: &Path, line: usize) -> (String, Vec<String>) {
    // A path with blanks in it, or a program and its flags.
    let mut words = match Path::new(editor).is_file() {
        true => vec![editor.to_string()],
        false => editor.split_whitespace().map(str::to_string).collect(),
    };
    let program = words.remove(0);
    let stem = Path::new(&program).file_stem().unwrap_or_default();
    let file = file.display().to_string();
    match &*stem.to_string_lossy() {
        "vi" | "vim" | "nvim" | "gvim" | "view" | "nano" | "pico" | "micro" | "emacs"
        | "emacsclient" | "kak" | "joe" | "jed" | "ne" | "gedit" => {
            words.extend([format!("+{line}"), file])
        }
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            words.extend(["--goto".to_string(), format!("{file}:{line}")])
        }
        "hx" | "helix" | "subl" | "zed" => words.push(format!("{file}:{line}")),
        "kate" | "idea" | "rustrover" | "clion" => {
            words.extend(["--line".to_string(), line.to_string(), file])
        }
        _ => words.push(file),
    }
    (program, words)
}

/// The chapter's page, if the book has been built.
fn chapter(course: &Course, lab: &Lab) -> Result<()> {
    let number = lab.name.trim_start_matches("lab");
    let Some(page) = page(&course.root.join("book/book"), number) else {
        say!("The book is not built yet: cargo run -p book builds it and shows it.");
        return Ok(());
    };
    say!("{}", page.display());
    // Where nothing opens it, as on a machine without a screen, the path is what we have to give.
    let _ = browser(&page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ok(())
}

/// `03-backprop.html` for lab 3.
fn page(book: &Path, number: &str) -> Option<PathBuf> {
    let mut pages: Vec<PathBuf> = book
        .read_dir()
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    pages.sort();
    pages.into_iter().find(|page| {
        let name = page.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&format!("{number}-")) && name.ends_with(".html")
    })
}

fn browser(page: &Path) -> Command {
    let program = match env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    command.arg(page);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_editor_is_told_the_line_in_its_own_way() {
        for (editor, wanted) in [
            ("vim", "vim +12 a b.rs"),
            ("/usr/bin/nvim -p", "/usr/bin/nvim -p +12 a b.rs"),
            ("code --wait", "code --wait --goto a b.rs:12"),
            ("hx", "hx a b.rs:12"),
            ("kate", "kate --line 12 a b.rs"),
            ("notepad.exe", "notepad.exe a b.rs"),
        ] {
            let (program, arguments) = command_line(editor, Path::new("a b.rs"), 12);
            assert_eq!(format!("{program} {}", arguments.join(" ")), wanted);
        }
        let (_, arguments) = command_line("vim", Path::new("a b.rs"), 12);
        assert_eq!(
            arguments,
            ["+12", "a b.rs"],
            "a blank in a path parts nothing"
        );
    }
}
