//! Lab 13: Attention.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network gpt` the lesson
//! gives way to one long training.

mod figures;
mod story;

use labkit::About;
use story::{
    bits, blocks, both, breaking, copying, dates, heads, long_run, merges, places, pondering,
    sampling, smudged, three, tiles, words, writer,
};

const ABOUT: About = About {
    lab: 13,
    title: "Attention",
    question: "How does a network find, among all that it has read, the one thing that it needs now?",
    minutes: 210,
    source: lab13::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = long_run::flags();
    trainer::run(ABOUT, lab13::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") == "gpt" {
            return lesson.section("One long training", long_run::gpt);
        }
        let (read, writer) = (dates::Dates::new(), writer::Writer::new());
        lesson.sections(&[
            ("Dates", &|l| dates::dates(&read, l)),
            ("A memory with addresses", &copying::copying),
            ("How long to think", &pondering::pondering),
            ("Three tokens by hand", &three::three),
            ("Three ways to break it", &breaking::breaking),
            ("Heads", &heads::heads),
            ("Where a word stands", &places::places),
            ("A block, line by line", &blocks::blocks),
            ("Never the whole table", &tiles::tiles),
            ("A small GPT", &|l| writer::writer(&writer, l)),
            ("Pairs of letters", &merges::merges),
            ("What to write next", &|l| sampling::sampling(&writer, l)),
            ("Eight bits", &|l| bits::bits(&writer, l)),
            ("A smudged letter, again", &smudged::smudged),
            ("Pictures as words", &words::words),
            ("Encoder and decoder", &|l| both::both(&read, l)),
        ])
    })
}
