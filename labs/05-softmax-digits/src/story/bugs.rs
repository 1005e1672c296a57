//! Three mistakes that do not crash.

use super::Story;
use lab05::cost::{Cost, Order, descend, off_by_one};
use lab05::network::RECIPES;
use lab05::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Chart, Lesson, Result, Table};
use trainer::{Examples, Score, score};

pub fn bugs(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A wrong shape is caught by nabla, a wrong type by Rust. These three are caught by nobody. Each was planted in the training of the same softmax network, \
         and each runs to its end:

         - **Not shuffled.** The training pictures come sorted: first all zeros, then all ones.
         - **Off by one.** The training labels slipped by one place: every 3 is called 4.
         - **Softmax twice.** The network ends in a softmax, and the loss, which expects logits, applies another.",
    );
    lesson.predict_choice(
        "Which of them ends with the lowest accuracy?",
        &["not shuffled", "off by one", "softmax twice"],
        1,
        "*Off by one* ends lowest, far below the one in ten of pure luck: that was learned, perfectly, from the wrong teacher. From the loss alone you would notice only *softmax twice*, \
         which stops at a strange height, and perhaps that the unshuffled one trembles.",
    );
    let twice = lesson.answer(
        "softmax_twice",
        exercises::softmax_twice as fn() -> [f64; 2],
        solutions::softmax_twice,
    );
    let floor = lesson.reveal("softmax_twice", num(twice()[1], 3));
    let passes = lesson.shortened(30, 4);
    let train = &story.examples.train;
    let slipped = off_by_one(train);
    let runs = [
        ("healthy", train, Cost::CrossEntropy, Order::Shuffled),
        ("not shuffled", train, Cost::CrossEntropy, Order::Sorted),
        ("off by one", &slipped, Cost::CrossEntropy, Order::Shuffled),
        ("softmax twice", train, Cost::SoftmaxTwice, Order::Shuffled),
    ];
    let mut table = Table::new(["training", "loss it reports", "valid. loss", "valid. right"]);
    let mut chart = Chart::new("step", "the loss it reports");
    for (name, examples, cost, order) in runs {
        let (points, end) = watched(story, lesson, examples, (cost, order), passes);
        let reported = points.last().map_or(f64::NAN, |p| p.1);
        lesson.number(&format!("bug_{}", name.replace(' ', "_")), end.accuracy);
        lesson.number(&format!("bug_{}_loss", name.replace(' ', "_")), reported);
        table.push([
            name.to_string(),
            num(reported, 3),
            num(end.loss, 3),
            percent(end.accuracy),
        ]);
        chart = match name {
            // It lies on the healthy one, and that is the point.
            "off by one" => chart.dashed(name, points),
            _ => chart.line(name, points),
        };
    }
    lesson.table(&table.caption("*The loss it reports* is that of the training's own cost and labels, on the training pictures; the validation columns are the true ones, computed with care."));
    lesson.chart(
        "bugs",
        "What a progress bar would show: four losses that fall.",
        &chart.y_range(0.0..2.6),
    )?;
    lesson.say(format!(
        "*Not shuffled*: each batch pulls towards one class, the last class wins the epoch. It learns, and trembles. *Off by one*: its own loss is flawless, because it has learned \
         the wrong labels well. Only labels that somebody else has checked can tell. *Softmax twice*: the loss stops far above zero. It has to: the second softmax gets numbers between 0 and 1, and the \
         loss cannot fall below {floor}, the second number of the exercise `softmax_twice`. The accuracy looks fine, since the order of the classes is kept.

         Three habits catch them. Know the first loss (ln 10) and ask why the last is what it is. Let a network learn twenty pictures by heart: if it cannot, something is \
         wrong. And look at the pictures with their labels, as they go in.",
    ));
    Ok(())
}

type Watched = (Vec<(f64, f64)>, Score);

fn watched(
    story: &Story,
    lesson: &Lesson,
    examples: &Examples,
    (cost, order): (Cost, Order),
    passes: usize,
) -> Watched {
    let seed = lesson.flags().seed;
    let mut model = RECIPES[0].build(&mut nabla::rng(seed));
    let mut points = Vec::new();
    descend(
        &mut model,
        examples,
        (cost, order),
        (0.5, passes),
        seed,
        |step, model| {
            if step % 4 == 0 {
                let tape = nabla::Tape::new();
                let x = tape.constant(examples.images.clone());
                let loss = cost.of(model.forward(&tape, x), &examples.labels);
                points.push((step as f64, f64::from(loss.item())));
            }
        },
    );
    // A network that was trained with a softmax at its end answers with it; its logits keep the same order.
    (points, score(&model, &story.examples.valid))
}
