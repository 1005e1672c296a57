//! What a unit likes.

use super::sight::{Photographs, Sight, show};
use lab11::sight::ascent::{Climb, Wish, ascend};
use lab11::sight::canvas::{blurred, noise};
use lab11::sight::network::{CONVOLUTIONS, TURNS, activations, grain};
use labkit::numerals::{num, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Conv2d, Tape, Tensor, Var};

/// Side of the pictures that are made.
const SIDE: usize = 64;
/// Units shown.
const UNITS: usize = 4;
/// The failure.
const RAW: Climb = Climb {
    steps: 40,
    rate: 0.01,
    jitter: 0,
    blur: 0.0,
    level: false,
};
/// The cure.
const CALM: Climb = Climb {
    steps: 40,
    rate: 0.02,
    jitter: 4,
    blur: 0.2,
    level: true,
};

/// The section.
pub fn likes(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Now photographs. Nobody labelled them, so the network asks itself: a patch of 32 × 32 pixels is cut out of one of the seven photographs in the course and turned by 0, 90, 180 or 270 degrees. Which photograph, and how far? The mean of each colour is taken off every patch, and the contrast made equal: red alone must not give the coffee away. It learns from left halves, and is examined on right ones.");
    let photographs = sight.photographs(lesson);
    let [seen, [photo, turn]] = photographs.known;
    lesson.number("photo_seen", seen[0]);
    lesson.number("turn_seen", seen[1]);
    lesson.number("photo_unseen", photo);
    lesson.number("turn_unseen", turn);
    lesson.predict_number(
        &format!("It names the photograph of {} of the unseen patches. Of how many does it know the turn? By luck it would be a quarter.", percent(photo)),
        Quantity::percent(turn, 1),
        &format!("{}; of the patches that it learned from, {}. Gravel has no upside, and a cat's left half says little about how the right one lies. But to try, it had to look at edges and their directions.", percent(turn), percent(seen[1])),
    );
    filters(photographs, lesson)?;
    lesson.say(format!("A filter of the first layer can be looked at. A unit further in cannot: its weights are about maps, not about pixels. So ask it. Start from grey noise, and change the *picture* so that the unit is more active: gradient ascent on {SIDE} × {SIDE} pixels, while the weights stay. First without any care."));
    let mut rng = nabla::rng(lesson.flags().seed);
    let start = noise(SIDE, SIDE, &mut rng);
    let net = &photographs.net;
    let made = liked_by(photographs, &start).map(|unit| {
        let wish = Wish {
            depth: 2,
            unit: Some(unit),
        };
        let pictures = [RAW, CALM].map(|climb| {
            let climb = Climb {
                steps: lesson.shortened(climb.steps, 6),
                ..climb
            };
            ascend(net, start.clone(), wish, climb, &mut rng)
        });
        let [raw, calm] = &pictures;
        let active = [&start, raw, calm, &blurred(raw, 0.5), &blurred(calm, 0.5)]
            .map(|picture| f64::from(wish.granted(net, picture)));
        (format!("unit {unit}"), pictures, active)
    });
    let of = |which: usize| -> Vec<(&str, &Tensor)> {
        let shown = made.iter();
        shown
            .map(|(label, pictures, _)| (label.as_str(), &pictures[which]))
            .collect()
    };
    show(
        lesson,
        "likes-raw",
        "Raw ascent: what four units of the third convolution like best.",
        &of(0),
    )?;
    lesson.say("Under the noise one can guess at something. The cure is to ask for what survives. Before each step the picture moves by a few pixels in some direction, so that no single pixel can be relied on. What changes slowly is taken off the gradient, so that no colour floods the picture. And after each step it is blurred a little: only what is asked for again and again stays.");
    show(
        lesson,
        "likes-calm",
        "The same four units, with jitter, a levelled gradient and blur.",
        &of(1),
    )?;
    lesson.predict_choice(
        "Which pictures make their units more active: the raw ones, or those with all that care?",
        &["the raw ones", "those with care", "both alike"],
        0,
        "The raw ones. Ascent gets what it is asked for, and that is the trouble: what pays best is not what we wanted to see.",
    );
    let mut table = Table::new([
        "",
        "start",
        "raw",
        "with care",
        "raw, blurred",
        "with care, blurred",
    ]);
    for (label, _, [start, raw, calm, raw_blurred, calm_blurred]) in &made {
        table.push([
            label.clone(),
            num(*start, 1),
            num(*raw, 1),
            num(*calm, 1),
            percentage(raw_blurred / raw.max(1e-9), 0),
            percentage(calm_blurred / calm.max(1e-9), 0),
        ]);
    }
    lesson.table(&table.caption("Mean activity of the unit on its picture; then the share of it that is left when half of each pixel comes from its four neighbours."));
    let mean_of =
        |which: usize| made.iter().map(|(.., active)| active[which]).sum::<f64>() / UNITS as f64;
    lesson.number("likes_raw", mean_of(1));
    lesson.number("likes_calm", mean_of(2));
    lesson.say("The same unit looks everywhere, so its pattern repeats: stripes that lean one way, blobs of a size, edges between two colours. A few seconds of training do not give eyes and wheels; those need a network that has seen a million photographs. And a picture found by ascent shows what the unit likes *among those that our care allows*.");
    Ok(())
}

/// The first layer's filters as one picture of tiles.
fn filters(photographs: &Photographs, lesson: &mut Lesson) -> Result<()> {
    let first: &Conv2d = photographs.net.get(0).expect("a convolution comes first");
    let weight = first.weight.value();
    let &[rows, columns, _, maps] = weight.dims() else {
        panic!(
            "a convolution's weights are [H, W, C, maps], these are {}",
            weight.shape()
        );
    };
    let (abreast, tile) = (8, rows + 1);
    let (height, width) = (maps / abreast * tile - 1, abreast * tile - 1);
    let mut tiles = vec![1.0; height * width * 3];
    for map in 0..maps {
        let all = (0..rows * columns * 3).map(|i| weight.data()[i * maps + map]);
        let largest = all.clone().fold(1e-9_f32, |most, w| most.max(w.abs()));
        for (i, w) in all.enumerate() {
            let (y, x, c) = (i / 3 / columns, i / 3 % columns, i % 3);
            let at = (map / abreast * tile + y) * width + map % abreast * tile + x;
            tiles[at * 3 + c] = 0.5 + 0.5 * w / largest;
        }
    }
    let tiles = Tensor::from_vec(tiles, [1, height, width, 3]);
    show(
        lesson,
        "likes-filters",
        "The sixteen filters of the first convolution, 3 × 3 pixels in three colours. Grey is 0.",
        &[("", &tiles)],
    )
}

/// Units of the third convolution that tell photographs apart: each is more active on one of them than on the rest. Those
/// that are silent on `start` have no gradient to climb.
fn liked_by(photographs: &Photographs, start: &Tensor) -> [usize; UNITS] {
    let labels = photographs.unseen.labels.as_slice();
    let means = unit_means(photographs, &photographs.unseen.images);
    let begin = Tape::new();
    let quiet = unit_means_of(photographs, &begin, grain(begin.constant(start.clone())));
    let units = quiet.len();
    let mut chosen = [0; UNITS];
    for (place, photo) in ["brick", "cat", "coffee", "gravel"].into_iter().enumerate() {
        let photo = datasets::photo_names()
            .iter()
            .position(|name| *name == photo);
        let lead = |unit: usize| {
            let rows = means.chunks_exact(units).zip(labels);
            let (mut own, mut all) = ((0.0, 0.0), (0.0, 0.0));
            for (row, &label) in rows {
                all = (all.0 + row[unit], all.1 + 1.0);
                if Some(label as usize / TURNS) == photo {
                    own = (own.0 + row[unit], own.1 + 1.0);
                }
            }
            own.0 / own.1 - all.0 / all.1
        };
        let fresh =
            (0..units).filter(|unit| quiet[*unit] > 1e-3 && !chosen[..place].contains(unit));
        chosen[place] = fresh
            .max_by(|&a, &b| lead(a).total_cmp(&lead(b)))
            .expect("some unit answers to noise");
    }
    chosen
}

/// The mean activity of each unit of the third convolution on each of these patches, patch by patch.
fn unit_means(photographs: &Photographs, patches: &Tensor) -> Vec<f32> {
    let count = patches.dims()[0];
    let some = (0..count).step_by(100).flat_map(|from| {
        let tape = Tape::new();
        let x = tape.constant(patches.rows(from..count.min(from + 100)));
        unit_means_of(photographs, &tape, x)
    });
    some.collect()
}

fn unit_means_of<'t>(photographs: &Photographs, tape: &'t Tape, x: Var<'t>) -> Vec<f32> {
    let maps = activations(&photographs.net, tape, x)[CONVOLUTIONS[2]];
    maps.global_avg_pool().value().data().to_vec()
}
