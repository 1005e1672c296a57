//! A table of labels and shades. The first byte says how many pictures it should have.

use super::Target;
use datasets::catalog::{Digest, File, Kind};
use datasets::csv::unpack;

pub const TARGET: Target = Target {
    name: "csv",
    run,
    seeds,
    words: &[
        ",",
        "\n",
        "\r\n",
        "0",
        "255",
        "256",
        "-1",
        "9",
        "10",
        "label",
        "\u{feff}",
        " ",
        "0,0,0,0,0,0,0,0",
        "1e2",
        "<html",
        "\"",
        "PK\x03\x04",
    ],
};

fn run(data: &[u8]) {
    let Some((&count, table)) = data.split_first() else {
        return;
    };
    let count = u32::from(count % 8);
    let file = |kind| File {
        name: "made-up",
        kind,
        count,
        digest: Digest::Plain(""),
    };
    let files = [file(Kind::Images), file(Kind::Labels)];
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    let outcome = unpack(table, files.each_ref(), [&mut pixels, &mut labels]);
    let sizes = [pixels.len() as u64, labels.len() as u64];
    assert!(sizes[0] <= files[0].size() && sizes[1] <= files[1].size());
    if outcome.is_ok() {
        for (file, bytes) in files.iter().zip([&pixels, &labels]) {
            datasets::idx::check(&bytes[..], file, &mut Vec::new()).expect("it is right");
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let row = |label: u8| {
        let shades = (0..784).map(|i| format!(",{}", i % 256));
        format!("{label}{}\n", shades.collect::<String>())
    };
    let title = format!("label{}\r\n", ",pixel".repeat(784));
    vec![
        format!("2{}{}", row(7), row(3)).into_bytes(),
        format!("1{title}{}", row(9)).into_bytes(),
        b"0".to_vec(),
    ]
}
