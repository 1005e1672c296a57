//! Lab 15: Energy, chaos, graphs.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Flag};
use story::{
    contrastive, cora, covered, deep, energy, horizon, karate, long_chaos, lyapunov, messages,
    papers, parallel, reservoir, stripes, waves,
};

const ABOUT: About = About {
    lab: 15,
    title: "Energy, chaos, graphs",
    question: "What can be learned where there is no answer to copy: from states, from motion, from neighbours?",
    minutes: 100,
    source: lab15::judging::SOURCE,
};

/// What the command line may say.
fn flags() -> Vec<Flag> {
    let [network, _, epochs, resume, device] = trainer::flags(&["none", "reservoir", "gcn"]);
    let help = "With --network gcn: library or cora";
    let data = Flag::value("data", "library", help).only_with("network");
    [network, data, epochs, resume, device]
        .into_iter()
        .chain(long_chaos::flags())
        .collect()
}

fn main() -> std::process::ExitCode {
    trainer::run(ABOUT, lab15::judging::exercises(), &flags(), |lesson| {
        match lesson.choice("network") {
            "reservoir" => return lesson.section("One large reservoir", long_chaos::reservoir),
            "gcn" => return lesson.section("Papers, a long run", cora::gcn),
            _ => {}
        }
        lesson.sections(&[
            ("Energy", &energy::energy),
            ("Bars and stripes", &stripes::stripes),
            ("Contrastive divergence", &contrastive::contrastive),
            ("Digits half covered", &covered::covered),
            ("Kuramoto and Sivashinsky", &waves::waves),
            ("How fast it is lost", &lyapunov::lyapunov),
            ("A reservoir", &reservoir::reservoir),
            ("The horizon", &horizon::horizon),
            ("Side by side", &parallel::parallel),
            ("Messages", &messages::messages),
            ("The karate club", &karate::karate),
            ("Papers that cite papers", &papers::papers),
            ("Too many layers", &deep::deep),
        ])
    })
}
