//! What a kernel is asked.

use std::fmt;
use std::sync::Arc;

use crate::{Dispatch, Ended, Fault, Kernel, Played, Ran, groups, stub};

/// What a run returns: what became of it, or what the compiler says.
pub type Outcome = Result<Ran, String>;

/// What stands in an output before the run, so that one sees what was not written, and what should not have been.
pub(crate) const UNTOUCHED: f32 = -77.0;

/// Numbers of the output behind its end: a whole workgroup finds room there.
const BEHIND: usize = 64;

/// Looks at who did how much.
type Watch = dyn Fn(&Played) -> Option<Fault> + Send + Sync;

/// One call of a kernel: sizes at binding 0, inputs at 1, 2, …, and the output last, longer than the kernel is told.
///
/// The judge shows it as `count 2, x = [1.0, 2.0]`.
#[derive(Clone)]
pub struct Question {
    sizes: Vec<(&'static str, usize)>,
    inputs: Vec<Input>,
    shown: Option<String>,
    /// Numbers of the output that are its own, and how many of them are shown in a row.
    outputs: usize,
    width: usize,
    /// Without them there is an invocation for each number of the output, 64 in a workgroup.
    workgroups: Option<[u32; 3]>,
    watch: Option<Arc<Watch>>,
}

#[derive(Clone, PartialEq)]
struct Input {
    name: &'static str,
    all: Vec<f32>,
    /// How many of them count.
    own: usize,
}

impl Question {
    /// The members of the kernel's struct at binding 0, in their order; each is a u32.
    pub fn new(sizes: &[(&'static str, usize)]) -> Question {
        Question {
            sizes: sizes.to_vec(),
            inputs: Vec::new(),
            shown: None,
            outputs: 0,
            width: 0,
            workgroups: None,
            watch: None,
        }
    }

    /// The next input, and what lies behind it in the same buffer: numbers that would show in the output, if anybody looked
    /// at them.
    pub fn input(mut self, name: &'static str, numbers: &[f32], behind: &[f32]) -> Question {
        self.inputs.push(Input {
            name,
            all: [numbers, behind].concat(),
            own: numbers.len(),
        });
        self
    }

    /// How the judge shows it, where all the numbers in a line would say less.
    pub fn shown(mut self, text: String) -> Question {
        self.shown = Some(text);
        self
    }

    /// How many workgroups in x, y and z, where it is not an invocation for each number of the output, 64 in a workgroup.
    pub fn workgroups(mut self, workgroups: [u32; 3]) -> Question {
        self.workgroups = Some(workgroups);
        self
    }

    /// Looks at who did how much, once the kernel was played to its end: one invocation may do the work of all, and still
    /// get it right.
    pub fn watched(
        mut self,
        watch: impl Fn(&Played) -> Option<Fault> + Send + Sync + 'static,
    ) -> Question {
        self.watch = Some(Arc::new(watch));
        self
    }

    /// The probe: the question, and the output expected. It is shown in rows of `width`; the 64 numbers behind it have to stay.
    pub fn gives(mut self, width: usize, output: &[f32]) -> (Question, Outcome) {
        (self.outputs, self.width) = (output.len(), width);
        let expected = self.numbers([output, &[UNTOUCHED; BEHIND]].concat());
        (self, Ok(expected))
    }

    /// Whether the kernel gets the same numbers.
    pub(crate) fn is_like(&self, other: &Question) -> bool {
        let outside = |it: &Question| (it.outputs, it.workgroups);
        outside(self) == outside(other) && self.sizes == other.sizes && self.inputs == other.inputs
    }

    fn numbers(&self, all: Vec<f32>) -> Ran {
        Ran::Numbers {
            all,
            width: self.width,
            behind: BEHIND,
        }
    }

    /// What `source` gives in the place of the kernel.
    ///
    /// # Panics
    /// As `todo!()` does, if the function is still empty.
    pub(crate) fn ask(&self, kernel: &Kernel, source: &str, place: Where) -> Outcome {
        if stub::is_open(source, kernel.name) {
            todo!("the body of {}", kernel.name);
        }
        let shape: Vec<u32> = self.sizes.iter().map(|&(_, size)| size as u32).collect();
        let inputs: Vec<&[f32]> = self.inputs.iter().map(|input| &input.all[..]).collect();
        let one_each = [groups(self.outputs, 64), 1, 1];
        let dispatch = Dispatch {
            file: kernel.file,
            source,
            entry: kernel.name,
            shape: &shape,
            inputs: &inputs,
            output: &vec![UNTOUCHED; self.outputs + BEHIND],
            workgroups: self.workgroups.unwrap_or(one_each),
        };
        match crate::play(&dispatch) {
            Ended::Rejected(message) => Err(message),
            Ended::Fault(fault) => Ok(Ran::Fault(fault)),
            Ended::Played(played) => {
                if let Some(fault) = self.watch.as_ref().and_then(|watch| watch(&played)) {
                    return Ok(Ran::Fault(fault));
                }
                match place.card().is_ok() {
                    true => crate::run(&dispatch).map(|all| self.numbers(all)),
                    false => Ok(self.numbers(played.output)),
                }
            }
            Ended::Unknown => match place.card() {
                Ok(()) => crate::run(&dispatch).map(|all| self.numbers(all)),
                Err(reason) => Ok(Ran::Fault(Fault::OnCardOnly { reason })),
            },
        }
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.shown {
            return f.write_str(text);
        }
        let sizes = self
            .sizes
            .iter()
            .map(|(name, size)| format!("{name} {size}"));
        let inputs = self.inputs.iter();
        let inputs = inputs.map(|input| format!("{} = {:?}", input.name, &input.all[..input.own]));
        f.write_str(&sizes.chain(inputs).collect::<Vec<_>>().join(", "))
    }
}

/// What plays a shader.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Where {
    /// The card too, if there is one; what it says counts.
    Card,
    /// The processor alone.
    Processor,
}

impl Where {
    /// Whether a card plays it too; the error says in a few words why none does.
    fn card(self) -> Result<(), String> {
        match self {
            Where::Card => crate::available(),
            Where::Processor => Err("none to ask".to_string()),
        }
    }
}
