use std::collections::HashSet;
use std::process::ExitCode;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::about::{About, short};
use crate::error::{Error, Result};
use crate::experiments::Experiment;
use crate::flags::{self, Flag, Flags};
use crate::judge::{self, Exercise, Judging};
use crate::markup;
use crate::memory::Memory;
use crate::page::Page;
use crate::record::Record;
use crate::score::Score;
use crate::serve;
use crate::standing::{self, Standing};
use crate::stops::{Pace, Turn};
use crate::terminal::{self, Terminal};

/// A section of a lesson: its title, and the function that tells it.
pub type Section<'a> = (&'a str, &'a dyn Fn(&mut Lesson) -> Result<()>);

/// A lesson as it runs: it prints, draws, asks, and writes a page of all that.
///
/// Start one with [`Lesson::run`].
pub struct Lesson {
    pub(crate) about: About,
    pub(crate) flags: Flags,
    own: Vec<(&'static str, String)>,
    /// The flags that this lab has of its own.
    pub(crate) known: Vec<Flag>,
    pub(crate) experiments: Vec<Experiment>,
    pub(crate) terminal: Terminal,
    pub(crate) page: Page,
    pub(crate) record: Record,
    pub(crate) exercises: Vec<Exercise>,
    pub(crate) judging: Option<Judging>,
    /// Names of exercises whose standing has been told.
    pub(crate) told: HashSet<String>,
    pub(crate) pace: Pace,
    pub(crate) score: Score,
    pub(crate) memory: Memory,
    /// Titles of all sections so far, and whether each was run.
    sections: Vec<(String, bool)>,
}

impl Lesson {
    /// Runs a lesson from `main`: reads the flags, runs `body`, says how the exercises stand, writes the page.
    ///
    /// The exit code is 0; 1 when `body` returned an error or a file could not be written; 2 for a wrong flag.
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
        let mut lesson = Lesson::new(about, exercises, own, parsed);
        let outcome = lesson
            .begin()
            .and_then(|()| body(&mut lesson))
            .and_then(|()| lesson.finish());
        outcome.unwrap_or_else(|error| {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        })
    }

    fn new(about: About, exercises: Vec<Exercise>, own: &[Flag], parsed: flags::Parsed) -> Lesson {
        let recording = std::env::var("LABKIT_RECORD").is_ok_and(|value| value == "1");
        let idle = recording || parsed.flags.list;
        let terminal = if recording {
            Terminal::PIPE
        } else {
            Terminal::detect()
        };
        let hurried = parsed.flags.quick || parsed.flags.no_wait || parsed.flags.list;
        let attended = terminal.interactive && !hurried;
        Lesson {
            about,
            terminal,
            pace: Pace {
                attended,
                waits: attended,
                ..Pace::default()
            },
            score: Score::default(),
            memory: Memory::of(&about.package()),
            page: Page::new(about),
            record: Record::new(parsed.flags.out.clone(), recording),
            judging: (!idle).then(|| Judging::start(about.source, exercises.clone())),
            exercises,
            flags: parsed.flags,
            own: parsed.own,
            known: own.to_vec(),
            experiments: Vec::new(),
            told: HashSet::new(),
            sections: Vec::new(),
        }
    }

    fn begin(&mut self) -> Result<()> {
        if self.flags.list {
            return Ok(());
        }
        self.record.prepare()?;
        if self.flags.section.is_some() || (self.pace.waits && self.memory.read().is_some()) {
            self.keep_page();
        }
        // This also finds out before a long training whether the page can be written.
        self.write_page(true)?;
        let About {
            lab,
            title,
            question,
            minutes,
            ..
        } = self.about;
        let title = self.terminal.paint("1", &format!("Lab {lab}: {title}"));
        let question = self.terminal.prose(&markup::blocks(question));
        let heading = format!("\n{title}  ({minutes} min)\n{question}\n");
        self.print(&heading);
        if !self.record.is_recording() {
            self.say_where()?;
        }
        Ok(())
    }

    /// Where the page is, and what else one can ask for.
    fn say_where(&mut self) -> Result<()> {
        let package = self.about.package();
        let page = self.flags.out.join("index.html");
        let served = if self.flags.page {
            let address = serve::serve(page.clone())?;
            format!("http://{address}")
        } else {
            format!("{} (`--page` serves it)", short(&page))
        };
        self.aside(&format!(
            "The page: {served}. Also `cargo run -p {package} -- --section 2`, `--list`, `--help`."
        ));
        Ok(())
    }

    /// The sections of the lesson, from top to bottom, each under its number and its title; the title's kebab case is
    /// its name. With `--section` only the one asked for runs. In a terminal the lesson stops after each, and a person may
    /// go on, go back, skip, or leave and go on another time: a section may run more than once.
    ///
    /// # Errors
    /// Those of the sections, or if the page cannot be written.
    pub fn sections(&mut self, table: &[Section<'_>]) -> Result<()> {
        let before = self.sections.len();
        let titles = table.iter().map(|(title, _)| (title.to_string(), false));
        self.sections.extend(titles);
        let mut next = 0;
        let whole = table.len() > 1 && self.flags.section.is_none();
        if whole {
            next = self.offer(table) - 1;
            if next == 0 {
                self.page.clear();
            }
        }
        while let Some(section) = table.get(next) {
            let number = before + next + 1;
            if !self.wants(number, section.0) {
                next += 1;
                continue;
            }
            match self.stop(number, section) {
                Turn::On => {
                    self.run_section(number, section)?;
                    next += 1;
                }
                Turn::Skip => next += 1,
                Turn::Back => {
                    let shown = self.pace.shown.unwrap_or(number);
                    next = shown.saturating_sub(before + 2);
                    self.run_section(before + next + 1, &table[next])?;
                    next += 1;
                }
            }
        }
        if whole && self.pace.attended {
            self.memory.forget();
        }
        Ok(())
    }

    /// One section alone: as [`Lesson::sections`] with a table of one.
    ///
    /// # Errors
    /// Those of `body`, or if the page cannot be written.
    pub fn section(&mut self, title: &str, body: impl Fn(&mut Lesson) -> Result<()>) -> Result<()> {
        self.sections(&[(title, &body)])
    }

    fn wants(&self, number: usize, title: &str) -> bool {
        match &self.flags.section {
            _ if self.flags.list => false,
            Some(asked) => {
                *asked == number.to_string() || markup::slug(asked) == markup::slug(title)
            }
            None => true,
        }
    }

    fn run_section(&mut self, number: usize, (title, body): &Section<'_>) -> Result<()> {
        self.sections[number - 1].1 = true;
        self.pace.shown = Some(number);
        let slug = markup::slug(title);
        let heading = format!("{number} · {title}");
        let rule = "─".repeat(textwrap::core::display_width(&heading));
        let heading = self.terminal.paint("1", &heading);
        self.print(&format!("{heading}\n{rule}"));
        self.page.section(number, title, &slug);
        self.record.section(Some(&slug));
        self.score.section(number, title);
        let outcome = body(self);
        self.record.section(None);
        self.write_page(true)?;
        outcome
    }

    /// Takes over what an earlier run put on the page.
    fn keep_page(&mut self) {
        // Without an earlier page there is nothing to keep.
        if let Ok(earlier) = std::fs::read_to_string(self.flags.out.join("index.html")) {
            self.page.keep(&earlier);
        }
    }

    /// Writes the page as it is now; `live` while the lesson goes on.
    pub(crate) fn write_page(&mut self, live: bool) -> Result<()> {
        self.put_page(&[], live)
    }

    fn put_page(&self, standings: &[Standing], live: bool) -> Result<()> {
        let files = self.about.source.files(&self.exercises);
        let live = live && !self.record.is_recording();
        let experiments = if live {
            String::new()
        } else {
            self.experiments_on_the_page()
        };
        let text = self.page.render(&experiments, standings, &files, live);
        self.record.write("index.html", &text)
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

    /// Prints a finished block and a blank line; first waits if the screen is full.
    pub(crate) fn print(&mut self, block: &str) {
        if !self.flags.list {
            self.breathe(block.lines().count() + 1);
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
        let slugs = |number: usize| slugs.get(number.wrapping_sub(1)).cloned();
        self.page.forget_others(slugs);
        self.put_page(&standings, false)?;
        if !self.record.is_recording() {
            self.conclude(&standings);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// How the predictions and the exercises stand, and where the page is.
    fn conclude(&mut self, standings: &[Standing]) {
        if let Some(said) = self.score.said() {
            self.aside(&said);
        }
        if self.flags.section.is_none() {
            self.show_experiments();
        }
        let files = self.about.source.files(&self.exercises);
        let text = standing::to_terminal(standings, &files, &self.about, &self.terminal);
        let page = short(&self.flags.out.join("index.html"));
        self.print(&format!("{text}\nThe page with all figures: {page}"));
        if self.flags.page {
            self.ask("The page is served until you press Enter.");
        }
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
