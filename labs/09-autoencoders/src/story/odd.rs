//! What the network has never seen.

use super::{Story, row};
use lab09::anomaly::{Detector, Found, Scores, Task};
use lab09::autoencoder::Plan;
use lab09::roc::{area, roc, thinned};
use lab09::training::recipe;
use lab09::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Result, Table};

/// Numbers in the middle.
const WIDTH: usize = 8;
/// The class whose curve is drawn.
const DRAWN: u8 = 6;

type Auc = fn(&[f64], &[f64]) -> f64;

/// The section.
pub fn odd(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Show an autoencoder all digits but one, and give it that one afterwards: it has no strokes for it, and draws something else. So the error says how odd a picture is, without a single label of an odd one. Another score: how far the code lies from the codes of known pictures.");
    by_hand(lesson)?;
    let classes = story.split.train.classes as u8;
    let chosen: Vec<u8> = match lesson.flags().quick {
        true => vec![DRAWN],
        false => (0..classes).collect(),
    };
    lesson.predict(
        "Which digit will be the hardest to find, when it is the one that was left out?",
        "One that can be made of what the others taught. Whoever can draw 4, 7 and 8 has the strokes of a 9. And a 1 is so simple that everybody can draw it, even a network that has never seen one.",
    );
    let (mut all, mut drawn) = (Vec::new(), None);
    let mut bar = lesson.progress("one class left out", chosen.len());
    for &class in &chosen {
        let (task, detector) = trained(story, lesson, class);
        let found = task.found(&detector, WIDTH);
        bar.step(f64::NAN, Some(found.by_error));
        all.push(found);
        if class == DRAWN {
            drawn = Some((task, detector));
        }
    }
    bar.done();
    let name = |class| story.split.train.class_name(class);
    let (table, _) = areas(&all, name, 2);
    lesson.table(&table.caption(format!("Areas under the ROC curve: test pictures of the nine classes that are known, against all pictures of the one that is not. {WIDTH} numbers in the middle, for PCA too.")));
    if let Some((task, detector)) = drawn {
        curve(story, lesson, &task, &detector)?;
    }
    lesson.say("No score is the best for every digit. The error trusts that the network *cannot* draw what it has not seen, and a network that is too good can: give it a wide middle, and it copies odd pictures as well as any. The distance trusts that odd pictures get odd codes. Neither knows what *you* would call odd.");
    Ok(())
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
    lesson.say("How good is a score? A threshold decides what counts as odd. Let it fall from the top to the bottom, and note at each stop which fraction of the usual raises an alarm, and which fraction of the odd is found: that is the *ROC curve*. By hand, with usual scores of 0.1, 0.4, 0.35, 0.8 and odd ones of 0.4, 0.7, 0.9:");
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
    lesson.say("One number for the whole curve is the *area* under it: 1 is perfect, ½ is no better than a coin. It is also the probability that an odd picture, drawn at random, has a higher score than a usual one. Here, strip by strip, and by exercise `auc`:");
    lesson.show(format!(
        "area under the curve   {}\nauc                    {} of 12 = {}",
        num(area(&curve), 4),
        num(12.0 * auc(&usual, &odd), 1),
        num(auc(&usual, &odd), 4),
    ));
    Ok(())
}

/// A network that has seen all classes but one.
fn trained(story: &Story, lesson: &Lesson, class: u8) -> (Task, Detector) {
    let task = Task::new(&story.split, class);
    let plan = Plan::deep(story.inputs(), &[64], WIDTH);
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
        &Chart::new(
            "fraction of the usual that raises an alarm",
            "fraction of the odd that is found",
        )
        .line("by error", points(&by_error))
        .line("by distance", points(&by_distance))
        .dashed("a coin", [(0.0, 0.0), (1.0, 1.0)])
        .x_range(0.0..1.0)
        .y_range(0.0..1.0)
        .size(520, 420),
    )?;
    let pairs = solutions::auc(&by_error.usual, &by_error.odd);
    lesson.say(format!(
        "For the {}, by error: {} by the area, {} by all {} pairs. And here are pictures: the odd ones that gave themselves away most and least, and the usual ones that raised the loudest false alarm.",
        task.class,
        num(by_error.area(), 3),
        num(pairs, 3),
        count(by_error.usual.len() * by_error.odd.len()),
    ));
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
