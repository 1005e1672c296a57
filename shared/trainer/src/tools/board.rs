//! The directory that `--tensorboard` names: a folder for each start of a lesson, in it one for each training.

use super::events::Events;
use super::messages::{Shown, What};
use super::pictures::sheet;
use super::summaries::{summary, value};
use labkit::{Error, Lesson, Result};
use nabla::Tensor;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub struct Board {
    /// What was named.
    asked: PathBuf,
    /// `DIR/lab05-1`.
    folder: PathBuf,
    /// How many trainings each section has had.
    counts: HashMap<String, usize>,
    /// That of the training which took the last step.
    current: Option<Run>,
    /// How far that training is.
    pub step: usize,
    /// Why nothing more is written.
    failed: Option<Error>,
}

/// The file of one training.
pub type Run = Rc<RefCell<Events>>;

impl Board {
    /// In `asked`, which is made if need be. A lesson that goes on writes where the last one did.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn open(asked: &Path, lab: u32, goes_on: bool) -> Result<Self> {
        let wrong = |error| cannot(asked, &error);
        std::fs::create_dir_all(asked).map_err(wrong)?;
        let start = format!("lab{lab:02}-");
        let mut last = 0;
        for entry in std::fs::read_dir(asked).map_err(wrong)? {
            let name = entry.map_err(wrong)?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix(&start)?.parse().ok());
            last = last.max(number.unwrap_or(0));
        }
        let number = last + usize::from(!goes_on || last == 0);
        let board = Board {
            asked: asked.to_path_buf(),
            folder: asked.join(format!("{start}{number}")),
            counts: HashMap::new(),
            current: None,
            step: 0,
            failed: None,
        };
        // Said now, not after an hour.
        std::fs::create_dir_all(&board.folder).map_err(wrong)?;
        let probe = board.folder.join(format!(".probe-{}", std::process::id()));
        std::fs::write(&probe, b"There is room.").map_err(wrong)?;
        std::fs::remove_file(&probe).map_err(wrong)?;
        Ok(board)
    }

    /// A training of this name begins, or goes on after `step` steps.
    pub fn begin(&mut self, name: &str, step: usize) -> Option<Run> {
        let section = labkit::section().unwrap_or_else(|| "before-the-first-section".to_string());
        let count = self.counts.entry(section.clone()).or_default();
        *count += 1;
        let run = match name.is_empty() {
            true => format!("{count}"),
            false => format!("{count}-{name}"),
        };
        let folder = self.folder.join(section).join(run);
        let opened = Events::create(&folder, step + 1);
        self.step = step;
        self.current = self
            .noted(opened)
            .map(|events| Rc::new(RefCell::new(events)));
        self.current.clone()
    }

    /// This training has taken its step number `step`.
    pub fn steps(&mut self, run: &Run, step: usize) {
        self.current = Some(run.clone());
        self.step = step;
    }

    /// Writes for a training. What cannot be written, the training does not wait for; it is told at the end.
    pub fn write(&mut self, run: &Run, step: usize, what: What) {
        if self.failed.is_none() {
            let written = run.borrow_mut().write(step, what);
            self.noted(written);
        }
    }

    pub fn flush(&mut self, run: &Run) {
        if self.failed.is_none() {
            let flushed = run.borrow_mut().flush();
            self.noted(flushed);
        }
    }

    pub fn measured<'a>(&mut self, values: impl IntoIterator<Item = (&'a str, f64)>) {
        let values = values
            .into_iter()
            .map(|(tag, x)| value(tag, Shown::Scalar(x as f32)));
        self.add(summary(values.collect()));
    }

    pub fn pictures(&mut self, tag: &str, pictures: &Tensor, size: [usize; 2], columns: usize) {
        let tiles: Vec<&[f32]> = pictures.data().chunks_exact(size[0] * size[1]).collect();
        assert_eq!(
            tiles.len(),
            pictures.dims()[0],
            "pictures of {} × {} numbers were announced, and {} came",
            size[0],
            size[1],
            pictures.shape()
        );
        self.add(summary(vec![value(tag, sheet(&tiles, size, columns))]));
    }

    /// To the training that took the last step.
    fn add(&mut self, what: What) {
        if let Some(run) = self.current.clone() {
            self.write(&run, self.step, what);
            self.flush(&run);
        }
    }

    fn noted<T>(&mut self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.failed
                    .get_or_insert_with(|| cannot(&self.folder, &error));
                None
            }
        }
    }

    /// Says where it is, or why not all of it.
    pub fn tell(self, lesson: &mut Lesson) -> Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        lesson.say(format!(
            "For TensorBoard: `{}`. Look at it with `tensorboard --logdir {}`.",
            self.folder.display(),
            self.asked.display()
        ));
        Ok(())
    }
}

fn cannot(folder: &Path, error: &io::Error) -> Error {
    let remedy = match error.kind() {
        io::ErrorKind::StorageFull => {
            "make room there, or choose another directory with --tensorboard"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "that is a file: choose a directory with --tensorboard"
        }
        _ => "choose a directory that you may write to with --tensorboard",
    };
    Error::new(format!(
        "{}: nothing can be written there for TensorBoard: {error}",
        folder.display()
    ))
    .remedy(remedy)
}
