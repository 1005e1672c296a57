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
        lesson.section("One word at a time", shapes::shapes)?;
        lesson.section("A cell by hand", cell::by_hand)?;
        lesson.section("Back through time", cell::back)?;
        lesson.section("Counting", counting::counting)?;
        lesson.section("Hold that thought", holding::hold)?;
        lesson.section("How far a gradient reaches", reach::reach_of_gradients)?;
        lesson.section("The cliff", cliff::cliff)?;
        lesson.section("A shorter way back", truncated::truncated)?;
        lesson.section("A straight road", gates::lstm)?;
        lesson.section("One gate less", gates::gru)?;
        lesson.section("The race", holding::race)?;
        lesson.section("Sentences of uneven length", uneven::uneven)?;
        let text = letters::Letters::default();
        lesson.section("Which letter comes next", |l| {
            letters::next_letter(&text, l)
        })?;
        lesson.section("Hot and cold", |l| letters::hot_and_cold(&text, l))?;
        lesson.section("A smudged letter", smudged::smudged)?;
        lesson.section("Not a bad film", films::not_bad)?;
        lesson.section("A wave behind noise", forecasts::wave)?;
        lesson.section("Where the square goes", forecasts::square)?;
        Ok(())
    })
}
