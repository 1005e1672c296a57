//! What a learner shows of its steps to whom it may concern.

use super::board::{Board, Run};
use super::messages::{Kind, Shown};
use super::pictures::first_layer;
use super::summaries::{self, histogram, settings, summary, text, value};
use super::{Tools, stop, with};
use crate::{Recipe, Rule};
use labkit::Error;
use nabla::inspect::{Graph, Watch};
use nabla::{Grads, Parameters, Tape, Tensor};
use std::collections::BTreeMap;
use std::time::Instant;

/// On a graphics card the loss is read after every so many steps: to read is to wait.
const READ_EVERY: usize = 25;
/// So often are weights and gradients told of where there are no epochs.
const MOMENTS: usize = 10;

/// One for each learner; empty if the lesson's flags asked for nothing.
pub struct Look(Option<Box<Looking>>);

struct Looking {
    name: String,
    rule: Rule,
    settings: BTreeMap<&'static str, Kind>,
    /// Steps in an epoch, or as many as make a tenth of the training.
    every: usize,
    /// Has a step been watched?
    begun: bool,
    run: Option<Run>,
    on_card: bool,
    began: Instant,
    turned: Instant,
}

impl Look {
    pub fn new(rule: Rule, steps: usize) -> Self {
        if with(|_| ()).is_none() {
            return Look(None);
        }
        let settings = BTreeMap::from([
            ("optimiser", Kind::Text(format!("{:?}", rule.kind))),
            ("rate", as_written(rule.rate)),
            ("fall", Kind::Text(format!("{:?}", rule.fall))),
            ("steps", Kind::Number(steps as f64)),
        ]);
        Look(Some(Box::new(Looking {
            name: String::new(),
            rule,
            settings,
            every: steps.div_ceil(MOMENTS).max(1),
            begun: false,
            run: None,
            on_card: false,
            began: Instant::now(),
            turned: Instant::now(),
        })))
    }

    /// Of a recipe, with so many steps in an epoch.
    pub fn of(mut self, recipe: &Recipe, every: usize) -> Self {
        if let Some(looking) = &mut self.0 {
            looking.every = every.max(1);
            let more = [
                ("batch", recipe.batch as f64),
                ("epochs", recipe.epochs as f64),
                ("seed", recipe.seed as f64),
            ];
            let more = more.map(|(name, x)| (name, Kind::Number(x)));
            looking.settings.extend(more);
        }
        self
    }

    pub fn clip(&mut self, longest: f32) {
        if let Some(looking) = &mut self.0 {
            looking.settings.insert("clip", as_written(longest));
        }
    }

    pub fn called(&mut self, name: &str) {
        if let Some(looking) = &mut self.0 {
            looking.name = name.to_string();
        }
    }

    /// The tape of the next step, watched as far as somebody asked for it.
    pub fn tape(&mut self, tape: Tape) -> Tape {
        let Some(looking) = &mut self.0 else {
            return tape;
        };
        looking.began = Instant::now();
        match with(|tools| looking.watch(tools)).flatten() {
            Some(watch) => tape.watched(watch),
            None => tape,
        }
    }

    /// Both passes are done.
    pub fn passed(&mut self, model: &dyn Parameters, tape: &Tape, loss: &Tensor, step: usize) {
        let Some(looking) = &mut self.0 else {
            return;
        };
        let done = Instant::now();
        let on_card = loss.device().is_gpu();
        looking.on_card = on_card;
        let wrong =
            with(|tools| looking.passed(tools, model, tape, done, step)).and_then(Result::err);
        if let Some(error) = wrong {
            stop(error);
        }
        looking.turned = Instant::now();
    }

    /// The step is made: `step` of them by now.
    pub fn stepped(
        &mut self,
        model: &dyn Parameters,
        grads: &Grads,
        loss: &Tensor,
        rate: f32,
        step: usize,
    ) {
        let Some(looking) = &mut self.0 else {
            return;
        };
        let took = looking.turned.elapsed();
        with(|tools| {
            if let Some(profiling) = &mut tools.profiling {
                profiling.optimised(took);
            }
            if let Some(board) = &mut tools.board {
                looking.told(board, model, grads, loss, rate, step);
            }
        });
    }
}

impl Looking {
    fn watch(&self, tools: &Tools) -> Option<Watch> {
        let first = !self.begun && (tools.board.is_some() || Self::draws(tools));
        let watch = Watch {
            times: tools.profiling.is_some(),
            not_finite: tools.check_nan,
        };
        (first || watch != Watch::default()).then_some(watch)
    }

    fn draws(tools: &Tools) -> bool {
        tools.graph.as_ref().is_some_and(|graph| graph.is_wanted())
    }

    fn passed(
        &mut self,
        tools: &mut Tools,
        model: &dyn Parameters,
        tape: &Tape,
        done: Instant,
        step: usize,
    ) -> labkit::Result<()> {
        if let Some(fault) = tape.fault(model).filter(|_| tools.check_nan) {
            let whose = match self.name.is_empty() {
                true => String::new(),
                false => format!(" of the {}", self.name),
            };
            return Err(Error::new(format!("step {}{whose}: {fault}", step + 1))
                .remedy("a smaller learning rate, shorter gradients or other units of the data may keep numbers in bounds"));
        }
        let first = !std::mem::replace(&mut self.begun, true);
        let shown = first && (tools.board.is_some() || Self::draws(tools));
        if !shown && tools.profiling.is_none() {
            return Ok(());
        }
        let graph = tape.graph(model);
        if let Some(profiling) = &mut tools.profiling {
            profiling.passes(self.began, done, &graph, self.on_card);
        }
        if first {
            self.first(tools, &graph, step)?;
        }
        Ok(())
    }

    /// What is told once.
    fn first(&mut self, tools: &mut Tools, graph: &Graph, step: usize) -> labkit::Result<()> {
        if let Some(file) = tools.graph.as_mut().filter(|file| file.is_wanted()) {
            file.write(graph)?;
        }
        if let Some(board) = &mut tools.board {
            self.run = board.begin(&self.name, step);
            if let Some(run) = &self.run {
                board.write(run, step, summaries::graph(graph));
                let told = vec![text("recipe", &self.recipe()), settings(&self.settings)];
                board.write(run, step, summary(told));
            }
        }
        Ok(())
    }

    /// A table in Markdown.
    fn recipe(&self) -> String {
        let row = |(name, kind): (&&str, &Kind)| match kind {
            Kind::Number(x) => format!("| {name} | {x} |\n"),
            Kind::Text(text) => format!("| {name} | {text} |\n"),
        };
        let rows: String = self.settings.iter().map(row).collect();
        format!("{}\n\n| | |\n|---|---|\n{rows}", self.rule)
    }

    fn told(
        &self,
        board: &mut Board,
        model: &dyn Parameters,
        grads: &Grads,
        loss: &Tensor,
        rate: f32,
        step: usize,
    ) {
        let Some(run) = &self.run else {
            return;
        };
        board.steps(run, step);
        let is_moment = step.is_multiple_of(self.every);
        if is_moment || !self.on_card || step.is_multiple_of(READ_EVERY) {
            let scalars = [("loss", loss.item()), ("rate", rate)];
            let scalars = scalars.map(|(tag, x)| value(tag, Shown::Scalar(x)));
            board.write(run, step, summary(scalars.into()));
        }
        if !is_moment {
            return;
        }
        let names = nabla::names(model);
        let mut next = names.iter();
        let mut told = Vec::new();
        model.visit(&mut |param| {
            let Some(name) = next.next() else { return };
            told.push(value(
                format!("weights/{name}"),
                histogram(param.value().data()),
            ));
            if let Some(grad) = grads.param(param) {
                told.push(value(format!("gradients/{name}"), histogram(grad.data())));
            }
        });
        told.extend(first_layer(model).map(|picture| value("first layer", picture)));
        board.write(run, step, summary(told));
        board.flush(run);
    }
}

impl Drop for Looking {
    /// Whatever was not told at the end of an epoch.
    fn drop(&mut self) {
        if let Some(run) = &self.run {
            with(|tools| {
                if let Some(board) = &mut tools.board {
                    board.flush(run);
                }
            });
        }
    }
}

/// 0.001, and not the 0.0010000000474974513 that it is.
fn as_written(x: f32) -> Kind {
    Kind::Number(x.to_string().parse().unwrap_or(f64::from(x)))
}
