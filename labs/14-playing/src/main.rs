//! Lab 14: Playing.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Flag};
use story::{
    arms, baseline, cart, critic, deep, four, long_balance, long_games, noughts, play, reinforce,
    searching, selfplay, slope, trying, values, wrong,
};

const ABOUT: About = About {
    lab: 14,
    title: "Playing",
    question: "How does a network learn to act, when nobody says which act was right, only how it ended?",
    minutes: 130,
    source: lab14::judging::SOURCE,
};

/// What the command line may say.
fn flags() -> Vec<Flag> {
    let [network, _, epochs, resume, device] =
        trainer::flags(&["none", "critic", "deepq", "noughts", "four"]);
    let help = "In place of the lesson: play against the network, here in the terminal";
    let play = Flag::choice("play", &["none", "connect4", "noughts"], "none", help);
    vec![network, epochs, resume, device, play]
}

fn main() -> std::process::ExitCode {
    trainer::run(ABOUT, lab14::judging::exercises(), &flags(), |lesson| {
        if lesson.choice("play") != "none" {
            return lesson.section("A game", play::play);
        }
        match lesson.choice("network").to_string().as_str() {
            "noughts" => lesson.section("One long training", long_games::noughts),
            "four" => lesson.section("One long training", long_games::four),
            "none" => lesson.sections(&[
                ("Bandits", &arms::arms),
                ("Value iteration", &values::values),
                ("Q-learning", &trying::trying),
                ("The policy gradient", &slope::slope),
                ("Cart and pole", &cart::cart),
                ("REINFORCE", &reinforce::reinforce),
                ("A baseline", &baseline::baseline),
                ("Actor and critic", &critic::critic),
                ("Deep Q", &deep::deep),
                ("What goes wrong", &wrong::wrong),
                ("Noughts and crosses", &noughts::noughts),
                ("Tree search", &searching::searching),
                ("Self-play", &selfplay::selfplay),
                ("Connect Four", &four::four),
            ]),
            network => lesson.section("One long training", |lesson| {
                long_balance::balance(lesson, network)
            }),
        }
    })
}
