//! Experiments that a lesson leaves to its reader.

use crate::flags;
use crate::lesson::Lesson;
use crate::markup;

/// A command line and what to look at.
#[derive(Debug)]
pub(crate) struct Experiment {
    command: String,
    question: String,
}

impl Lesson {
    /// What to try at the end: flags of this lab, such as `--section downhill --rate 3`, and a question that the run
    /// answers. The answer stays out of it. Call it before the sections.
    ///
    /// # Panics
    /// If a line of flags is none that this lab takes.
    pub fn try_this(&mut self, experiments: &[(&str, &str)]) {
        let package = self.about.package();
        for (flags, question) in experiments {
            let line = [package.as_str()]
                .into_iter()
                .chain(flags.split_whitespace());
            let out = Ok(self.flags.out.clone());
            if let Err(stop) = flags::parse(&self.about, &self.known, out, line) {
                panic!("`{flags}` is no command line of {package}: {}", stop.text);
            }
            self.experiments.push(Experiment {
                command: format!("cargo run -p {package} -- {flags}"),
                question: question.to_string(),
            });
        }
    }

    /// Shows them, on the terminal and at the end of the page.
    pub(crate) fn show_experiments(&mut self) {
        if self.experiments.is_empty() {
            return;
        }
        let terminal = self.terminal;
        let mut text = terminal.paint("1", "Try this");
        for Experiment { command, question } in &self.experiments {
            let question = markup::to_terminal(&markup::spans(question), terminal.styled);
            text += &format!(
                "\n  {command}\n{}",
                terminal.wrap(&question, "      ", "      ")
            );
        }
        self.print(&text);
    }

    /// The same as HTML.
    pub(crate) fn experiments_on_the_page(&self) -> String {
        let item = |Experiment { command, question }: &Experiment| {
            let question = markup::to_html(&markup::spans(question));
            format!(
                "<li><code>{}</code><br>{question}</li>\n",
                markup::escape(command)
            )
        };
        if self.experiments.is_empty() {
            return String::new();
        }
        let items: String = self.experiments.iter().map(item).collect();
        format!("<section>\n<h2 id=\"try-this\">Try this</h2>\n<ul>\n{items}</ul>\n</section>\n")
    }
}
