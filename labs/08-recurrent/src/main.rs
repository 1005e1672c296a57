//! Lab 8: recurrent networks.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use lab08::long_run::long_run;
use labkit::{About, Flag};
use story::{
    cell, cliff, counting, films, forecasts, gates, holding, letters, reach, shapes, smudged,
    truncated, uneven,
};

const ABOUT: About = About {
    lab: 8,
    title: "Recurrent networks",
    question: "How can a network of fixed size read a sentence of any length, and remember what it read?",
    minutes: 120,
    source: lab08::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let data = Flag::choice(
        "data",
        &["own", "imdb"],
        "own",
        "With --network sentiment: reviews of our own grammar, or the folder aclImdb",
    );
    let flags = trainer::flags(&["none", "char", "sentiment"]);
    let flags = [&flags[..], &[data.only_with("network")]].concat();
    trainer::run(ABOUT, lab08::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", long_run);
        }
        let text = letters::Letters::default();
        lesson.sections(&[
            ("One word at a time", &shapes::shapes),
            ("A cell by hand", &cell::by_hand),
            ("Back through time", &cell::back),
            ("Counting", &counting::counting),
            ("Hold that thought", &holding::hold),
            ("How far a gradient reaches", &reach::reach_of_gradients),
            ("The cliff", &cliff::cliff),
            ("A shorter way back", &truncated::truncated),
            ("A straight road", &gates::lstm),
            ("One gate less", &gates::gru),
            ("The race", &holding::race),
            ("Sentences of uneven length", &uneven::uneven),
            ("Which letter comes next", &|l| {
                letters::next_letter(&text, l)
            }),
            ("Hot and cold", &|l| letters::hot_and_cold(&text, l)),
            ("A smudged letter", &smudged::smudged),
            ("Not a bad film", &films::not_bad),
            ("A wave behind noise", &forecasts::wave),
            ("Where the square goes", &forecasts::square),
        ])
    })
}
