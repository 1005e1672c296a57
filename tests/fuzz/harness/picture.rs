//! A picture in a file, PNG or JPEG.

use super::Target;
use datasets::photos::LONGEST;
use datasets::{picture_from, picture_to};
use std::fs;

pub const TARGET: Target = Target {
    name: "picture",
    run,
    seeds,
    words: &[
        "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "acTL", "eXIf", "Exif\0\0", "JFIF\0",
        "\x01\x12", "GIF89a", "<svg",
    ],
};

fn run(data: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("made-up");
    fs::write(&path, data).expect("it can be written");
    match picture_from(&path) {
        Ok(picture) => {
            assert!(data.starts_with(b"\x89PNG") || data.starts_with(b"\xff\xd8\xff"));
            let (height, width, channels) = picture.pixels.dim();
            assert_eq!(channels, 3);
            assert!(
                [height, width]
                    .iter()
                    .all(|side| (1..=LONGEST as usize).contains(side))
            );
            assert!(
                picture
                    .pixels
                    .iter()
                    .all(|shade| (0.0..=1.0).contains(shade))
            );
            // Bytes may promise a large one and be few: that is not written again.
            if picture.pixels.len() < 1 << 16 {
                picture_to(&path, &picture).expect("it is a picture");
                let again = picture_from(&path).expect("it was written by us");
                let mut pairs = again.pixels.iter().zip(&picture.pixels);
                assert_eq!(again.pixels.dim(), picture.pixels.dim());
                assert!(pairs.all(|(a, b)| (a - b).abs() < 0.51 / 255.0));
            }
        }
        Err(error) => {
            let place = path.display().to_string();
            assert!(error.to_string().contains(&place), "{error}");
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    // Two transparent pixels beside two that are not, and nine by six grey ones that a camera held upright.
    let clear = b"\
        \x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x02\
        \x08\x06\x00\x00\x00\x72\xb6\x0d\x24\x00\x00\x00\x1a\x49\x44\x41\x54\x78\xda\x63\x64\x60\xe7\x63\
        \x10\x15\x15\x65\x60\xdc\x7b\xe4\xf4\x5e\x51\x51\x51\x51\x00\x18\xec\x03\xb4\xa6\xb8\x20\xb1\x00\
        \x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
    let turned = b"\
        \xff\xd8\xff\xe0\x00\x10\x4a\x46\x49\x46\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xe1\x00\x22\
        \x45\x78\x69\x66\x00\x00\x4d\x4d\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\
        \x00\x06\x00\x00\x00\x00\x00\x00\xff\xdb\x00\x43\x00\x28\x1c\x1e\x23\x1e\x19\x28\x23\x21\x23\x2d\
        \x2b\x28\x30\x3c\x64\x41\x3c\x37\x37\x3c\x7b\x58\x5d\x49\x64\x91\x80\x99\x96\x8f\x80\x8c\x8a\xa0\
        \xb4\xe6\xc3\xa0\xaa\xda\xad\x8a\x8c\xc8\xff\xcb\xda\xee\xf5\xff\xff\xff\x9b\xc1\xff\xff\xff\xfa\
        \xff\xe6\xfd\xff\xf8\xff\xc0\x00\x0b\x08\x00\x06\x00\x09\x01\x01\x11\x00\xff\xc4\x00\x15\x00\x01\
        \x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\xff\xc4\x00\x21\x10\x00\x01\
        \x02\x04\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x00\x04\x11\x12\x21\x22\x41\
        \x52\x92\xd1\xf0\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x97\xa9\x2f\x60\x71\xb4\x51\x55\x09\x53\
        \x79\x4e\x98\x9f\x18\x5e\xde\xf7\xf9\x0e\xa3\xff\xd9";
    vec![clear.to_vec(), turned.to_vec()]
}
