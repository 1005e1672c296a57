//! One picture in the style of another.

use super::sight::{Photographs, Sight, photograph, show};
use lab11::sight::canvas::{self, picture, resized, size};
use lab11::sight::style::{Gram, Styled, Weights, transfer};
use lab11::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Error, Flag, Lesson, Result, Table};
use nabla::{Sequential, Tensor};
use std::path::Path;

/// Steps of Adam on the pixels.
const STEPS: usize = 150;
/// The longest side of a picture that is painted: the work grows with its square.
const LONGEST: usize = 256;

/// `--content` and `--style`.
pub fn flags() -> [Flag; 2] {
    [
        Flag::value("content", "", "Paint this picture, a PNG or JPEG file or a photograph of the course, and do nothing else [default: cat]").not_with("network"),
        Flag::value("style", "", "In the style of this one, a file or a photograph [default: gravel]").not_with("network"),
    ]
}

/// Has somebody asked for a picture of their own?
pub fn asked(lesson: &Lesson) -> bool {
    let mut flags = ["content", "style"].into_iter();
    flags.any(|flag| !lesson.choice(flag).is_empty())
}

/// The section.
pub fn style(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    lesson.say("What is the style of a picture? Gatys, Ecker and Bethge (2016) proposed: which detectors are active *together*, wherever that is. For a layer with C maps that is a C × C matrix, the mean over all positions of map i times map j: the Gram matrix. And the content is what is where: the activations themselves. Then a picture can be asked for that has the one from here and the other from there; the pixels are the parameters.");
    lesson.predict_choice(
        "A photograph of gravel is cut into tiles of a few hundred stones, and the tiles are shuffled. Which of the two hardly changes?",
        &["the activations", "the Gram matrices", "both change", "neither"],
        1,
        "The Gram matrices: a mean does not ask in which order its products come, and only the seams make new ones. Exercise `which_losses_notice` does it with numbers.",
    );
    let Photographs { net, fresh, .. } = sight.photographs(lesson);
    let cat = photograph("cat")?;
    let mut in_style = |style| -> Result<Styled> {
        let style = photograph(style)?;
        Ok(painted(lesson, net, &cat, &style, Weights::USUAL))
    };
    let [gravel, brick, coffee] = [in_style("gravel")?, in_style("brick")?, in_style("coffee")?];
    let caption = "The cat; in gravel; in brick; and in coffee. The grey styles have no colours to give: there only the brightness is painted.";
    let pictures = [
        ("photograph", &cat),
        ("gravel", &gravel.picture),
        ("brick", &brick.picture),
        ("coffee", &coffee.picture),
    ];
    show(lesson, "style-cat", caption, &pictures)?;
    let [cup, grass] = [photograph("coffee")?, photograph("grass")?];
    let [less, more] = [10.0, 0.02].map(|content| {
        let mut weights = Weights::USUAL;
        weights.content = content;
        painted(lesson, net, &cup, &grass, weights)
    });
    lesson.say("Three losses pull: the Gram matrices of all three convolutions, the activations of the second, and total variation, the squared differences of neighbouring pixels, which keeps speckle away. How strongly each pulls is a matter of taste: usually ten for style, 0.2 for content, three for smoothness.");
    let rows = [
        ("cat in gravel", &gravel),
        ("cat in brick", &brick),
        ("cat in coffee", &coffee),
        ("coffee in grass, content 10", &less),
        ("coffee in grass, content 0.02", &more),
    ];
    let rows = rows.map(|(what, styled)| {
        let [before, after] = styled.style.map(three);
        [what.to_string(), before, after, three(styled.content)]
    });
    let header = [
        "picture",
        "style loss before",
        "after",
        "content loss after",
    ];
    let caption = "In shares: 0 is there already, 1 would be a network without any activity.";
    lesson.table(&Table::new(header).rows(rows).caption(caption));
    lesson.predict_choice(
        "How good would the pictures be with a network that never learned anything, its first random weights?",
        &["nothing but noise", "the cat alone", "not far behind"],
        2,
        "Not far behind, look: the grain is there, only finer and paler. Random filters are filters, too, and what fires together is a texture whoever asks. Training makes stones of it.",
    );
    let random = painted(lesson, fresh, &cat, &photograph("gravel")?, Weights::USUAL);
    let caption = "The coffee in grass, with much and with little weight on content; the cat in gravel by a network with random weights.";
    let pictures = [
        ("content weight 10", &less.picture),
        ("content weight 0.02", &more.picture),
        ("random weights", &random.picture),
    ];
    show(lesson, "style-weights", caption, &pictures)?;
    lesson.say("Now yours: `cargo run -p lab11 -- --content mine.jpg --style brick`.");
    Ok(())
}

/// A loss for a table.
fn three(loss: f32) -> String {
    num(f64::from(loss), 3)
}

/// A content in a style, with a bar.
fn painted(
    lesson: &mut Lesson,
    net: &Sequential,
    content: &Tensor,
    style: &Tensor,
    weights: Weights,
) -> Styled {
    let gram = lesson.answer("gram", exercises::gram as Gram, solutions::gram);
    let steps = lesson.shortened(STEPS, 10);
    let mut bar = lesson.progress("painting", steps);
    let styled = transfer(net, (content, style), (weights, steps), gram, || bar.tick());
    bar.done();
    styled
}

/// A picture of one's own: `--content` and `--style`.
pub fn own(sight: &Sight, lesson: &mut Lesson) -> Result<()> {
    let [content, style] = [("content", "cat"), ("style", "gravel")].map(|(flag, usual)| {
        let given = lesson.choice(flag);
        if given.is_empty() { usual } else { given }.to_string()
    });
    let mine = fitting(lesson, &content, named(&content)?);
    let model = fitting(lesson, &style, named(&style)?);
    let net = &sight.photographs(lesson).net;
    let styled = painted(lesson, net, &mine, &model, Weights::USUAL);
    let caption = format!("`{}` in the style of `{}`.", short(&content), short(&style));
    let pictures = [
        ("content", &mine),
        ("style", &model),
        ("painted", &styled.picture),
    ];
    show(lesson, "styled", &caption, &pictures)?;
    let path = lesson.flags().out.join("styled.png");
    datasets::picture_to(&path, &picture(&styled.picture))?;
    let [before, after] = styled.style.map(three);
    lesson.say(format!(
        "The picture: `{}`. Style loss {before} before, {after} after.",
        path.display()
    ));
    Ok(())
}

/// The name of a file without its folders.
fn short(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// An embedded photograph, or the picture in a file.
fn named(name: &str) -> Result<Tensor> {
    if datasets::photo_names().contains(&name) {
        return photograph(name);
    }
    if !Path::new(name).exists() {
        let names = datasets::photo_names().join(", ");
        let remedy = format!("name a PNG or JPEG file, or one of {names}");
        let message =
            format!("there is no file {name}, and no photograph of the course is called so");
        return Err(Error::new(message).remedy(remedy));
    }
    let canvas = canvas::tensor(&datasets::picture_from(name)?);
    let [height, width, _] = size(&canvas);
    if height.min(width) < 16 {
        let message = format!("the picture {name} is {width} × {height} pixels");
        return Err(Error::new(message).remedy("bring one with at least 16 a side"));
    }
    Ok(canvas)
}

/// Not larger than can be painted while somebody waits.
fn fitting(lesson: &mut Lesson, name: &str, picture: Tensor) -> Tensor {
    let [height, width, _] = size(&picture);
    let longest = height.max(width);
    if longest <= LONGEST {
        return picture;
    }
    let [rows, columns] = [height, width].map(|side| (side * LONGEST / longest).max(16));
    let name = short(name);
    lesson.say(format!(
        "`{name}` has {width} × {height} pixels; it is made smaller, to {columns} × {rows}."
    ));
    resized(&picture, rows, columns)
}
