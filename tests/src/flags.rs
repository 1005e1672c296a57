//! What may be typed after `scoreboard`.

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;

#[derive(Parser)]
#[command(
    name = "scoreboard",
    about = "Times a training step of each network, or trains each by its recipe and tests it."
)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
pub enum What {
    /// Time one training step (forward, loss, backward, optimiser) on a resident batch
    Speed(Speed),
    /// Train by the recipe, then count the test images read right
    Accuracy(Training),
    /// Train what learns without labels, and measure how well it redraws, finds and draws
    Unlabelled(Training),
}

/// What all tables have in common.
#[derive(Args)]
pub struct Common {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Threads to use [default: all]
    #[arg(long, value_parser = count_to(1024), allow_negative_numbers = true)]
    pub threads: Option<usize>,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    pub device: Where,
    /// Rows to show [default: all]
    pub rows: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Where {
    Cpu,
    Gpu,
}

#[derive(Args)]
pub struct Speed {
    #[command(flatten)]
    pub common: Common,
    /// Seconds a round
    #[arg(long, default_value_t = 0.5, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// A program to time in turn with ours, such as "python3 tests/peers/pytorch.py"
    #[arg(long)]
    pub beside: Option<String>,
    /// With --beside: how often each takes its turn; medians are shown
    #[arg(long, default_value_t = 3, value_parser = count_to(1000), allow_negative_numbers = true)]
    pub turns: usize,
    /// With --beside: keep the results for the book, in book/recorded/scoreboard
    #[arg(long, requires = "beside", conflicts_with = "rows")]
    pub write: bool,
}

#[derive(Args)]
pub struct Training {
    #[command(flatten)]
    pub common: Common,
    /// Images to learn: digits (embedded), mnist or fashion, and for `accuracy` cifar10 or cifar100
    #[arg(long, default_value = "digits")]
    pub data: String,
    /// Seed of all that is drawn
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Epochs, instead of the recipe's
    #[arg(long, value_parser = count_to(1_000_000), allow_negative_numbers = true)]
    pub epochs: Option<usize>,
    /// Read the pictures that the recipe holds out, and leave the test set alone: to choose a recipe by
    #[arg(long)]
    pub held_out: bool,
    /// Keep the results for the book, in book/recorded/scoreboard
    #[arg(long, conflicts_with_all = ["epochs", "held_out"])]
    pub write: bool,
}

impl Common {
    pub fn on_gpu(&self) -> bool {
        self.device == Where::Gpu
    }

    /// Whether a row was asked for.
    pub fn asks_for(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|asked| asked == row)
    }
}

/// Reads a command line, the program's name in front. Each subcommand comes with its rows.
///
/// # Errors
/// What is wrong with it, or the help that was asked for.
pub fn read(
    words: impl IntoIterator<Item = OsString>,
    rows: [(&'static str, Vec<&'static str>); 3],
) -> Result<What, clap::Error> {
    let command = rows
        .into_iter()
        .fold(Command::command(), |command, (name, rows)| {
            command.mut_subcommand(name, |it| {
                it.mut_arg("rows", |arg| {
                    arg.value_parser(PossibleValuesParser::new(rows))
                })
            })
        });
    let matches = command.try_get_matches_from(words)?;
    Ok(Command::from_arg_matches(&matches)?.what)
}

/// Reads a whole number from 1 to `most`.
fn count_to(most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone + Send + Sync {
    move |text| {
        let number = text.parse().ok();
        number
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| format!("it takes a whole number from 1 to {most}"))
    }
}

/// Reads seconds: more than none, an hour at most.
fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    number
        .filter(|&number: &f64| number > 0.0 && number <= 3600.0)
        .ok_or_else(|| "it takes seconds, above 0 and at most 3600".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_sense_are_refused() {
        for text in ["0", "-1", "11", "1e1", "18446744073709551615", ""] {
            let error = count_to(10)(text).expect_err(text);
            assert_eq!(error, "it takes a whole number from 1 to 10");
        }
        assert_eq!([count_to(10)("1"), count_to(10)("10")], [Ok(1), Ok(10)]);
        for text in ["0", "-1", "NaN", "inf", "3601", ""] {
            seconds(text).expect_err(text);
        }
        assert_eq!(seconds("0.01"), Ok(0.01));
    }

    #[test]
    fn a_row_is_one_of_its_own_table() {
        let rows = || {
            [
                ("speed", vec!["fast"]),
                ("accuracy", vec!["right"]),
                ("unlabelled", vec![]),
            ]
        };
        let read = |words: &str| read(words.split(' ').map(OsString::from), rows());
        for words in ["scoreboard speed right", "scoreboard unlabelled fast"] {
            let error = read(words).err().expect(words).to_string();
            assert!(error.contains("invalid value"), "{error}");
        }
        let Ok(What::Accuracy(asked)) = read("scoreboard accuracy right") else {
            panic!("it is one of them");
        };
        assert!(asked.common.asks_for("right") && !asked.common.asks_for("wrong"));
    }
}
