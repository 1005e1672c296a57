//! What a unit likes.

use super::sight::{Photographs, Sight, show};
use lab11::sight::ascent::{Climb, Wish, ascend};
use lab11::sight::canvas::{blurred, noise};
use lab11::sight::network::{CONVOLUTIONS, activations, grain};
use labkit::numerals::{num, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Conv2d, Sequential, Tape, Tensor};

/// Side of the pictures that are made.
const SIDE: usize = 64;
/// Units shown.
const UNITS: usize = 4;
/// Steps of the picture.
const STEPS: usize = 40;
/// The failure.
const RAW: Climb = Climb::raw(STEPS, 0.01);
/// The cure.
const CALM: Climb = Climb::raw(STEPS, 0.02).careful(4, 0.2);

/// The section.
pub fn likes(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Now photographs. Nobody labelled them, so the network asks itself: a patch of 32 × 32 pixels is cut out of one of the seven photographs in the course and turned by 0, 90, 180 or 270 degrees. Which photograph, and how far? The mean of each colour is taken off every patch, and the contrast made equal: red alone must not give the coffee away. It learns from left halves, and is examined on right ones.");
    let photographs = sight.photographs(lesson);
    let [[_, learned], [photo, turn]] = photographs.known;
    lesson.number("photo_unseen", photo);
    lesson.number("turn_unseen", turn);
    lesson.number("turn_seen", learned);
    lesson.predict_number(
        &format!("It names the photograph of {} of the unseen patches. Of how many does it know the turn? By luck it would be a quarter.", percent(photo)),
        Quantity::percent(turn, 1),
        &format!("{}; of the patches that it learned from, {}. Gravel has no upside, and a cat's left half says little about how the right one lies. But to try, it had to look at edges and their directions.", percent(turn), percent(learned)),
    );
    filters(photographs, lesson)?;
    lesson.say(format!("A filter of the first layer can be looked at. A unit further in cannot: its weights are about maps, not about pixels. So ask it. Start from grey noise, and change the *picture* so that the unit is more active: gradient ascent on {SIDE} × {SIDE} pixels, while the weights stay. First without any care."));
    let mut rng = nabla::rng(lesson.flags().seed);
    let start = noise(SIDE, SIDE, &mut rng);
    let net = &photographs.net;
    let made = answering(net, &start).map(|unit| {
        let wish = Wish::unit(2, unit);
        let pictures = [RAW, CALM].map(|climb| {
            let climb = climb.steps(lesson.shortened(STEPS, 6));
            ascend(net, start.clone(), wish, climb, &mut rng)
        });
        let [raw, calm] = &pictures;
        let active = [&start, raw, calm, &blurred(raw, 0.5), &blurred(calm, 0.5)]
            .map(|picture| f64::from(wish.granted(net, picture)));
        (format!("unit {unit}"), pictures, active)
    });
    let of = |which: usize| {
        let shown = made.each_ref();
        shown.map(|(label, pictures, _)| (label.as_str(), &pictures[which]))
    };
    let caption = "Raw ascent: what four units of the third convolution like best.";
    show(lesson, "likes-raw", caption, &of(0))?;
    lesson.say("Under the noise one can guess at something. The cure is to ask for what survives. Before each step the picture moves by a few pixels in some direction, so that no single pixel can be relied on. What changes slowly is taken off the gradient, so that no colour floods the picture. And after each step it is blurred a little: only what is asked for again and again stays.");
    let caption = "The same four units, with jitter, a levelled gradient and blur.";
    show(lesson, "likes-calm", caption, &of(1))?;
    lesson.predict_choice(
        "Which pictures make their units more active: the raw ones, or those with all that care?",
        &["the raw ones", "those with care", "both alike"],
        0,
        "The raw ones. Ascent gets what it is asked for, and that is the trouble: what pays best is not what we wanted to see.",
    );
    let rows = made.iter().map(|(label, _, active)| {
        let [start, raw, calm, raw_blurred, calm_blurred] = *active;
        let active = [start, raw, calm].map(|activity| num(activity, 1));
        let left = [(raw, raw_blurred), (calm, calm_blurred)];
        let left = left.map(|(before, after)| percentage(after / before.max(1e-9), 0));
        [std::slice::from_ref(label), &active, &left].concat()
    });
    let header = [
        "",
        "start",
        "raw",
        "with care",
        "raw, blurred",
        "with care, blurred",
    ];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption("Mean activity of the unit on its picture; then the share of it that is left when half of each pixel comes from its four neighbours."));
    lesson.say("The same unit looks everywhere, so its pattern repeats: a mesh as of brick, strokes that stand, strokes that lie. A few seconds of training do not give eyes and wheels; those need a network that has seen a million photographs. And a picture found by ascent shows what the unit likes *among those that our care allows*.");
    Ok(())
}

/// The first layer's filters as one picture of tiles.
fn filters(photographs: &Photographs, lesson: &mut Lesson) -> Result<()> {
    let first: &Conv2d = photographs.net.get(0).expect("a convolution comes first");
    let weight = first.weight.value();
    let &[rows, columns, _, maps] = weight.dims() else {
        unreachable!("a convolution has four axes")
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
    let caption =
        "The sixteen filters of the first convolution, 3 × 3 pixels in three colours. Grey is 0.";
    show(lesson, "likes-filters", caption, &[("", &tiles)])
}

/// Units of the third convolution that answer to `start`, from the most active on, each fourth: the next ones are often
/// alike. A silent unit has no gradient to climb.
fn answering(net: &Sequential, start: &Tensor) -> [usize; UNITS] {
    let tape = Tape::new();
    let maps = activations(net, &tape, grain(tape.constant(start.clone())))[CONVOLUTIONS[2]];
    let activity = maps.global_avg_pool().value();
    let mut units: Vec<usize> = (0..activity.len()).collect();
    units.sort_by(|&a, &b| activity.data()[b].total_cmp(&activity.data()[a]));
    std::array::from_fn(|i| units[4 * i])
}
