//! What the network has never seen.

use super::{Story, row};
use lab09::anomaly::{Detector, Found, Scores, Task};
use lab09::autoencoder::Plan;
use lab09::roc::{area, roc, thinned};
use lab09::training::recipe;
use lab09::{exercises, solutions};
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// Numbers in the middle, where `--latent` asks for no others.
const WIDTH: usize = 8;
/// The class whose curve is drawn.
const DRAWN: u8 = 6;

type Auc = fn(&[f64], &[f64]) -> f64;

/// The section.
pub fn odd(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Show an autoencoder all digits but one, and give it that one afterwards: the error says how odd a picture is, without a single label of an odd one. Another score: how far the code lies from the codes of known pictures.");
    by_hand(lesson)?;
    let classes = story.split.train.classes as u8;
    let chosen: Vec<u8> = match lesson.flags().quick {
        true => vec![1, DRAWN],
        false => (0..classes).collect(),
    };
    let width = lesson.given("latent").unwrap_or(WIDTH);
    let (mut all, mut drawn) = (Vec::new(), None);
    let mut bar = lesson.progress("one class left out", chosen.len());
    for &class in &chosen {
        let (task, detector) = trained(story, lesson, class, width);
        all.push(task.found(&detector, width));
        bar.step(f64::NAN, None);
        if class == DRAWN {
            drawn = Some((task, detector));
        }
    }
    bar.done();
    let name = |class| story.split.train.class_name(class);
    hardest(lesson, &all, name);
    let (table, _) = areas(&all, name, 2);
    lesson.table(&table.caption(format!("Areas under the ROC curve: test pictures of the nine classes that are known, against all pictures of the one that is not. {width} numbers in the middle, for PCA too.")));
    if let Some((task, detector)) = drawn {
        curve(story, lesson, &task, &detector)?;
    }
    lesson.say("No score is the best for every digit. The error trusts that the network *cannot* draw what it has not seen, the distance that odd pictures get odd codes. Neither knows what *you* would call odd.");
    Ok(())
}

/// Which of a few classes the error finds least.
fn hardest(lesson: &mut Lesson, all: &[Found], name: impl Fn(usize) -> &'static str) {
    let few = all
        .iter()
        .filter(|found| [0, 1, 4, 6].contains(&found.class));
    let (choices, areas): (Vec<_>, Vec<_>) = few
        .map(|found| (name(found.class.into()), found.by_error))
        .unzip();
    let least = (0..areas.len()).min_by(|&a, &b| areas[a].total_cmp(&areas[b]));
    lesson.predict_choice(
        "Now the digits, each class left out in its turn. Which of these will the error find least?",
        &choices,
        least.unwrap_or(0),
        "Hard to find is what can be made of what the others taught. A 1 is so simple that everybody can draw it, even a network that has never seen one.",
    );
}

/// The areas of each class left out in a table, with their means, which are returned as well.
pub fn areas(
    all: &[Found],
    name: impl Fn(usize) -> &'static str,
    decimals: usize,
) -> (Table, [f64; 3]) {
    let three = |found: &Found| [found.by_error, found.by_distance, found.by_pca];
    let mut table = Table::new(["left out", "by error", "by distance", "PCA's error"]);
    let mut push = |name: &str, areas: [f64; 3]| {
        table.push(
            [name.to_string()]
                .into_iter()
                .chain(areas.map(|area| num(area, decimals))),
        );
    };
    for found in all {
        push(name(found.class.into()), three(found));
    }
    let overall = [0, 1, 2].map(|i| mean(all.iter().map(|found| three(found)[i])));
    push("mean", overall);
    (table, overall)
}

/// Four usual scores, three odd ones.
fn by_hand(lesson: &mut Lesson) -> Result<()> {
    let auc = lesson.answer("auc", exercises::auc as Auc, solutions::auc);
    let (usual, odd) = ([0.1, 0.4, 0.35, 0.8], [0.4, 0.7, 0.9]);
    lesson.say("How good is a score? Let a threshold fall, and note at each stop which fraction of the usual raises an alarm, and which fraction of the odd is found: the *ROC curve*. By hand, with usual scores of 0.1, 0.4, 0.35, 0.8 and odd ones of 0.4, 0.7, 0.9:");
    let stops = ["above all", "0.9", "0.8", "0.7", "0.4", "0.35", "0.1"];
    let mut table = Table::new(["threshold", "false alarms", "found"]);
    let curve = roc(&usual, &odd);
    for (stop, (alarms, found)) in stops.iter().zip(&curve) {
        table.push([
            (*stop).to_string(),
            format!("{} of 4", num(4.0 * alarms, 0)),
            format!("{} of 3", num(3.0 * found, 0)),
        ]);
    }
    lesson.table(&table);
    lesson.predict_number(
        "1 is perfect, ½ is no better than a coin: what is the area under this curve? It is also the probability that of two pictures, drawn at random, the odd one has the higher score.",
        Quantity::new(auc(&usual, &odd), 2).within(0.03),
        &format!("{}. Strip by strip, or by counting pairs, as exercise `auc` does.", num(auc(&usual, &odd), 2)),
    );
    lesson.show(format!(
        "area under the curve   {}\nauc                    {} of 12 = {}",
        num(area(&curve), 4),
        num(12.0 * auc(&usual, &odd), 1),
        num(auc(&usual, &odd), 4),
    ));
    Ok(())
}

/// A network that has seen all classes but one.
fn trained(story: &Story, lesson: &Lesson, class: u8, width: usize) -> (Task, Detector) {
    let task = Task::new(&story.split, class);
    let plan = Plan::deep(story.inputs(), &[64], width);
    let recipe = recipe(lesson.shortened(60, 10), lesson.flags().seed);
    let detector = task.train(&plan, &recipe, |_| {});
    (task, detector)
}

/// The curves for one class, and its pictures.
fn curve(story: &Story, lesson: &mut Lesson, task: &Task, detector: &Detector) -> Result<()> {
    let by_error = task.scores(|x| detector.by_error(x));
    let by_distance = task.scores(|x| detector.by_distance(x));
    let points = |scores: &Scores| thinned(&roc(&scores.usual, &scores.odd), 80);
    lesson.chart(
        "roc",
        &format!(
            "The digit {} left out: false alarms and finds, as the threshold falls.",
            task.class
        ),
        &Chart::new("false alarms", "found")
            .line("by error", points(&by_error))
            .line("by distance", points(&by_distance))
            .dashed("a coin", [(0.0, 0.0), (1.0, 1.0)])
            .x_range(0.0..1.0)
            .y_range(0.0..1.0)
            .size(520, 420),
    )?;
    let order = |scores: &[f64]| {
        let mut places: Vec<usize> = (0..scores.len()).collect();
        places.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        places
    };
    let (odd, usual) = (order(&by_error.odd), order(&by_error.usual));
    let shown = 8.min(odd.len());
    let (most, least, alarms) = (&odd[..shown], &odd[odd.len() - shown..], &usual[..shown]);
    let (drawn_odd, drawn_usual) = (
        detector.model.reconstruct(&task.odd),
        detector.model.reconstruct(&task.usual),
    );
    let pick = |set, places: &[usize]| places.iter().map(|&i| row(set, i)).collect::<Vec<_>>();
    let rows = [
        ("found at once", pick(&task.odd, most)),
        ("redrawn", pick(&drawn_odd, most)),
        ("missed", pick(&task.odd, least)),
        ("redrawn", pick(&drawn_odd, least)),
        ("false alarms", pick(&task.usual, alarms)),
        ("redrawn", pick(&drawn_usual, alarms)),
    ];
    lesson.sheet(
        "odd",
        &format!("A network that has never seen a {}: the ones that it redrew worst and best, and the usual digits that it finds odd.", task.class),
        story.size().0,
        &rows,
    )
}
