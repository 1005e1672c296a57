//! Questions before their answers.

use serde_json::{Value, json};

use crate::guess::Quantity;
use crate::lesson::Lesson;
use crate::markup;
use crate::score::Guess;

impl Lesson {
    /// An open question: asks, waits for Enter where a person sits at a terminal (not with `--quick` or `--no-wait`),
    /// then answers.
    pub fn predict(&mut self, question: &str, answer: &str) {
        self.pose(question, &[]);
        let prompt = if self.explain("predict") {
            "Enter when you have decided, `q` ends."
        } else {
            "Enter when you have decided."
        };
        self.ask(prompt);
        self.tell(question, &[], answer);
    }

    /// Asks for a number, says how far off the guess was, then answers. Enter alone passes, and is not counted against.
    pub fn predict_number(&mut self, question: &str, quantity: Quantity, answer: &str) {
        self.pose(question, &[]);
        let prompt = if self.explain("number") {
            format!(
                "Your guess{}, such as 0.5, 1/2, 50 % or 1e-3; Enter alone passes, `q` ends:",
                quantity.in_unit()
            )
        } else {
            format!("Your guess{}:", quantity.in_unit())
        };
        if let Some((typed, guess)) = self.typed(
            &prompt,
            "That is no number: try 0.5, 1/2, 50 % or 1e-3.",
            |typed| quantity.read(typed).map(|guess| (typed.to_string(), guess)),
        ) {
            let verdict = quantity.verdict(guess);
            let line = match verdict.close {
                _ if verdict.off == "exactly" => "**Exactly.**".to_string(),
                true => format!(
                    "**Close:** you said {typed}, it is {}: {}.",
                    quantity.shown(),
                    verdict.off
                ),
                false => format!(
                    "You said {typed}, it is {}: {}.",
                    quantity.shown(),
                    verdict.off
                ),
            };
            self.aside(&line);
            self.scored(Guess {
                right: verdict.close,
                off: Some((verdict.off, verdict.share)),
            });
        }
        self.tell(question, &[], answer);
    }

    /// Asks which of `choices`, says whether it was number `right` (from 0), then answers. Enter alone passes, and is not
    /// counted against.
    ///
    /// # Panics
    /// If there is no choice of number `right`, or there are more than letters.
    pub fn predict_choice(&mut self, question: &str, choices: &[&str], right: usize, answer: &str) {
        assert!(
            right < choices.len() && choices.len() <= 26,
            "`{question}` has {} choices, and number {right} is to be right",
            choices.len()
        );
        self.pose(question, choices);
        let letters: Vec<String> = (0..choices.len()).map(letter).collect();
        let listed = format!(
            "{} or {}",
            letters[..letters.len() - 1].join(", "),
            letters[letters.len() - 1]
        );
        let prompt = if self.explain("choice") {
            format!("Your choice, {listed}; Enter alone passes, `q` ends:")
        } else {
            format!("Your choice, {listed}:")
        };
        let again = format!("One of {listed}.");
        let chosen = self.typed(&prompt, &again, |typed| {
            let typed = typed.trim_end_matches([')', '.']).to_lowercase();
            letters.iter().position(|letter| *letter == typed)
        });
        if let Some(chosen) = chosen {
            let line = if chosen == right {
                "**Right.**"
            } else {
                "Not this one."
            };
            self.aside(line);
            self.scored(Guess {
                right: chosen == right,
                off: None,
            });
        }
        self.tell(
            question,
            choices,
            &format!("**{}.** {answer}", letter(right)),
        );
    }

    /// Asks until `read` makes something of what was typed; `None` for Enter alone.
    fn typed<T>(
        &mut self,
        prompt: &str,
        again: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        loop {
            let typed = self.ask(prompt);
            if typed.is_empty() {
                return None;
            }
            match read(&typed) {
                Some(read) => return Some(read),
                None => self.aside(again),
            }
        }
    }

    fn pose(&mut self, question: &str, choices: &[&str]) {
        let mut text = self
            .terminal
            .prose(&markup::blocks(&format!("**Predict:** {question}")));
        for (i, choice) in choices.iter().enumerate() {
            let choice = markup::to_terminal(&markup::spans(choice), self.terminal.styled);
            let first = format!("    {}  ", letter(i));
            let choice = self
                .terminal
                .wrap(&choice, &first, &" ".repeat(first.len()));
            text += if i == 0 { "\n\n" } else { "\n" };
            text += &choice;
        }
        self.print(&text);
    }

    /// The answer; and all of it for the page and the record.
    fn tell(&mut self, question: &str, choices: &[&str], answer: &str) {
        self.aside(&format!("**Answer:** {answer}"));
        self.page.prediction(question, choices, answer);
        let said = [("question", question), ("answer", answer)];
        let said = said.map(|(name, text)| (name, json!(markup::fold(text))));
        let choices: Vec<Value> = choices
            .iter()
            .map(|choice| json!(markup::fold(choice)))
            .collect();
        let choices = (!choices.is_empty()).then(|| ("choices", json!(choices)));
        self.record
            .block("prediction", said.into_iter().chain(choices));
    }

    /// Says something on the terminal alone.
    pub(crate) fn aside(&mut self, prose: &str) {
        let text = self.terminal.prose(&markup::blocks(prose));
        self.print(&text);
    }

    fn scored(&mut self, guess: Guess) {
        if let Some(section) = self.pace.shown {
            self.score.guess(section, guess);
        }
    }
}

/// a, b, c, …
fn letter(i: usize) -> String {
    char::from(b'a' + i as u8).to_string()
}
