//! Digits from digits, and what a network learns to ignore.

use super::Story;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use lab07::warp::{Augment, Warp};
use lab07::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Sequential;
use trainer::{Examples, half, score};

type Shifted = fn(&[Vec<f64>], isize, isize) -> Vec<Vec<f64>>;

/// How far the pictures of the cure are moved.
pub const GENTLE: Augment = Augment {
    angle: 10.0,
    scale: 0.1,
    shift: 1.0,
    noise: 0.02,
};

/// How many pictures the invariances are learned from, at most.
const ALL: usize = 1_500;
/// For one invariance at a time.
const SHIFTS: Augment = Augment {
    shift: 4.0,
    ..Augment::NONE
};
const TURNS: Augment = Augment {
    angle: 40.0,
    ..Augment::NONE
};

pub fn moved(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A 7 that leans, or lies two pixels further right, is still a 7. The network cannot know. So at each step every picture is turned a little, made larger or smaller, moved, and sprinkled with noise: *augmentation*.");
    let picture: Vec<f32> = story.shown().data().to_vec();
    let size = (28, 28);
    let mut rng = nabla::rng(lesson.flags().seed);
    let noisy = Augment {
        noise: 0.15,
        ..Augment::NONE
    };
    let larger = Warp {
        scale: 1.3,
        ..Warp::NONE
    };
    let single = [
        ("turned by 20°", Warp::turn(20.0).apply(&picture, size)),
        (
            "2 down, 3 right",
            Warp::shift(2.0, 3.0).apply(&picture, size),
        ),
        ("1.3 as large", larger.apply(&picture, size)),
        ("noise of 0.15", noisy.apply(&picture, size, &mut rng)),
    ];
    show(lesson, "One digit, changed in one way at a time.", &single)?;
    let mixed = ["epoch 1", "epoch 2", "epoch 3"]
        .map(|label| (label, GENTLE.apply(&picture, size, &mut rng)));
    let seen = [&[("as it is", picture.clone())], &mixed[..]].concat();
    show(
        lesson,
        "The same digit, and what the network gets to see of it.",
        &seen,
    )?;
    whole_pixels(lesson);
    invariance(story, lesson)
}

fn show(lesson: &mut Lesson, caption: &str, pictures: &[(&str, Vec<f32>)]) -> Result<()> {
    let halves: Vec<Vec<f32>> = pictures.iter().map(|(_, whole)| half(whole)).collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = (pictures.iter().zip(&halves))
        .map(|((label, _), picture)| (*label, 14, 14, picture.as_slice()))
        .collect();
    lesson.grey(caption, &pictures)
}

fn whole_pixels(lesson: &mut Lesson) {
    let shifted = lesson.answer("shifted", exercises::shifted as Shifted, solutions::shifted);
    let picture = vec![
        vec![1.0, 2.0, 3.0, 4.0],
        vec![5.0, 6.0, 7.0, 8.0],
        vec![9.0, 1.0, 2.0, 3.0],
    ];
    let rows = |picture: &[Vec<f64>]| -> Vec<String> {
        let row = |row: &Vec<f64>| row.iter().map(|x| num(*x, 0)).collect::<Vec<_>>().join(" ");
        picture.iter().map(row).collect()
    };
    let (before, after) = (rows(&picture), rows(&shifted(&picture, 1, 2)));
    let lines: Vec<String> = before
        .iter()
        .zip(&after)
        .enumerate()
        .map(|(i, (b, a))| {
            let arrow = if i == 1 { "1 down, 2 right →" } else { "" };
            format!("{b}    {arrow:<17}    {a}")
        })
        .collect();
    lesson.say("A shift by whole pixels is an exercise, `shifted`:");
    lesson.show(lines.join("\n"));
}

/// Three networks, and test pictures moved and turned further and further.
fn invariance(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let all = Examples::from(story.all.take(ALL));
    let learn = |augment: Option<Augment>| -> Sequential {
        let seed = lesson.flags().seed;
        let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
        let plan = Plan {
            augment,
            ..Plan::new(lesson.shortened(16, 4), seed)
        };
        train(&mut model, &all, &plan, |_, _, _| true);
        model
    };
    let nets = [
        ("as they are", learn(None)),
        ("shifted", learn(Some(SHIFTS))),
        ("turned", learn(Some(TURNS))),
    ];
    let shifts = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let angles = [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0];
    let by_shift = table(story, &nets, &shifts, |by| {
        [Warp::shift(0.0, by), Warp::shift(by, 0.0)]
    });
    let by_angle = table(story, &nets, &angles, |by| {
        [Warp::turn(by), Warp::turn(-by)]
    });
    let [plain, shaken] = [0, 1].map(|i| by_angle[i][3]);
    let close = (plain - shaken).abs() < 0.05;
    for (name, what, values, found) in [
        ("shift", "pixels", &shifts, &by_shift),
        ("turn", "degrees", &angles, &by_angle),
    ] {
        if name == "shift" {
            lesson.predict_number(
                &format!("Three networks, each from {} pictures: one saw them as they are, one shifted by up to 4 pixels, one turned by up to 40°. The first reads {} of the test pictures. How many, if all are shifted by 3 pixels?", count(all.len()), percent(found[0][0])),
                Quantity::percent(found[0][3], 1),
                &format!("{}. The one that learned from shifted pictures reads {}.", percent(found[0][3]), percent(found[1][3])),
            );
        } else {
            lesson.predict_choice(
                "Now they are turned, by 30°. Does the network that learned from *shifted* pictures read more of them than the one that saw them as they are?",
                &["It reads more: it has learned to be tolerant.", "They read about as many.", "It reads fewer."],
                if close { 1 } else { 2 * usize::from(shaken < plain) },
                "Each holds, nearly, where it has been shaken, and not beyond. An invariance has to be shown, one by one; or built in, as convolution and pooling do for small shifts (lab 6).",
            );
        }
        let caption = format!(
            "Test pictures under a growing {name}. A network reads on as far as it has been shaken."
        );
        let mut rows = Table::new([what, "as they are", "shifted", "turned"]);
        for (i, value) in values.iter().enumerate() {
            let mut cells = vec![num(f64::from(*value), 0)];
            cells.extend(found.iter().map(|curve| percent(curve[i])));
            rows.push(cells);
        }
        lesson.table(&rows.caption(format!("Test pictures read right, against {what}; columns: how the network's own pictures were moved.")));
        let mut chart = Chart::new(what, "test right, %").y_range(0.0..100.0);
        for ((label, _), curve) in nets.iter().zip(found) {
            let points = values
                .iter()
                .zip(curve)
                .map(|(x, y)| (f64::from(*x), 100.0 * y));
            chart = chart.line(format!("learned from pictures {label}"), points);
        }
        lesson.chart(&format!("invariance-{name}"), &caption, &chart)?;
        for ((label, _), curve) in nets.iter().zip(found) {
            let key = label.replace(' ', "_");
            lesson.number(&format!("{name}_{key}_none"), curve[0]);
            lesson.number(&format!("{name}_{key}_middle"), curve[4]);
        }
    }
    lesson.say("The price stands in the first row: of pictures that nobody moved, the network that saw them moved reads fewer. It has the same number of weights and of steps, and more to say with them. So shake as far as the world will shake, and no further. And not all is allowed: turned by 180°, a 6 is a 9.");
    Ok(())
}

/// For each network the share read right, at each value; the mean of two directions.
fn table(
    story: &Story,
    nets: &[(&str, Sequential)],
    values: &[f32],
    warps: impl Fn(f32) -> [Warp; 2],
) -> Vec<Vec<f64>> {
    let moved: Vec<[Examples; 2]> = values
        .iter()
        .map(|&by| warps(by).map(|warp| warped(&story.test, warp)))
        .collect();
    let right = |model: &Sequential, both: &[Examples; 2]| {
        both.iter().map(|e| score(model, e).accuracy).sum::<f64>() / 2.0
    };
    nets.iter()
        .map(|(_, model)| moved.iter().map(|both| right(model, both)).collect())
        .collect()
}

fn warped(examples: &Examples, warp: Warp) -> Examples {
    let mut images = examples.images.clone();
    for picture in images.data_mut().chunks_exact_mut(784) {
        let other = warp.apply(picture, (28, 28));
        picture.copy_from_slice(&other);
    }
    Examples {
        images,
        labels: examples.labels.clone(),
    }
}
