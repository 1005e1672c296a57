//! `cargo run -p book`: builds the book and serves it on this computer; or builds only, or records the labs.

use book::{build::build, complain, epub, pack::pack, programs, record::record, say, serve::serve};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo run -p book [-- COMMAND]

  (nothing)         build the book and serve it on this computer
  build             build the book only, into book/book
  zip               build the book, and pack it into target/one-neuron-up.zip to be read anywhere, offline
  epub              build the book, and write target/one-neuron-up.epub for e-readers; the figures are drawings there
  record LAB        run a lab (lab01, or all) and keep what it says, draws and measures for the book;
                    or a long training of one that the book quotes, on real data (lab12-unet);
                    or draw the figures that answer, as they are when nobody has touched them (live),
                    or the README's pictures, from what is recorded (readme)
  --port N          serve on port N (otherwise the first free one from 3000 on)
  --help            this text
";

enum Task {
    Serve { port: Option<u16> },
    Build,
    Zip,
    Epub,
    Record(String),
    Help,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match parse(&arguments) {
        Ok(task) => task,
        Err(complaint) => {
            complain(&format!("{complaint}\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    // mdBook's warnings, such as an HTML tag that is never closed.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .without_time()
        .with_target(false)
        .with_writer(std::io::stderr)
        .init();
    match run(task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaints) => {
            complain(&complaints);
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: &[String]) -> Result<Task, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Ok(Task::Serve { port: None }),
        ["--port", port] => match port.parse() {
            Ok(port) => Ok(Task::Serve { port: Some(port) }),
            Err(_) => Err(format!("--port wants a number up to 65535, not `{port}`")),
        },
        ["build"] => Ok(Task::Build),
        ["zip"] => Ok(Task::Zip),
        ["epub"] => Ok(Task::Epub),
        ["record", lab] => Ok(Task::Record((*lab).to_string())),
        ["record"] => Err("record what? A lab such as lab01, or all".into()),
        ["--help" | "-h" | "help"] => Ok(Task::Help),
        other => Err(format!(
            "`{}` is nothing this command knows",
            other.join(" ")
        )),
    }
}

fn run(task: Task) -> Result<(), String> {
    let root = || place::root().map_err(|lost| lost.to_string());
    match task {
        Task::Help => say(USAGE.trim_end()),
        Task::Build => {
            let page = built(&root()?)?.join("index.html");
            say(&format!("The book is in {}", page.display()))
        }
        Task::Zip => {
            let root = root()?;
            let zip = pack(&root, &built(&root)?)?;
            say(&format!(
                "The book is packed in {}: unpack it, and open one-neuron-up/index.html",
                zip.display()
            ))
        }
        Task::Epub => {
            let root = root()?;
            let book = epub::write(&root, &build(&root)?)?;
            say(&format!("The book is written to {}", book.display()))
        }
        Task::Record(which) => {
            let recorded = record(&root()?, &which)?;
            say(&format!("recorded {}", recorded.join(", ")))
        }
        Task::Serve { port } => {
            let root = root()?;
            serve(&root, build(&root)?, port)
        }
    }
}

/// Builds the book, its figures included if they compile here. Returns the folder of the pages.
fn built(root: &Path) -> Result<PathBuf, String> {
    programs::compile(root).or_else(|why| say(&why))?;
    build(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(
            &line
                .split_whitespace()
                .map(str::to_string)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn commands() {
        assert!(matches!(parsed(""), Ok(Task::Serve { port: None })));
        assert!(matches!(
            parsed("--port 8080"),
            Ok(Task::Serve { port: Some(8080) })
        ));
        assert!(matches!(parsed("build"), Ok(Task::Build)));
        assert!(matches!(parsed("zip"), Ok(Task::Zip)));
        assert!(matches!(parsed("epub"), Ok(Task::Epub)));
        assert!(matches!(parsed("record lab01"), Ok(Task::Record(lab)) if lab == "lab01"));
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, why) in [
            ("--port 99999", "65535"),
            ("record", "record what"),
            ("biuld", "biuld"),
        ] {
            assert!(
                parsed(line).is_err_and(|complaint| complaint.contains(why)),
                "{line}"
            );
        }
    }
}
