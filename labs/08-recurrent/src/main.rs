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
    let own = [
        data.only_with("network"),
        Flag::value(
            "text",
            "",
            "A file of one's own for the networks that read letters",
        ),
        Flag::value(
            "prompt",
            "",
            "What the network that writes letters goes on from",
        ),
        Flag::number("temperature", 0.01..=10.0, 0.7, "How boldly it draws them"),
        Flag::count(
            "gap",
            1..=300,
            80,
            "The longest gap over which a letter is to be held",
        )
        .not_with("network"),
        Flag::number(
            "forget-bias",
            -10.0..=10.0,
            3.0,
            "The bias of the most open forget gate",
        )
        .not_with("network"),
    ];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab08::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", long_run);
        }
        lesson.try_this(&[
            (
                "--section hold-that-thought --gap 20",
                "Between 15 and 80 it breaks down. Where, and how suddenly?",
            ),
            (
                "--section a-straight-road --forget-bias 6",
                "Can more arrive from a hundred steps back than from the last one?",
            ),
            (
                "--section the-race --gap 60 --forget-bias -2",
                "Who still arrives, and who never started?",
            ),
            (
                "--section hot-and-cold --prompt gradient --temperature 0.1",
                "Where does it end up, and does it come out again?",
            ),
            (
                "--section which-letter --text book/src/08-recurrent.md",
                "What do the table and the network gain or lose on another text?",
            ),
        ]);
        let text = letters::Letters::new(lesson)?;
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
            ("A smudged letter", &|l| smudged::smudged(&text, l)),
            ("Not a bad film", &films::not_bad),
            ("A wave behind noise", &forecasts::wave),
            ("Where the square goes", &forecasts::square),
        ])
    })
}
