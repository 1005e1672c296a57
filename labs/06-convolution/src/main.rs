//! Lab 6: convolution, by hand and on the graphics card.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, which is the trainer's.

mod figures;
mod story;

use lab06::network::{NETWORKS, SMALL};
use labkit::{About, Flag};
use story::{
    Story, eyes, filters, gpu_conv, gpu_hello, gpu_ladder, gpu_network, gradients, neighbours,
    pools, receptive, sliding, time, volumes,
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
    let count =
        |name, most, usual, help| Flag::count(name, 1..=most, usual, help).not_with("network");
    let own = [
        // Here the lesson's own networks go by it too.
        Flag::epochs(),
        count(
            "kernel",
            9,
            SMALL.kernel,
            "The side of the first filters of `small`",
        ),
        count(
            "filters",
            32,
            SMALL.filters,
            "How many first filters `small` has; the second layer has twice as many",
        ),
        count(
            "pool",
            3,
            SMALL.pool,
            "The side of the windows that `small` and the moved edges are pooled by; 1 pools nothing",
        ),
    ];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab06::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |l| {
                trainer::long_run(l, &NETWORKS).map(drop)
            });
        }
        lesson.try_this(&[
            (
                "--section what-the-filters --kernel 7 --filters 16",
                "What do larger filters of the first layer look for?",
            ),
            (
                "--section networks-with-eyes --filters 1",
                "How much does `small` read with a single filter to begin with?",
            ),
            (
                "--section networks-with-eyes --pool 1",
                "Without pooling: what does `small` read in place, and what when the pictures are moved?",
            ),
            (
                "--section pooling-and --pool 3",
                "Which poolings gain from larger windows, and which lose?",
            ),
            (
                "--section how-far --kernel 9 --pool 3",
                "What does one number of the last map depend on now, and how much of that counts?",
            ),
        ]);
        let story = Story::new(lesson)?;
        lesson.sections(&[
            ("Shuffled and shifted", &|l| {
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
            ("How far a number sees", &|l| {
                receptive::receptive(&story, l)
            }),
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
