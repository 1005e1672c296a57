//! The one training loop of the course.
//!
//! Lab 5 shows the loop in full, on one page; this is the same loop for everything after it, taken apart where something
//! has to be changed. Read it in this order:
//!
//! - [`Learner::learn`] takes one step: a loss, its gradients, the optimiser.
//! - [`Training::epoch`] shows every example once, in shuffled batches, a step each.
//! - [`Recipe`] says in numbers how that goes; [`Rule`] which optimiser, and how its rate falls.
//! - [`Run`] keeps a training in a file and takes one up again, bit for bit.
//! - [`run`] starts a lesson that trains, with the tools that look on: TensorBoard, a drawing of the tape, a profile.
//! - [`LongRun`] is what `--network` asks for: all of it, with a bar and a table.
//!
//! ```
//! use nabla::{Init, Linear, Tape, Tensor};
//! use trainer::{Learner, Rule};
//!
//! let mut line = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(1));
//! let (x, y) = (Tensor::from_slice(&[1.0, 2.0], [2, 1]), Tensor::from_slice(&[3.0, 5.0], [2, 1]));
//! let mut learner = Learner::new(Rule::sgd(0.1), 200);
//! let mut loss = f32::NAN;
//! for _ in 0..200 {
//!     use nabla::Module;
//!     let value = learner.learn(&mut line, Tape::new(), |line, tape| {
//!         line.forward(tape, tape.constant(x.clone())).mse(&y)
//!     });
//!     loss = value.item();
//! }
//! assert!(loss < 1e-2);
//! ```

mod augment;
mod checkpoint;
mod classifier;
mod device;
mod examples;
mod fingerprint;
mod interrupt;
mod learner;
mod lock;
mod long_run;
mod offer;
mod position;
mod prove;
mod reading;
mod recipe;
mod rule;
mod sets;
mod stopping;
mod tools;
mod training;

pub use augment::{Augment, Channels};
pub use checkpoint::{Found, Run};
pub use classifier::{Trained, long_run};
pub use device::{device, still_there};
pub use examples::{Examples, Score, accuracy, agreed, answers, device_of, outputs, right, score};
pub use fingerprint::Fingerprint;
pub use learner::{Learner, Reduce};
pub use long_run::{Job, LongRun, Seen, flags};
pub use position::{Break, Kept, Position, Resumable, never};
pub use prove::prove;
pub use reading::{Reading, half};
pub use recipe::{Network, Recipe};
pub use rule::{Fall, Kind, Rule};
pub use sets::{Sets, pictures_called};
pub use stopping::{Best, EarlyStopping};
pub use tools::{at_step, begins, is_watched, measured, pictures, run};
pub use training::{Moment, Observer, Progress, Training};
