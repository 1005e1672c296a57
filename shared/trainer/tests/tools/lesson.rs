//! A lesson that trains a little of everything.

use labkit::judge::Source;
use labkit::{About, Lesson, Result};
use nabla::{Conv2d, Flatten, Init, Linear, Module, Sequential, Tape, Tensor, Window};
use std::fmt::Write;
use std::process::ExitCode;
use trainer::{
    Examples, Learner, Network, Recipe, Rule, Training, at_step, begins, is_watched, measured,
    pictures,
};

const ABOUT: About = About {
    lab: 42,
    title: "A lesson that trains",
    question: "Who looks on?",
    minutes: 1,
    source: Source {
        folder: "shared/trainer/tests/tools",
        answers: "",
    },
};

const SMALL: Network = Network {
    name: "small",
    input: &[784],
    build: |rng| Sequential::new().push(Linear::new(784, 10, Init::Xavier, rng)),
    recipe: Recipe::new(Rule::adam(0.01), 100, 2),
    source: "this test",
    printed: None,
};

pub fn run() -> ExitCode {
    let flags = trainer::flags(&["none", "small"]);
    trainer::run(ABOUT, Vec::new(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |lesson| {
                trainer::long_run(lesson, &[SMALL]).map(drop)
            });
        }
        lesson.section("Talking", |lesson| {
            lesson.say("Nothing is trained here.");
            Ok(())
        })?;
        lesson.section("Learning", learning)?;
        lesson.section("Overflow", overflow)
    })
}

fn learning(lesson: &mut Lesson) -> Result<()> {
    let asked = std::env::args().any(|argument| argument == "--tensorboard");
    assert_eq!(is_watched(), asked);
    let examples = Examples::from(datasets::digits().train.take(48)).as_pictures();
    let (learn, valid) = examples.split_at(40);
    let mut rng = nabla::rng(1);
    let model = Sequential::new()
        .push(Conv2d::new(1, 4, Window::new(3), Init::He, &mut rng))
        .push(Flatten)
        .push(Linear::new(26 * 26 * 4, 10, Init::Xavier, &mut rng));
    let recipe = Recipe::new(Rule::adam(0.01).cosine(), 8, 3).clip(1.0);
    let mut training = Training::new(model, &recipe, learn.len(), &nabla::Device::Cpu);
    let losses = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let (told, mut step) = (losses.clone(), 0);
    training.observe(Box::new(move |_, progress| {
        if progress.steps > 0 {
            step += 1;
            let _ = writeln!(told.borrow_mut(), "loss {step} {}", progress.loss);
        }
    }));
    training.fit(&learn, Some(&valid), |_, _| {});
    pictures("examples", &learn.images.rows(0..2), [28, 28], 2);
    lesson.show(losses.borrow().as_str());
    line("painter", 20, 0.1);
    begins("by hand");
    for (step, loss) in [(7, 0.5), (9, 0.25)] {
        at_step(step);
        measured([("train/loss", loss)]);
    }
    Ok(())
}

/// Learns that 1 is 3.
fn line(name: &str, steps: usize, rate: f32) {
    let mut model = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(1));
    let mut learner = Learner::new(Rule::sgd(rate), steps).called(name);
    for _ in 0..steps {
        learner.learn(&mut model, Tape::new(), |model, tape| {
            model
                .forward(tape, tape.constant(Tensor::ones([1, 1])))
                .mse(&Tensor::full([1, 1], 3.0))
        });
    }
}

/// Steps of e⁻ᶻ upwards: z grows by its gradient until e to it is too much.
fn overflow(_: &mut Lesson) -> Result<()> {
    // ANCHOR: overflow
    let mut model = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(1));
    let mut learner = Learner::new(Rule::sgd(1.0), 10);
    for _ in 0..10 {
        learner.learn(&mut model, Tape::new(), |model, tape| {
            -model
                .forward(tape, tape.constant(Tensor::ones([1, 1])))
                .exp()
                .sum()
        });
    }
    // ANCHOR_END: overflow
    Ok(())
}
