//! Lab 11: Deeper.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training.

mod figures;
mod story;

use labkit::About;
use story::{
    around, borrowed, colour, cures, dreams, elsewhere, families, fifteen, forgotten, likes, looks,
    paths, sight::Sight, style, worse,
};

const ABOUT: About = About {
    lab: 11,
    title: "Deeper",
    question: "Why does a network get worse when it gets deeper, what cures it, and what is a trained one good for besides its own task?",
    minutes: 120,
    source: lab11::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = [&trainer::flags(&["none"])[..], &style::flags()].concat();
    trainer::run(ABOUT, lab11::judging::exercises(), &flags, |lesson| {
        let sight = Sight::default();
        if style::asked(lesson) {
            return lesson.section("Your own picture", |l| style::own(&sight, l));
        }
        lesson.sections(&[
            ("Two paths", &paths::paths),
            ("Ten families", &families::families),
            ("Deeper is worse", &worse::worse),
            ("A path without weights", &around::around),
            ("Two other cures", &cures::cures),
            ("Fifteen residual layers", &fifteen::fifteen),
            ("Colour", &colour::colour),
            ("Opened elsewhere", &elsewhere::elsewhere),
            ("Borrowed knowledge", &borrowed::borrowed),
            ("What is forgotten", &forgotten::forgotten),
            ("Where it looks", &|l| looks::looks(&sight, l)),
            ("What a unit likes", &|l| likes::likes(&sight, l)),
            ("Dreams", &|l| dreams::dreams(&sight, l)),
            ("In the style of", &|l| style::style(&sight, l)),
        ])
    })
}
