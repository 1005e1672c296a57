//! Lab 11: Deeper.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training.

mod figures;
mod story;

use lab11::network::NETWORKS;
use labkit::{About, Flag};
use story::{
    around, borrowed, colour, cures, dreams, elsewhere, families, fifteen, forgotten, likes, looks,
    paths, sight::Sight, style, worse,
};

const ABOUT: About = About {
    lab: 11,
    title: "Deeper",
    question: "Why does a network get worse when it gets deeper, what cures it, and what is a trained one good for besides its own task?",
    minutes: 130,
    source: lab11::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&[
        "none",
        "resnet20",
        "plain20",
        "resnet20_100",
        "cnn2_colour",
        "residual15",
    ]);
    let data = Flag::choice(
        "data",
        &["digits", "mnist", "fashion", "cifar10", "cifar100"],
        "digits",
        "With --network: the pictures to learn from",
    );
    let shortcut = Flag::choice(
        "shortcut",
        &["around", "late"],
        "around",
        "Where the way around a block begins: before it, or (a planted bug) after its first convolution",
    );
    let own = [data.only_with("network"), shortcut.not_with("network")];
    let flags = [&flags[..], &own, &style::flags()].concat();
    trainer::run(ABOUT, lab11::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |lesson| {
                trainer::long_run(lesson, &NETWORKS).map(drop)
            });
        }
        let readers = borrowed::Readers::default();
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
            ("Borrowed knowledge", &|l| borrowed::borrowed(&readers, l)),
            ("What is forgotten", &|l| forgotten::forgotten(&readers, l)),
            ("Where it looks", &|l| looks::looks(&sight, l)),
            ("What a unit likes", &|l| likes::likes(&sight, l)),
            ("Dreams", &|l| dreams::dreams(&sight, l)),
            ("In the style of", &|l| style::style(&sight, l)),
        ])
    })
}
