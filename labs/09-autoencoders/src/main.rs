//! Lab 9: autoencoders.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, in `story/long_run.rs`.

mod figures;
mod story;

use labkit::{About, Flag};
use story::variational::{
    self, Models, bits, bound, chosen, collapse, draws, generates, holes, price, walks,
};
use story::{
    Story, bend, door, labels, long_run, map, network_pca, noisy, odd, random, sparse, widest,
};

const ABOUT: About = About {
    lab: 9,
    title: "Autoencoders",
    question: "What does a network learn of pictures when nobody tells it what they show, and can it draw new ones?",
    minutes: 120,
    source: lab09::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "autoencoder", "anomaly", "vae"]);
    let own = [
        Flag::number(
            "beta",
            0.0..=1000.0,
            1.0,
            "What the networks that draw pay for KL; 1 in the bound",
        )
        .not_with("network"),
        Flag::given_count(
            "latent",
            1..=64,
            "Numbers of a code, in \"What it cannot draw\" [default: 8], and in \"Drawing new digits\" and the sections behind it [default: 4]",
        )
        .not_with("network"),
    ];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab09::judging::exercises(), &flags, |lesson| {
        match lesson.choice("network") {
            "autoencoder" => return lesson.section("One long training", long_run::autoencoder),
            "anomaly" => return lesson.section("Each class left out", long_run::anomalies),
            "vae" => return lesson.section("One long training", variational::long_run::long_run),
            _ => {}
        }
        lesson.try_this(&[
            (
                "--section what-it-cannot-draw --latent 40",
                "Give it a wide middle. Which score still finds what is odd?",
            ),
            (
                "--section drawing-new-digits --beta 0",
                "A code costs nothing. Where do codes lie, and what does N(0, I) draw then?",
            ),
            (
                "--section drawing-new-digits --latent 32",
                "Eight times as many numbers: are copies better, and what is drawn?",
            ),
            (
                "--section raising-the-price --beta 30",
                "Is any number of the code worth that price?",
            ),
            (
                "--section a-digit-on-demand --latent 1",
                "One number for a handwriting: what does it say?",
            ),
        ]);
        let story = Story::new(lesson)?;
        let models = Models::new(lesson)?;
        lesson.sections(&[
            ("A narrow door", &door::door),
            ("The widest directions", &|l| widest::widest(&story, l)),
            ("Thrown at random", &|l| random::random(&story, l)),
            ("A straight network", &|l| network_pca::lands(&story, l)),
            ("Bend the plane", &|l| bend::bend(&story, l)),
            ("The noise it never saw", &|l| noisy::noisy(&story, l)),
            ("Few at a time", &|l| sparse::sparse(&story, l)),
            ("What it cannot draw", &|l| odd::odd(&story, l)),
            ("Ten labels", &|l| labels::labels(&story, l)),
            ("Neighbours by chance", &map::neighbours),
            ("A map of the digits", &|l| map::maps(&story, l)),
            ("Codes at random", &|l| holes::holes(&models, l)),
            ("A bound that can be seen", &bound::bound),
            ("A draw has no gradient", &|l| draws::draws(&models, l)),
            ("What a code costs", &price::price),
            ("Drawing new digits", &|l| generates::generates(&models, l)),
            ("Raising the price", &|l| collapse::collapse(&models, l)),
            ("Walks in the latent space", &|l| walks::walks(&models, l)),
            ("A digit on demand", &|l| chosen::chosen(&models, l)),
            ("Nats and bits", &|l| bits::bits(&models, l)),
        ])
    })
}
