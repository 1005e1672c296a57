//! The networks of the sources, and whether they see.

use super::Story;
use lab06::network::{IMAGE, NETWORKS, anywhere, cnn2};
use lab06::shifts::by_shift;
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Result, Table};
use trainer::accuracy;

/// The section.
pub fn eyes(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Put the pieces in a row. Filters, ReLU, perhaps more filters on what the first ones found; pooling; and at the end a dense layer as in lab 5, which looks at the list of what was found where. That is a *convolutional network*. One of the sources' as nabla's `summary` shows it [PSC]:",
    );
    lesson.show(nabla::summary(&cnn2(&mut nabla::rng(story.seed)), IMAGE));
    sources(lesson);
    lesson.say(format!(
        "Trained on MNIST they take minutes to an hour; `--network` does that. Here are two that are small enough for a lesson, trained on the {} pictures that the network of [A list does not know its neighbours](#a-list-does-not-know-its-neighbours) learned from. They differ in their last pooling. In `small` it is one of 2 × 2, and the dense layer sees a map of places. In `anywhere` it covers the whole picture: of each of 32 things the dense layer learns only whether it is \
         anywhere at all.",
        count(story.pictures.train.len()),
    ));
    lesson.predict(
        "Moved by 3 pixels, most pictures were lost to the dense network of lab 5. What will these two read?",
        "Both more. But look how much `small` still loses: its filters find the strokes wherever they are, and then its dense layer asks for their places. `anywhere` has forgotten the places, and is the one that holds.",
    );
    moved(story, lesson)
}

/// Training pictures of MNIST.
const MNIST: usize = 60_000;

/// The table of the sources.
fn sources(lesson: &mut Lesson) {
    let mut table = Table::new(["network", "parameters", "recipe", "MNIST, printed", "by"]);
    for network in NETWORKS {
        let recipe = network.recipe;
        let parameters = nabla::parameters(&(network.build)(&mut nabla::rng(1)));
        lesson.number(&format!("parameters_{}", network.name), parameters);
        let steps = recipe.epochs * MNIST.div_ceil(recipe.batch);
        lesson.number(&format!("steps_{}", network.name), steps);
        table.push([
            network.name.to_string(),
            count(parameters),
            recipe.in_words(),
            network.printed.map_or("–".to_string(), |printed| {
                format!("{} %", num(100.0 * printed, 2))
            }),
            network.source.to_string(),
        ]);
    }
    lesson.table(&table.caption("The rates fall along half a cosine to 0, which the sources' do not; at a fixed rate the last epoch is luck. The last network is from [YAK], who prints 99.3 % for it; both sources keep its rate at 0.0001, where ours falls from ten times that. It begins with weights from a truncated normal distribution of 0.1 and biases of 0.1, and drops half of its hidden layer in training: [Neurons that are not there](lab07#neurons-that-are-not-there) says why."));
}

/// Three networks on moved pictures.
fn moved(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let dense = story.dense(lesson);
    let small = story.small(lesson);
    let anywhere = story.train("anywhere", anywhere, &story.pictures, lesson);
    let test = &story.pictures.test;
    let runs = [
        ("64-64 (lab 5)", &dense.model, &story.flat.test),
        ("small", &small.model, test),
        ("anywhere", &anywhere.model, test),
    ];
    let mut table = Table::new([
        "network",
        "parameters",
        "in place",
        "by 1",
        "by 2",
        "by 3",
        "by 4",
    ]);
    let mut chart = Chart::new("moved by (pixels)", "read right");
    for (name, model, test) in runs {
        let curve = by_shift(test, super::MOST_SHIFT, |moved| accuracy(model, moved));
        let mut row = vec![name.to_string(), count(nabla::parameters(model))];
        row.extend(curve.iter().map(|(_, right)| percentage(*right, 0)));
        table.push(row);
        chart = chart.line(name, curve);
    }
    lesson.table(&table.caption("Test pictures moved in the four directions; none of the networks saw a moved picture in training."));
    lesson.chart(
        "moved",
        "How much is still read right when the test pictures are moved.",
        &chart.y_range(0.0..1.0),
    )?;
    lesson.say(
        "Look at the last row again: moved by 4 it reads more than moved by 2. Its two poolings have stride 2, so a number of its last map stands for 4 × 4 pixels. Move the picture by 4, and each map is what it was, one place further on, with the same largest number; only what a filter would answer beyond the edge of the picture is lost. Move it by 2, and the second pooling pairs other numbers than it used to. \
         A convolution follows every shift. It is pooling's *stride* that does not.",
    );
    Ok(())
}
