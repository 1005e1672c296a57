//! What a unit likes.

use super::sight::{Photographs, Sight, show};
use lab11::sight::ascent::{Climb, Wish, ascend};
use lab11::sight::canvas::{blurred, noise};
use lab11::sight::network::{CONVOLUTIONS, TURNS, activations};
use labkit::numerals::{percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Conv2d, Tape, Tensor};

/// Side of the pictures that are made.
const SIDE: usize = 64;
/// Units shown.
const UNITS: usize = 4;
/// The failure.
const RAW: Climb = Climb {
    steps: 60,
    rate: 0.01,
    jitter: 0,
    blur: 0.0,
};
/// The cure.
const CALM: Climb = Climb {
    steps: 60,
    rate: 0.02,
    jitter: 4,
    blur: 0.25,
};

/// The section.
pub fn likes(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Now photographs. Nobody labelled them, so the network asks itself: a patch of 32 × 32 pixels is cut out of one of the seven photographs in the course and turned by 0, 90, 180 or 270 degrees. Which photograph, and how far? It learns from left halves, and is examined on right ones.");
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
    let units = busiest(photographs);
    let made = units.map(|unit| {
        let wish = Wish {
            depth: 2,
            unit: Some(unit),
        };
        let short = |climb: Climb| Climb {
            steps: lesson.shortened(climb.steps, 6),
            ..climb
        };
        let pictures = [RAW, CALM].map(|climb| {
            ascend(
                &photographs.net,
                start.clone(),
                wish,
                short(climb),
                &mut rng,
            )
        });
        let left = pictures.each_ref().map(|picture| {
            let net = &photographs.net;
            f64::from(
                wish.granted(net, &blurred(picture, 0.5)) / wish.granted(net, picture).max(1e-9),
            )
        });
        (unit, pictures, left)
    });
    let average =
        |which: usize| made.iter().map(|(_, _, left)| left[which]).sum::<f64>() / UNITS as f64;
    let [raw, calm] = [average(0), average(1)];
    lesson.number("likes_raw_left", raw);
    lesson.number("likes_calm_left", calm);
    lesson.predict_number(
        "The picture is now blurred, so lightly that you would hardly see it on a photograph: half of each pixel comes from its four neighbours. What share of the unit's activity is left, on average?",
        Quantity::percent(raw, 0).within(0.1),
        &format!("{}. Much of what the unit was fed is fine noise that no camera makes.", percentage(raw, 0)),
    );
    let labels: Vec<String> = made
        .iter()
        .map(|(unit, ..)| format!("unit {unit}"))
        .collect();
    let of = |which: usize| -> Vec<(&str, &Tensor)> {
        made.iter()
            .zip(&labels)
            .map(|((_, pictures, _), label)| (label.as_str(), &pictures[which]))
            .collect()
    };
    show(
        lesson,
        "likes-raw",
        "Raw ascent: what four units of the third convolution like best.",
        &of(0),
    )?;
    lesson.say("The cure is to ask for what survives. Before each step the picture moves by a few pixels in some direction, so that no single pixel can be relied on; after each step it is blurred a little, so that only what is asked for again and again stays.");
    show(
        lesson,
        "likes-calm",
        "The same four units, with jitter and blur.",
        &of(1),
    )?;
    let mut table = Table::new(["unit", "left after a blur, raw", "with jitter and blur"]);
    for (unit, _, [raw, calm]) in &made {
        table.push([unit.to_string(), percentage(*raw, 0), percentage(*calm, 0)]);
    }
    lesson.table(&table.caption(
        "Activity of the unit on its picture after one more blur, in shares of that before.",
    ));
    lesson.say(format!("On average {} and {}. The patterns repeat, since the same unit looks everywhere: stripes, speckle, edges of one colour. A few seconds of training do not give eyes and wheels; those need a network that has seen a million photographs. And a picture found by ascent is a picture that we, by jitter and blur, allowed.", percentage(raw, 0), percentage(calm, 0)));
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

/// The units of the third convolution that are most active, each on a photograph of its own.
fn busiest(photographs: &Photographs) -> [usize; UNITS] {
    let some = photographs.unseen.images.rows(0..200);
    let tape = Tape::new();
    let maps = activations(&photographs.net, &tape, tape.constant(some))[CONVOLUTIONS[2]];
    let means = maps.mean_axis(1).mean_axis(1).value();
    let units = means.shape().last();
    let labels = &photographs.unseen.labels.as_slice()[..200];
    let mut chosen: Vec<usize> = Vec::new();
    for photo in [0, 1, 2, 5] {
        let total = |unit: usize| -> f32 {
            let rows = means.data().chunks_exact(units).zip(labels);
            rows.map(|(row, &label)| {
                if label as usize / TURNS == photo {
                    row[unit]
                } else {
                    -0.2 * row[unit]
                }
            })
            .sum()
        };
        let mut by: Vec<usize> = (0..units).filter(|unit| !chosen.contains(unit)).collect();
        by.sort_by(|&a, &b| total(b).total_cmp(&total(a)));
        chosen.push(by[0]);
    }
    chosen
        .try_into()
        .expect("four photographs were asked about")
}
