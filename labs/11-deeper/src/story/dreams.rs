//! Deep dream.

use super::sight::{Sight, photograph, show};
use lab11::sight::ascent::{Climb, Wish, dream};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tensor;

/// How each octave climbs.
const CLIMB: Climb = Climb::raw(14, 0.006).careful(6, 0.02);
/// Sizes, each 1.4 times the last.
const OCTAVES: i32 = 4;

/// The section.
pub fn dreams(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    let net = &sight.photographs(lesson).net;
    lesson.say("Ask a whole layer instead of one unit: whatever you see here, see more of it. The picture climbs the mean square of the layer's activations, so the units that already found something pull hardest. Start from a photograph, not from noise.");
    lesson.predict_choice(
        "The gradient of half the sum of squares, ½ Σ a², with respect to an activation a is",
        &["1", "a itself", "2a", "a²"],
        1,
        "a itself. So the layer's own activations go back as the gradient: who is sure is heard.",
    );
    let climb = CLIMB.steps(lesson.shortened(CLIMB.steps, 6));
    let wish = Wish::layer(2);
    let cat = photograph("cat")?;
    let rng = &mut nabla::rng(lesson.flags().seed);
    let flat = dream(net, &cat, wish, (climb.steps(2 * climb.steps), 1), rng);
    let deep = dream(net, &cat, wish, (climb, OCTAVES), rng);
    let caption = "The cat; dreamt on in one size; and in four sizes, from small to large.";
    let pictures = [
        ("photograph", &cat),
        ("one size", &flat),
        ("four octaves", &deep),
    ];
    show(lesson, "dreams-octaves", caption, &pictures)?;
    lesson.say("In one size no pattern is larger than what a unit sees, 18 pixels. The cure comes from music. Shrink the photograph, dream there, enlarge what was *added*, put it on the next larger photograph, and dream on. What was small becomes large and gets details of its own.");
    let of = |picture| f64::from(wish.granted(net, picture));
    let grown = of(&deep) / of(&cat);
    lesson.predict_number(
        "Each step changed a pixel by about 0.6 % of the way from black to white. How many times as large is the mean square of the layer's activations afterwards?",
        Quantity::new(grown, 1).factor(1.5),
        &format!("{} times.", num(grown, 1)),
    );
    let rows = [0, 1, 2].map(|depth| {
        let cell = |(_, picture)| num(f64::from(Wish::layer(depth).granted(net, picture)), 2);
        [&[count(depth + 1)], &pictures.map(cell)[..]].concat()
    });
    let table = Table::new(["layer", "photograph", "one size", "four octaves"]).rows(rows);
    let caption = "Half the mean square of the activations. Only the third layer was asked.";
    lesson.table(&table.caption(caption));
    let mut dreamt =
        |picture: &Tensor, depth| dream(net, picture, Wish::layer(depth), (climb, OCTAVES), rng);
    let shallow = dreamt(&cat, 1);
    let sky = dreamt(&photograph("rocket")?, 2);
    let cup = dreamt(&photograph("coffee")?, 2);
    let caption = "The cat, by the second convolution; the rocket and the coffee, by the third.";
    let pictures = [
        ("second convolution", &shallow),
        ("rocket", &sky),
        ("coffee", &cup),
    ];
    show(lesson, "dreams-others", caption, &pictures)?;
    lesson.say("A network dreams of what it was taught. This one was asked about grain and edges, so it paints: outlines where there was an edge, light beside dark, blue beside orange. The dogs in Google's dreams of 2015 came from a training set in which more than a tenth of the classes are breeds of dog.");
    Ok(())
}
