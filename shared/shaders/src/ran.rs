//! What becomes of a shader: numbers, or the reason why there are none.

use std::collections::BTreeMap;

use crate::question::UNTOUCHED;
use labkit::judge::{Answer, Closeness, Difference};

/// What is wrong with a shader whatever the card makes of it, and the line.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Not all invocations come to a barrier.
    Divided {
        /// Where it stands.
        line: u32,
    },
    /// Two invocations meet at a number, one of them writing, and no barrier stands between.
    Race {
        /// The array.
        name: String,
        /// A barrier was passed before.
        is_late: bool,
        /// There is a barrier somewhere.
        waits: bool,
        /// Somewhere two of them write to one place.
        is_clash: bool,
        /// Where the second of them stands.
        line: u32,
    },
    /// An index that is too large.
    Outside {
        /// `reads` or `writes`.
        does: &'static str,
        /// The array.
        name: String,
        /// The index.
        index: u32,
        /// How many there are.
        length: usize,
        /// The first invocation of a workgroup that does it.
        lane: usize,
        /// Where.
        line: u32,
    },
    /// A loop that does not end.
    Endless {
        /// Where it begins.
        line: u32,
    },
    /// It works on and on, in loops or in functions that call functions.
    Long,
    /// It uses what only a card can do, and there is none.
    OnCardOnly {
        /// Why there is none.
        reason: String,
    },
    /// One invocation does what all should do: it reads so many numbers of an array.
    Alone {
        /// The array.
        name: &'static str,
        /// How many of its numbers one invocation reads.
        reads: usize,
        /// How many would do.
        enough: usize,
    },
}

impl Fault {
    /// The race, in a shader that passes so many barriers in all, and in which perhaps two write to one place.
    #[must_use]
    pub fn among(self, barriers: usize, is_clash: bool) -> Fault {
        match self {
            Fault::Race {
                name,
                is_late,
                line,
                ..
            } => Fault::Race {
                name,
                is_late,
                waits: barriers > 0,
                is_clash,
                line,
            },
            other => other,
        }
    }

    /// Whether it is the same mistake, wherever it stands.
    fn is_like(&self, other: &Fault) -> bool {
        self.without_place() == other.without_place()
    }

    fn without_place(&self) -> Fault {
        let mut fault = self.clone();
        match &mut fault {
            Fault::Divided { line } | Fault::Race { line, .. } | Fault::Endless { line } => {
                *line = 0
            }
            Fault::Outside {
                index,
                length,
                line,
                ..
            } => (*index, *length, *line) = (0, 0, 0),
            Fault::Long => {}
            Fault::OnCardOnly { reason } => reason.clear(),
            Fault::Alone { reads, enough, .. } => (*reads, *enough) = (0, 0),
        }
        fault
    }

    fn sentence(&self) -> String {
        match self {
            Fault::Divided { line } => {
                format!(
                    "nothing: some invocations wait for ever at the barrier in line {line}, to which others never come"
                )
            }
            Fault::Race { name, line, .. } => format!(
                "what chance makes of it: in line {line} two invocations meet at one number of `{name}`, at least one of them \
                 writing, and no barrier stands between"
            ),
            Fault::Outside {
                does,
                name,
                index,
                length,
                line,
                ..
            } => {
                let index = match index {
                    0..0x8000_0000 => index.to_string(),
                    _ => "below 0".to_string(),
                };
                format!(
                    "what the card likes: line {line} {does} {name}[{index}], and `{name}` has {length} numbers"
                )
            }
            Fault::Endless { line } => format!("nothing: the loop in line {line} never ends"),
            Fault::Long => "nothing yet: it was stopped after four million steps, and a right one takes some hundred \
                            thousand in all"
                .to_string(),
            Fault::OnCardOnly { reason } => {
                format!(
                    "nothing here: it uses what only a graphics card can do, and there is {reason}"
                )
            }
            Fault::Alone {
                name,
                reads,
                enough,
            } => format!(
                "the sums, but one invocation reads {reads} numbers of `{name}`, where {enough} would do if all shared the work"
            ),
        }
    }
}

/// How playing a shader ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// At its end.
    Played(Played),
    /// It is wrong.
    Fault(Fault),
    /// It is no program: what the compiler says.
    Rejected(String),
    /// It uses something that is not played here, so a card has to say.
    Unknown,
}

/// A shader played to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// What it wrote.
    pub output: Vec<f32>,
    /// By the name of an array, how often the busiest invocation read it.
    pub reads: BTreeMap<String, usize>,
}

/// What a shader that compiles gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Ran {
    /// Its output, in rows of so many numbers; behind the output, numbers that are not its own.
    Numbers {
        /// All of it.
        all: Vec<f32>,
        /// Numbers in a row, to show them by.
        width: usize,
        /// How many of the last ones belong to somebody else.
        behind: usize,
    },
    /// It is wrong, so it was not run.
    Fault(Fault),
}

impl Answer for Ran {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
        match (self, want) {
            (Ran::Numbers { all, behind, .. }, Ran::Numbers { all: wanted, .. }) => {
                let own = |all: &[f32]| all[..all.len() - behind].to_vec();
                own(all).compare(&own(wanted), closeness)?;
                all.compare(wanted, closeness).map_err(|_| Difference {
                    what: "behind its end: those numbers belong to somebody else and have to stay"
                        .to_string(),
                    ..Difference::default()
                })
            }
            (Ran::Fault(one), Ran::Fault(other)) if one.is_like(other) => Ok(()),
            _ => Err(Difference::default()),
        }
    }

    fn show(&self) -> String {
        match self {
            Ran::Fault(fault) => fault.sentence(),
            Ran::Numbers { all, width, behind } => {
                let (own, others) = all.split_at(all.len() - behind);
                let rows: Vec<String> = own.chunks((*width).max(1)).map(listed).collect();
                format!("[{}]{}", rows.join(" / "), stay(others))
            }
        }
    }
}

/// In words where the word says more than the number.
fn listed(numbers: &[f32]) -> String {
    let shown = numbers.iter().map(|&number| match number {
        UNTOUCHED => "untouched".to_string(),
        number => number.show(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// What became of the numbers of somebody else.
fn stay(others: &[f32]) -> String {
    let written = others.iter().filter(|&&number| number != UNTOUCHED).count();
    match (others.len(), written) {
        (0, _) => String::new(),
        (all, 0) => format!(", and the {all} behind it untouched"),
        (all, written) => format!(", and {written} of the {all} behind it overwritten"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_a_picture_and_what_marks_a_place_is_a_word() {
        let ran = Ran::Numbers {
            all: vec![1.0, UNTOUCHED, 3.5, 4.0, UNTOUCHED, 7.0],
            width: 2,
            behind: 2,
        };
        let shown = "[1.0 untouched / 3.5 4.0], and 1 of the 2 behind it overwritten";
        assert_eq!(ran.show(), shown);
    }

    /// Nothing is claimed of numbers that nobody computed.
    #[test]
    fn what_did_not_run_shows_its_fault_and_no_numbers() {
        let outside = |index| Fault::Outside {
            does: "reads",
            name: "x".to_string(),
            index,
            length: 7,
            lane: 0,
            line: 4,
        };
        for (fault, words) in [
            (outside(7), "line 4 reads x[7], and `x` has 7 numbers"),
            (outside(u32::MAX), "reads x[below 0]"),
            (Fault::Endless { line: 9 }, "the loop in line 9 never ends"),
            (Fault::Divided { line: 3 }, "the barrier in line 3"),
            (Fault::Long, "four million steps"),
        ] {
            let shown = Ran::Fault(fault.clone()).show();
            assert!(shown.contains(words), "{shown}");
            assert!(!shown.contains("-77") && !shown.contains("untouched"));
            let right = Ran::Numbers {
                all: Vec::new(),
                width: 1,
                behind: 0,
            };
            let closeness = Closeness {
                measure: labkit::judge::Measure::Tolerance(1e-6),
                nan_is_nan: false,
            };
            assert!(
                Ran::Fault(fault.clone())
                    .compare(&right, &closeness)
                    .is_err()
            );
            assert!(
                Ran::Fault(fault.clone())
                    .compare(&Ran::Fault(fault), &closeness)
                    .is_ok()
            );
        }
    }
}
