use std::collections::HashSet;
use std::process::ExitCode;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::about::{About, short};
use crate::error::{Error, Result};
use crate::flags::{self, Flag, Flags};
use crate::judge::{self, Exercise, Judging};
use crate::markup;
use crate::page::Page;
use crate::record::Record;
use crate::standing;
use crate::terminal::{self, Terminal};

/// A lesson as it runs: it prints, draws, asks, and writes a page of all that.
///
/// Start one with [`Lesson::run`].
pub struct Lesson {
    pub(crate) about: About,
    pub(crate) flags: Flags,
    own: Vec<(&'static str, String)>,
    pub(crate) terminal: Terminal,
    pub(crate) page: Page,
    pub(crate) record: Record,
    pub(crate) exercises: Vec<Exercise>,
    pub(crate) judging: Option<Judging>,
    /// Names of exercises whose standing has been told.
    pub(crate) told: HashSet<String>,
    /// Titles of all sections so far, and whether each was run.
    sections: Vec<(String, bool)>,
}

impl Lesson {
    /// Runs a lesson from `main`: reads the flags, runs `body`, says how the exercises stand, writes the page.
    ///
    /// The exit code is 0; 1 when `body` returned an error or a file could not be written; 2 for a wrong flag;
    /// another where [`Error::code`] gives it.
    pub fn run(
        about: About,
        exercises: Vec<Exercise>,
        own: &[Flag],
        body: impl FnOnce(&mut Lesson) -> Result<()>,
    ) -> ExitCode {
        judge::serve(&exercises);
        let parsed = match flags::parse(&about, own, about.default_out(), std::env::args_os()) {
            Ok(parsed) => parsed,
            Err(stop) if stop.code == 0 => {
                terminal::print(&stop.text);
                return ExitCode::SUCCESS;
            }
            Err(stop) => {
                eprint!("{}", stop.text);
                return ExitCode::from(stop.code);
            }
        };
        let mut lesson = Lesson::new(about, exercises, parsed);
        let outcome = lesson
            .begin()
            .and_then(|()| body(&mut lesson))
            .and_then(|()| lesson.finish());
        outcome.unwrap_or_else(|error| error.report())
    }

    fn new(about: About, exercises: Vec<Exercise>, parsed: flags::Parsed) -> Lesson {
        let recording = std::env::var("LABKIT_RECORD").is_ok_and(|value| value == "1");
        let idle = recording || parsed.flags.list;
        Lesson {
            about,
            terminal: if recording {
                Terminal::PIPE
            } else {
                Terminal::detect()
            },
            page: Page::new(about),
            record: Record::new(parsed.flags.out.clone(), recording),
            judging: (!idle).then(|| Judging::start(about.source, exercises.clone())),
            exercises,
            flags: parsed.flags,
            own: parsed.own,
            told: HashSet::new(),
            sections: Vec::new(),
        }
    }

    fn begin(&mut self) -> Result<()> {
        if self.flags.list {
            return Ok(());
        }
        self.record.prepare()?;
        let About {
            lab,
            title,
            question,
            minutes,
            ..
        } = self.about;
        let title = self.terminal.paint("1", &format!("Lab {lab}: {title}"));
        let question = self.terminal.prose(&markup::blocks(question));
        terminal::print(&format!("\n{title}  ({minutes} min)\n{question}\n\n"));
        Ok(())
    }

    /// One section. It gets the next number, its `title` as a heading, and the title's kebab case as its
    /// name; with `--section` only the one asked for runs.
    ///
    /// # Errors
    /// Those of `body`.
    pub fn section(
        &mut self,
        title: &str,
        body: impl FnOnce(&mut Lesson) -> Result<()>,
    ) -> Result<()> {
        let number = self.sections.len() + 1;
        let slug = markup::slug(title);
        let wanted = match &self.flags.section {
            _ if self.flags.list => false,
            Some(asked) => *asked == number.to_string() || markup::slug(asked) == slug,
            None => true,
        };
        self.sections.push((title.to_string(), wanted));
        if !wanted {
            return Ok(());
        }
        let heading = format!("{number} · {title}");
        let rule = "─".repeat(textwrap::core::display_width(&heading));
        terminal::print(&format!(
            "{}\n{rule}\n\n",
            self.terminal.paint("1", &heading)
        ));
        self.page.section(number, title, &slug);
        self.record.section(Some(&slug));
        let outcome = body(self);
        self.record.section(None);
        outcome
    }

    /// The flags of this run.
    pub fn flags(&self) -> &Flags {
        &self.flags
    }

    /// The value of one of the lab's own flags.
    ///
    /// # Panics
    /// If the lab has no flag called `name`.
    pub fn choice(&self, name: &str) -> &str {
        let found = self.own.iter().find(|(own, _)| *own == name);
        let Some((_, value)) = found else {
            panic!("this lab has no flag --{name}: name it in the list given to Lesson::run");
        };
        value
    }

    /// A generator of random numbers that starts from `--seed`; the same at each call.
    pub fn rng(&self) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(self.flags.seed)
    }

    /// Prints a finished block and a blank line.
    pub(crate) fn print(&self, block: &str) {
        if !self.flags.list {
            terminal::print(&format!("{block}\n\n"));
        }
    }

    fn finish(&mut self) -> Result<ExitCode> {
        if self.flags.list {
            terminal::print(&self.list());
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(asked) = &self.flags.section
            && !self.sections.iter().any(|(_, ran)| *ran)
        {
            let names = self.section_names();
            eprintln!("error: this lab has no section `{asked}`; choose one of these:\n{names}");
            return Ok(ExitCode::from(2));
        }
        let slugs = self.sections.iter().map(|(title, _)| markup::slug(title));
        let slugs: Vec<String> = slugs.collect();
        let lost = |slug: &String| !slugs.contains(slug);
        if let Some(slug) = self.record.references().into_iter().find(lost) {
            return Err(Error::new(format!(
                "this lesson refers to a section `{slug}`, which it has not"
            ))
            .remedy(format!("name one of these:\n{}", self.section_names())));
        }
        let standings = self
            .judging
            .as_ref()
            .map(|judging| standing::of(&self.exercises, judging));
        let standings = standings.unwrap_or_default();
        self.record.finish(&self.exercises)?;
        let files = self.about.source.files(&self.exercises);
        self.record
            .write("index.html", &self.page.render(&standings, &files))?;
        if !self.record.is_recording() {
            let text = standing::to_terminal(&standings, &files, &self.about, &self.terminal);
            let page = short(&self.flags.out.join("index.html"));
            terminal::print(&format!("{text}\nThe page with all figures: {page}\n"));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn section_names(&self) -> String {
        let line = |(i, (title, _)): (usize, &(String, bool))| {
            format!("  {}  {}\n", i + 1, markup::slug(title))
        };
        self.sections.iter().enumerate().map(line).collect()
    }

    fn list(&self) -> String {
        let exercise =
            |e: &Exercise| format!("  {} ({} min): {}\n", e.name(), e.minutes(), e.task());
        let exercises: String = self.exercises.iter().map(exercise).collect();
        format!(
            "sections (--section):\n{}\nexercises:\n{exercises}",
            self.section_names()
        )
    }

    /// The error of a name that is not there, with the names that are.
    pub(crate) fn exercise(&self, name: &str) -> &Exercise {
        let found = self
            .exercises
            .iter()
            .find(|exercise| exercise.name() == name);
        let Some(exercise) = found else {
            let names: Vec<&str> = self.exercises.iter().map(Exercise::name).collect();
            panic!("no exercise is called `{name}`; this lab has {names:?}");
        };
        exercise
    }
}
