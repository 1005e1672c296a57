//! Many networks in one, and a switch that nobody can forget.

use super::Story;
use super::masks::{dropped, score_while_dropping};
use lab07::dropout::averaged;
use lab07::training::Plan;
use labkit::numerals::{num, percent};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Labels, Tensor};
use trainer::{answers, score};

pub fn committee(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Each mask is another network, and they all share their weights: with 256 hidden neurons there are 2²⁵⁶ of them. Training tries a new one at each step. In use one would like to ask them all and take the mean of their answers, as of a committee [YAK]. That is not possible; but a few can be asked. Leave dropout *on*, let each pass draw its own mask, and average the probabilities:");
    let plan = Plan::new(0, lesson.flags().seed);
    let model = story.one(lesson, &dropped(0.5), &plan);
    let whole = score(&model, &story.valid);
    lesson.predict(
        "How does one such pass compare with the whole network, and how do many?",
        "One network with half of its neurons missing is clearly worse. The loss of their mean falls with every voice, fast at first. The whole network, in a single pass, reads about as many as the mean of many: it stands for the committee.",
    );
    let counts: &[usize] = if lesson.flags().quick {
        &[1, 2, 4, 8]
    } else {
        &[1, 2, 4, 8, 16, 32, 64]
    };
    let mut rng = nabla::rng(lesson.flags().seed);
    let mut table = Table::new(["passes", "valid. loss", "valid. right"]);
    let mut points = Vec::new();
    for &passes in counts {
        let p = averaged(&model, &story.valid.images, passes, &mut rng);
        let (loss, right) = judge(&p, &story.valid.labels);
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
    lesson.say("Where a softmax follows the dropped layer at once, it can be proved that the whole network gives the geometric mean of all thinned ones, up to a factor. With hidden layers it is an approximation, and here you see how good. The mean of many passes even has the lower loss: where its members disagree, it is less sure.");
    forgotten(story, lesson, &model);
    Ok(())
}

/// What it costs to leave dropout on.
fn forgotten(story: &Story, lesson: &mut Lesson, model: &nabla::Sequential) {
    lesson.say("One pass with dropout on is also what you get by mistake. In PyTorch `model.train()` and `model.eval()` set a flag *in the model*, and it stays as it was last left. Whoever forgets `eval()` measures this:");
    let mut rng = nabla::rng(lesson.flags().seed);
    let mut table = Table::new(["pass", "valid. loss", "valid. right"]);
    let right = score(model, &story.valid);
    table.push([
        "Tape::new()".to_string(),
        num(right.loss, 3),
        percent(right.accuracy),
    ]);
    let wrong: Vec<_> = (0..3)
        .map(|_| score_while_dropping(model, &story.valid, &mut rng))
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
    lesson.say("In nabla no model has such a flag. A pass is for training or for use, and you say which where it begins. What was not said cannot be left over from before, and a training pass without a source of random numbers does not compile.");
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
