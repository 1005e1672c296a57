//! What `--profile` tells.

use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Table};
use nabla::inspect::{Graph, Profile};
use std::time::{Duration, Instant};

/// Where the time of all steps went.
#[derive(Default)]
pub struct Profiling {
    profile: Profile,
    /// Forward and backward, whole.
    passes: Duration,
    optimiser: Duration,
    /// What looking on took.
    looking: Duration,
    on_card: bool,
    began: Option<Instant>,
    ended: Option<Instant>,
}

impl Profiling {
    /// A step: when it began, what it computed, and when it was done with that.
    pub fn passes(&mut self, began: Instant, done: Instant, graph: &Graph, on_card: bool) {
        self.began.get_or_insert(began);
        self.profile.add(graph);
        self.passes += done - began;
        self.on_card |= on_card;
        self.looking += done.elapsed();
    }

    /// The optimiser has made its step.
    pub fn optimised(&mut self, took: Duration) {
        self.optimiser += took;
        self.ended = Some(Instant::now());
    }

    pub fn tell(&self, lesson: &mut Lesson) {
        match self.profile.steps() {
            0 => {
                lesson.say("`--profile`: no network was trained here by steps that can be watched.")
            }
            _ => lesson.table(&self.table()),
        }
    }

    fn table(&self) -> Table {
        let all = match (self.began, self.ended) {
            (Some(began), Some(ended)) => (ended - began).saturating_sub(self.looking),
            _ => self.passes,
        };
        let ms = |time: Duration| num(time.as_secs_f64() * 1e3, 1);
        let share =
            |time: Duration| percent(time.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE));
        let mut table = Table::new(["operation", "calls", "forward, ms", "backward, ms", "share"]);
        for line in self.profile.lines() {
            let cells = [
                line.op.clone(),
                count(line.calls),
                ms(line.forward),
                ms(line.backward),
                share(line.both()),
            ];
            table.push(cells);
        }
        let within = self.passes + self.optimiser;
        for (name, time) in [
            ("the optimiser's steps, clipping", self.optimiser),
            (
                "steps, not accounted for",
                self.passes.saturating_sub(self.profile.total()),
            ),
            ("between steps: data, measuring", all.saturating_sub(within)),
        ] {
            table.push([
                name.to_string(),
                String::new(),
                ms(time),
                String::new(),
                share(time),
            ]);
        }
        let card = match self.on_card {
            true => {
                " After each operation the program waited for the graphics card, so that the times are those of the operations, and the whole is slower than without `--profile`."
            }
            false => "",
        };
        table.caption(format!(
            "{} steps in {} ms, from the first to the last.{card}",
            count(self.profile.steps()),
            ms(all)
        ))
    }
}
