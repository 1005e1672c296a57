//! The flags that a lab brings itself.

use std::ops::RangeBounds;

use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};

use super::numbers::{self, Span};
use crate::lesson::Lesson;

/// More passes through the data than anybody waits for, and few enough to count steps with.
const MOST_EPOCHS: usize = 1_000_000;

/// A flag of one lab's own.
#[derive(Debug, Clone)]
pub struct Flag {
    pub(super) name: &'static str,
    help: &'static str,
    kind: Kind,
    beside: Option<(Beside, &'static str)>,
}

#[derive(Debug, Clone)]
enum Kind {
    Choice {
        choices: Vec<&'static str>,
        default: &'static str,
    },
    Value {
        default: &'static str,
    },
    Number {
        span: Span<f64>,
        default: &'static str,
    },
    Count {
        span: Span<usize>,
        /// Empty where not to give it means something of its own.
        default: &'static str,
    },
    Switch,
}

/// What a flag has to do with another.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Beside {
    Only,
    Not,
}

impl Flag {
    fn new(name: &'static str, help: &'static str, kind: Kind) -> Flag {
        Flag {
            name,
            help,
            kind,
            beside: None,
        }
    }

    /// `--name CHOICE`, one of `choices`.
    ///
    /// # Panics
    /// If `default` is none of them.
    pub fn choice(
        name: &'static str,
        choices: &[&'static str],
        default: &'static str,
        help: &'static str,
    ) -> Flag {
        assert!(
            choices.contains(&default),
            "--{name}: the default {default} is none of {choices:?}"
        );
        let choices = choices.to_vec();
        Flag::new(name, help, Kind::Choice { choices, default })
    }

    /// `--name TEXT`; the lesson makes sense of the text.
    pub fn value(name: &'static str, default: &'static str, help: &'static str) -> Flag {
        Flag::new(name, help, Kind::Value { default })
    }

    /// `--name X`, a finite number within `range`, such as `0.0..1.0`. [`Lesson::number_of`] reads it.
    ///
    /// # Panics
    /// If `default` lies outside.
    pub fn number(
        name: &'static str,
        range: impl RangeBounds<f64>,
        default: f64,
        help: &'static str,
    ) -> Flag {
        let (span, default) = Span::around(name, range, default);
        Flag::new(name, help, Kind::Number { span, default })
    }

    /// `--name N`, a whole number within `range`, such as `1..=64`. [`Lesson::count_of`] reads it.
    ///
    /// # Panics
    /// If `default` lies outside.
    pub fn count(
        name: &'static str,
        range: impl RangeBounds<usize>,
        default: usize,
        help: &'static str,
    ) -> Flag {
        let (span, default) = Span::around(name, range, default);
        Flag::new(name, help, Kind::Count { span, default })
    }

    /// `--data NAME`, for a lab that learns from pictures. [`Flags::data`](crate::Flags::data) has it.
    pub fn pictures() -> Flag {
        let names = ["digits", "mnist", "fashion"];
        Flag::choice("data", &names, names[0], "The pictures to learn from")
    }

    /// `--name N`, a whole number within `range` without a default: where it is not given, each section keeps its own.
    /// [`Lesson::given`] reads it.
    pub fn given_count(
        name: &'static str,
        range: impl RangeBounds<usize>,
        help: &'static str,
    ) -> Flag {
        let span = Span::of(range);
        Flag::new(name, help, Kind::Count { span, default: "" })
    }

    /// `--epochs N`, for a lab that trains for so many. [`Flags::epochs`](crate::Flags::epochs) has it.
    pub fn epochs() -> Flag {
        Flag::given_count("epochs", 1..=MOST_EPOCHS, "Passes through the data")
    }

    /// `--name`: the choice is `"yes"` when given, `"no"` when not.
    pub fn switch(name: &'static str, help: &'static str) -> Flag {
        Flag::new(name, help, Kind::Switch)
    }

    /// The same, refused where `--other` has its default: it would be ignored there.
    pub fn only_with(mut self, other: &'static str) -> Flag {
        self.beside = Some((Beside::Only, other));
        self
    }

    /// The same, refused where `--other` has something else than its default: it would be ignored there.
    pub fn not_with(mut self, other: &'static str) -> Flag {
        self.beside = Some((Beside::Not, other));
        self
    }

    pub(super) fn argument(&self) -> Arg {
        let argument = Arg::new(self.name).long(self.name).help(self.help);
        match &self.kind {
            Kind::Choice { choices, default } => argument
                .value_name("CHOICE")
                .value_parser(PossibleValuesParser::new(choices))
                .default_value(default),
            Kind::Value { default } => argument.value_name("TEXT").default_value(default),
            Kind::Number { span, default } => {
                let span = *span;
                argument
                    .value_name("X")
                    .value_parser(move |text: &str| numbers::number(text, &span))
                    .allow_negative_numbers(true)
                    .default_value(default)
            }
            Kind::Count { span, default: "" } => count(argument, *span),
            Kind::Count { span, default } => count(argument, *span).default_value(default),
            Kind::Switch => argument.action(ArgAction::SetTrue),
        }
    }

    /// What was chosen, as text.
    pub(super) fn read(&self, matches: &ArgMatches) -> String {
        let text = match self.kind {
            Kind::Switch if matches.get_flag(self.name) => Some("yes".to_string()),
            Kind::Switch => Some("no".to_string()),
            Kind::Number { .. } => matches.get_one::<f64>(self.name).map(f64::to_string),
            Kind::Count { .. } => matches.get_one::<usize>(self.name).map(usize::to_string),
            Kind::Choice { .. } | Kind::Value { .. } => matches.get_one(self.name).cloned(),
        };
        text.unwrap_or_default()
    }

    fn is_default(&self, matches: &ArgMatches) -> bool {
        let is_given = matches.value_source(self.name) == Some(ValueSource::CommandLine);
        let default = match self.kind {
            Kind::Choice { default, .. }
            | Kind::Value { default }
            | Kind::Number { default, .. }
            | Kind::Count { default, .. } => default,
            Kind::Switch => "no",
        };
        !is_given || self.read(matches) == default
    }

    /// Why this flag would be ignored, if it would.
    pub(super) fn ignored(&self, all: &[Flag], matches: &ArgMatches) -> Option<String> {
        let (beside, other) = self.beside?;
        let other = all.iter().find(|flag| flag.name == other)?;
        if self.is_default(matches) || other.is_default(matches) != (beside == Beside::Only) {
            return None;
        }
        let (name, partner) = (self.name, other.name);
        Some(match beside {
            Beside::Not => format!(
                "--{name} is not looked at with --{partner} {}: leave one of them away",
                other.read(matches)
            ),
            Beside::Only => format!(
                "--{name} is only looked at with --{partner}: add {}",
                other.in_words()
            ),
        })
    }

    /// How to give it something else than its default.
    fn in_words(&self) -> String {
        match &self.kind {
            Kind::Choice { choices, default } => {
                let others = choices.iter().filter(|choice| *choice != default);
                let others: Vec<String> = others.map(|c| format!("--{} {c}", self.name)).collect();
                others.join(" or ")
            }
            _ => format!("--{}", self.name),
        }
    }
}

/// An argument that takes a count. Whatever begins with a minus is its value, so that it can be said why it is none.
pub(super) fn count(argument: Arg, span: Span<usize>) -> Arg {
    argument
        .value_name("N")
        .value_parser(move |text: &str| numbers::count(text, &span))
        .allow_negative_numbers(true)
}

impl Lesson {
    /// What a flag made by [`Flag::number`] says.
    ///
    /// # Panics
    /// If the lab has no flag called `name`, or it is of another kind.
    pub fn number_of(&self, name: &str) -> f64 {
        self.parsed(name, "number")
    }

    /// What a flag made by [`Flag::count`] says.
    ///
    /// # Panics
    /// If the lab has no flag called `name`, or it is of another kind.
    pub fn count_of(&self, name: &str) -> usize {
        self.parsed(name, "count")
    }

    /// What a flag made by [`Flag::given_count`] says, if it was given.
    ///
    /// # Panics
    /// If the lab has no flag called `name`, or it is of another kind.
    pub fn given(&self, name: &str) -> Option<usize> {
        (!self.choice(name).is_empty()).then(|| self.parsed(name, "given_count"))
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str, kind: &str) -> T {
        let text = self.choice(name);
        let parsed = text.parse();
        parsed.unwrap_or_else(|_| panic!("--{name} says {text}: make it with Flag::{kind}"))
    }
}
