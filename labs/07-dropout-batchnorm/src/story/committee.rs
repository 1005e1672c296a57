//! Many networks in one, and a switch that nobody can forget.

use super::Story;
use super::masks::{dropped, score_in_training};
use lab07::dropout::averaged;
use lab07::training::Plan;
use labkit::numerals::{num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Labels, Tensor};
use trainer::{answers, score};

pub fn committee(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Each mask is another network, and they all share their weights: with 256 hidden neurons there are 2²⁵⁶ of them. In use one would like to ask them all and take the mean of their answers, as of a committee [YAK]. A few can be asked: leave dropout *on*, let each pass draw its own mask, and average the probabilities.");
    let plan = Plan::new(0, lesson.flags().seed);
    let model = story.one(lesson, &dropped(lesson.number_of("rate") as f32), &plan);
    let whole = score(&model, &story.valid);
    let counts: &[usize] = if lesson.flags().quick {
        &[1, 2, 4, 8]
    } else {
        &[1, 2, 4, 8, 16, 32, 64]
    };
    let mut rng = nabla::rng(lesson.flags().seed);
    let means: Vec<(f64, f64)> = counts
        .iter()
        .map(|&passes| averaged(&model, &story.valid.images, passes, &mut rng))
        .map(|p| judge(&p, &story.valid.labels))
        .collect();
    lesson.predict_number(
        &format!("The whole network reads {} of the validation pictures. How many does a single pass with dropout on read?", percent(whole.accuracy)),
        Quantity::percent(means[0].1, 1).within(0.02),
        &format!("{}: many neurons are missing. The loss of the mean falls with every voice, fast at first. The whole network, in a single pass, reads about as many as the mean of many: it stands for the committee.", percent(means[0].1)),
    );
    let mut table = Table::new(["passes", "valid. loss", "valid. right"]);
    let mut points = Vec::new();
    for (&passes, (loss, right)) in counts.iter().zip(means) {
        points.push((passes as f64, loss));
        lesson.number(&format!("committee_{passes}_loss"), loss);
        lesson.number(&format!("committee_{passes}_right"), right);
        table.push([passes.to_string(), num(loss, 3), percent(right)]);
    }
    table.push([
        "the whole network, once".to_string(),
        num(whole.loss, 3),
        percent(whole.accuracy),
    ]);
    lesson.number("committee_whole_loss", whole.loss);
    lesson.number("committee_whole_right", whole.accuracy);
    lesson.table(&table);
    lesson.chart(
        "committee",
        "The mean of several thinned networks, and the whole network in one pass.",
        &Chart::new("passes averaged", "validation loss")
            .line("mean of the passes", points)
            .log_x()
            .hline(whole.loss, "the whole network")
            .y_range(0.0..1.2),
    )?;
    lesson.say("The mean of many passes even has the lower loss: where its members disagree, it is less sure.");
    forgotten(story, lesson, &model);
    Ok(())
}

/// What it costs to leave dropout on.
fn forgotten(story: &Story, lesson: &mut Lesson, model: &nabla::Sequential) {
    lesson.say("One pass with dropout on is also what you get by mistake: in PyTorch by a forgotten `model.eval()`.");
    let mut rng = nabla::rng(lesson.flags().seed);
    let mut table = Table::new(["pass", "valid. loss", "valid. right"]);
    let right = score(model, &story.valid);
    table.push([
        "Tape::new()".to_string(),
        num(right.loss, 3),
        percent(right.accuracy),
    ]);
    let wrong: Vec<_> = (0..3)
        .map(|_| score_in_training(model, &story.valid, &mut rng))
        .collect();
    for score in &wrong {
        table.push([
            "Tape::training(&mut rng)".to_string(),
            num(score.loss, 3),
            percent(score.accuracy),
        ]);
    }
    lesson.number("forgotten_right", wrong[0].accuracy);
    lesson.table(&table.caption(
        "The same weights. Left on by mistake, the figure is worse, and another each time.",
    ));
    lesson.show(
        "
        let tape = Tape::training(&mut rng);  // learns: drops, looks at the batch
        let tape = Tape::new();               // is used: all present, no draws",
    );
    lesson.say("In nabla a pass is for training or for use, and you say which where it begins.");
}

/// Loss and share read right of probabilities.
fn judge(probabilities: &Tensor, labels: &Labels) -> (f64, f64) {
    let rows = probabilities.data().chunks_exact(labels.classes());
    let truth = labels.as_slice();
    let loss: f64 = rows
        .zip(truth)
        .map(|(p, &k)| -f64::from(p[k as usize]).max(1e-30).ln())
        .sum();
    let right = answers(probabilities)
        .iter()
        .zip(truth)
        .filter(|(a, b)| a == b)
        .count();
    (
        loss / labels.len() as f64,
        right as f64 / labels.len() as f64,
    )
}
