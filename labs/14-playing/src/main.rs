//! Lab 14: Playing.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::About;
use story::{
    arms, baseline, cart, critic, deep, four, long_balance, noughts, reinforce, searching,
    selfplay, slope, trying, values, wrong,
};

const ABOUT: About = About {
    lab: 14,
    title: "Playing",
    question: "How does a network learn to act, when nobody says which act was right, only how it ended?",
    minutes: 200,
    source: lab14::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let [network, _, _, resume, device] = trainer::flags(&["none", "critic", "deepq"]);
    trainer::run(
        ABOUT,
        lab14::judging::exercises(),
        &[network, resume, device],
        |lesson| {
            let network = lesson.choice("network").to_string();
            if long_balance::NETWORKS.contains(&network.as_str()) {
                return lesson.section("One long training", |l| long_balance::balance(l, &network));
            }
            lesson.sections(&[
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
            ])
        },
    )
}
