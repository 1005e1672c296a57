//! Tables of pictures, right and wrong, line by line.

use datasets::catalog::{Digest, File, Kind};
use datasets::csv::unpack;

/// The pictures and the labels that a table of two becomes, or what is wrong with it.
fn unpacked(table: &[u8]) -> Result<[Vec<u8>; 2], String> {
    let file = |kind| File {
        name: "made-up",
        kind,
        count: 2,
        digest: Digest::Plain(""),
    };
    let [images, labels] = [file(Kind::Images), file(Kind::Labels)];
    let (mut pixels, mut classes) = (Vec::new(), Vec::new());
    unpack(table, [&images, &labels], [&mut pixels, &mut classes])
        .map(|()| [pixels, classes])
        .map_err(|fault| fault.to_string())
}

fn row(label: u32) -> String {
    let shades: String = (0..784)
        .map(|i| format!(",{}", (i + label) % 256))
        .collect();
    format!("{label}{shades}")
}

#[test]
fn titles_line_ends_and_blanks_do_not_matter() {
    let plain = format!("{}\n{}\n", row(3), row(9));
    let [pixels, labels] = unpacked(plain.as_bytes()).unwrap();
    assert_eq!(labels, [0, 0, 8, 1, 0, 0, 0, 2, 3, 9]);
    assert_eq!(pixels.len(), 16 + 2 * 784);
    assert_eq!(pixels[..4], [0, 0, 8, 3]);
    assert_eq!([pixels[16], pixels[17], pixels[16 + 784]], [3, 4, 9]);
    let title = format!("label{}", ",1x1".repeat(784));
    for other in [
        plain.replace('\n', "\r\n"),
        plain.replace(',', ", "),
        format!("{title}\n{plain}\n\n"),
        format!("\u{feff}label,\"1x1\"\n{plain}"),
        plain.trim_end().to_string(),
    ] {
        assert!(
            unpacked(other.as_bytes()) == unpacked(plain.as_bytes()),
            "{other}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let (one, two) = (row(1), row(2));
    let cases = [
        (String::new(), "has 0 pictures, and 2 are expected"),
        (format!("{one}\n"), "has 1 pictures, and 2 are expected"),
        (
            format!("{one}\n{two}\n{one}\n"),
            "goes on after the 2 pictures",
        ),
        (
            format!("{one}\n{two},0\n"),
            "has 786 numbers, and 785 are expected, in line 2",
        ),
        (
            format!("{one}\n1,2\n"),
            "has 2 numbers, and 785 are expected, in line 2",
        ),
        (
            one.replacen("1,", "10,", 1),
            "has the label 10, and labels run from 0 to 9, in line 1",
        ),
        (
            one.replace(",255", ",256"),
            "has `256` where a number from 0 to 255 is expected in line 1",
        ),
        (one.replace(",255", ",0.5"), "has `0.5` where"),
        (one.replace(",255", ",\u{7}"), "has `?` where"),
        (
            format!("{}\n", "0,".repeat(9000)),
            "has a line of more than 8192 bytes: line 1",
        ),
        ("<html>".into(), "is a web page"),
        ("PK\u{3}\u{4}".into(), "is packed"),
    ];
    for (table, want) in cases {
        let said = unpacked(table.as_bytes()).unwrap_err();
        assert!(said.starts_with(want), "{want}: {said}");
    }
}
