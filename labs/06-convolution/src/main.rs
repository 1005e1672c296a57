//! Lab 6: convolution, by hand and on the graphics card.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, which is the trainer's.

mod figures;
mod story;

use lab06::network::NETWORKS;
use labkit::{About, Flag};
use story::{
    Story, eyes, filters, gpu_conv, gpu_hello, gpu_ladder, gpu_network, gradients, neighbours,
    pools, sliding, time, volumes,
};

const ABOUT: About = About {
    lab: 6,
    title: "Convolution, by hand and on the graphics card",
    question: "How can a network know that two pixels are neighbours, and find an edge wherever it is?",
    minutes: 120,
    source: lab06::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "lenet5", "cnn1", "cnn2", "deep5x5"]);
    // Here the lesson's own networks go by it too.
    let flags = [&flags[..], &[Flag::epochs()]].concat();
    trainer::run(ABOUT, lab06::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |l| {
                trainer::long_run(l, &NETWORKS).map(drop)
            });
        }
        let story = Story::new(lesson)?;
        lesson.sections(&[
            ("A list does not know its neighbours", &|l| {
                neighbours::neighbours(&story, l)
            }),
            ("A filter on the tip of a seven", &sliding::seven),
            ("Nine products and a sum", &sliding::a_sum),
            ("Which way round?", &sliding::which_way),
            ("Colours, and many filters", &volumes::volumes),
            ("How large, and how many numbers", &volumes::sizes),
            ("Pooling and small shifts", &|l| pools::pooling(&story, l)),
            ("The gradient of the filter", &gradients::of_the_filter),
            ("The gradient of the picture", &gradients::of_the_picture),
            ("Networks with eyes", &|l| eyes::eyes(&story, l)),
            ("What the filters look for", &|l| {
                filters::filters(&story, l)
            }),
            ("Where the time goes", &time::time),
            ("Hello, compute", &gpu_hello::hello),
            ("The matmul ladder", &gpu_ladder::ladder),
            ("A convolution kernel", &gpu_conv::kernel),
            ("The whole network on the device", &|l| {
                gpu_network::whole(&story, l)
            }),
        ])
    })
}
