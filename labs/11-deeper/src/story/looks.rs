//! Where a network looks.

use super::sight::{Digits, Sight};
use lab11::sight::maps::{
    self, GradCam, as_ink, correlation, grad_cam, gradient, occlusion, probability,
};
use lab11::sight::network::{CONVOLUTIONS, for_digits};
use lab11::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Sequential, Tensor};
use trainer::outputs;

/// Pixels of the patch's side.
const PATCH: usize = 7;
/// What the maps are called, in the order of [`all`].
const NAMES: [&str; 4] = [
    "occlusion",
    "size of the gradient",
    "gradient × ink",
    "Grad-CAM",
];

/// The section.
pub fn looks(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    let digits = sight.digits(lesson);
    let combine: GradCam = lesson.answer("grad_cam", exercises::grad_cam, solutions::grad_cam);
    lesson.say(format!("Three convolutions, a mean, a dense layer: this network names {} of the test digits. For one picture, which pixels was the answer made of? The plainest way to ask is to take some away. A patch of {PATCH} × {PATCH} pixels in the colour of the paper covers each place of a digit in turn, and the network answers anew.", percent(digits.accuracy)));
    let chosen = one_of_each(digits);
    let (picture, class) = &chosen[4];
    let (whole, worst) = covered(digits, picture, *class);
    lesson.predict_number(
        &format!("A 4 of the test set gets {} for \"4\". The patch covers a sixteenth of the picture. How much is left at the worst place?", percent(whole)),
        Quantity::percent(worst, 1),
        &format!("{}. Most places cost nothing; a few strokes carry the answer.", percent(worst)),
    );
    let drawn = [2, 4, 7, 8].map(|digit: usize| {
        let maps = all(&digits.net, &chosen[digit], combine);
        let maps = maps.map(|map| as_ink(&map));
        (format!("a {digit}"), &chosen[digit].0, maps)
    });
    let rows = drawn.iter().map(|(label, picture, maps)| {
        let maps = maps.iter().map(Vec::as_slice);
        (label, [picture.data()].into_iter().chain(maps).collect())
    });
    let caption = "Test digits, and four maps of each: what covering costs; the size of the gradient at each pixel; gradient times ink, where positive; Grad-CAM.";
    lesson.sheet("looks", caption, 28, &rows.collect::<Vec<_>>())?;
    lesson.say("Occlusion asks a few hundred times. The gradient of the answer's logit asks once, and says what a *small* change of each pixel would do; it also lights up on empty paper, where ink would speak for another digit. Grad-CAM asks in the last convolution: its maps are 7 × 7, so what it shows is blurred. But it knows what a place *means*, not only how dark it is.");
    check(digits, lesson, combine);
    Ok(())
}

/// For each class a test digit, `[1, 28, 28, 1]`, that the network is right about.
fn one_of_each(digits: &Digits) -> Vec<(Tensor, usize)> {
    let named = trainer::answers(&outputs(&digits.net, &digits.test.images));
    let labels = digits.test.labels.as_slice();
    let first = |class: usize| {
        let mut places = 0..labels.len();
        let right = |&i: &usize| labels[i] as usize == class && named[i] == labels[i];
        let at = places.find(right).unwrap_or(0);
        (digits.test.images.rows(at..at + 1), class)
    };
    (0..10).map(first).collect()
}

/// The probability of the answer, and the least that is left of it under the patch.
fn covered(digits: &Digits, picture: &Tensor, class: usize) -> (f64, f64) {
    let whole = probability(outputs(&digits.net, picture).data(), class);
    let places = (0..=28 - PATCH).flat_map(|top| (0..=28 - PATCH).map(move |left| (top, left)));
    let left = places.map(|place| {
        let covered = maps::covered(picture, place, PATCH, 0.0);
        probability(outputs(&digits.net, &covered).data(), class)
    });
    (whole, left.fold(1.0, f64::min))
}

/// The four maps.
fn all(net: &Sequential, one: &(Tensor, usize), combine: GradCam) -> [Vec<f32>; 4] {
    let (picture, class) = (&one.0, one.1);
    let slope = gradient(net, picture, class);
    let pairs = slope.data().iter().zip(picture.data());
    [
        occlusion(net, picture, class, PATCH),
        slope.data().iter().map(|g| g.abs()).collect(),
        pairs.map(|(g, x)| g * x).collect(),
        grad_cam(net, (picture, class), CONVOLUTIONS[2], combine),
    ]
}

/// Do the maps change when the weights do?
fn check(digits: &Digits, lesson: &mut Lesson, combine: GradCam) {
    lesson.say("A map looks convincing; is it about the network? Adebayo and others (2018) proposed a test: throw the trained weights away, draw new ones, and make the maps of the same digits again. This network knows nothing. A map that shows what the *trained* one looks at has to become another.");
    let chosen = one_of_each(digits);
    let maps_of =
        |net: &Sequential| -> Vec<_> { chosen.iter().map(|one| all(net, one, combine)).collect() };
    let trained = maps_of(&digits.net);
    let mut like: [Vec<f64>; 4] = Default::default();
    let mut ink: [Vec<f64>; 4] = Default::default();
    for seed in lesson.seeds(3, 1) {
        let untrained = maps_of(&for_digits(&mut nabla::rng(seed + 1000)));
        for (((picture, _), before), after) in chosen.iter().zip(&trained).zip(&untrained) {
            for kind in 0..4 {
                like[kind].push(correlation(&before[kind], &after[kind]).abs());
                ink[kind].push(correlation(&before[kind], picture.data()).abs());
            }
        }
    }
    let likeness = like.each_ref().map(|of| mean(of.iter().copied()));
    let most = (0..4).max_by(|&a, &b| likeness[a].total_cmp(&likeness[b]));
    let most = most.expect("there are four");
    lesson.predict_choice(
        "Which map of the trained network looks most like that of the untrained one?",
        &NAMES,
        most,
        &format!("{}, with a correlation of {} on average, without its sign. Paper on paper changes nothing, whatever the weights are: every network's occlusion map is dark where there is no ink. The same holds of gradient × ink.", NAMES[most], num(likeness[most], 2)),
    );
    let shown = |numbers: &Vec<f64>| {
        let numbers = numbers.iter().copied();
        let (middle, spread) = (mean(numbers.clone()), standard_deviation(numbers));
        format!("{} ± {}", num(middle, 2), num(spread, 2))
    };
    let rows = [0, 1, 2, 3].map(|kind| {
        [
            NAMES[kind].to_string(),
            shown(&like[kind]),
            shown(&ink[kind]),
        ]
    });
    let header = [
        "map",
        "like the untrained network's",
        "like the digit itself",
    ];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption(format!("Size of the correlation of two maps, mean ± standard deviation over ten digits and {} draws of weights. 1: the same map, or its negative.", like[0].len() / 10)));
    lesson.say("A map that knows where the ink is looks right to us, and needs no network for that. So before you believe a map, make the test, and look at what changed: the same digit, the same method, other weights.");
}
