use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::numerals::scientific;
use crate::terminal;

/// A progress bar with the loss and the accuracy beside it. Nothing is drawn where there is no terminal.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(what: &str, steps: usize, quiet: bool) -> Progress {
        let target = if quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(15)
        };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        // The template is fixed, so an error in it would be a mistake of ours; the default bar then serves.
        if let Ok(style) =
            ProgressStyle::with_template("{prefix} {bar:28.cyan/dim} {pos}/{len} {eta:>4} {msg}")
        {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(what.to_string());
        Progress { bar }
    }

    /// One more step is done, with this loss and, where it makes sense, this accuracy in 0..=1.
    pub fn step(&mut self, loss: impl Into<f64>, accuracy: Option<f64>) {
        if !self.bar.is_hidden() {
            self.bar.set_message(message(loss.into(), accuracy));
        }
        self.bar.inc(1);
    }

    /// One more step is done, of something without a loss.
    pub fn tick(&mut self) {
        self.bar.inc(1);
    }

    /// Prints above the bar, at once.
    pub(crate) fn above(&self, text: &str) {
        self.bar.suspend(|| terminal::print(text));
    }

    /// Removes the bar; the lesson goes on below.
    pub fn done(self) {
        self.bar.finish_and_clear();
    }
}

fn message(loss: f64, accuracy: Option<f64>) -> String {
    let loss = if loss != 0.0 && loss.abs() < 1e-3 {
        format!("loss {}", scientific(loss, 2))
    } else {
        format!("loss {loss:.4}")
    };
    match accuracy {
        Some(accuracy) => format!("{loss}, accuracy {:.1} %", 100.0 * accuracy),
        None => loss,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_fits_the_size_of_the_loss() {
        assert_eq!(message(0.73128, None), "loss 0.7313");
        assert_eq!(
            message(3.5e-6, Some(0.975)),
            "loss 3.50·10⁻⁶, accuracy 97.5 %"
        );
        assert_eq!(message(0.0, None), "loss 0.0000");
    }

    #[test]
    fn every_step_counts_even_unseen() {
        let mut progress = Progress::new("training", 10, true);
        progress.step(0.5_f32, Some(0.5));
        progress.step(0.25, None);
        assert_eq!(progress.bar.position(), 2);
        progress.done();
    }
}
