//! The photographs inside the crate, and pictures of one's own: right ones, odd ones and wrong ones.

mod support;

use std::io::Cursor;

use datasets::{Error, Picture, photo, photo_names, picture_from, picture_to};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use ndarray::Array3;
use proptest::prelude::*;
use support::Folder;

/// What NumPy finds in the sources: the sums of red, green and blue, and the pixel in row 5 and column 100.
const SOURCES: [(&str, [u32; 3], [u8; 3]); 7] = [
    ("brick", [1826088, 1826088, 1826088], [154, 154, 154]),
    ("cat", [2428909, 1784014, 1305789], [145, 101, 65]),
    ("coffee", [2510919, 1275034, 763924], [196, 101, 47]),
    ("galaxies", [309134, 328112, 318003], [5, 7, 5]),
    ("grass", [1936854, 1936854, 1936854], [122, 122, 122]),
    ("gravel", [2073304, 2073304, 2073304], [140, 140, 140]),
    ("rocket", [955150, 1106081, 1469338], [21, 33, 58]),
];

fn bytes(picture: &Picture) -> Vec<u8> {
    let byte = |&value: &f32| (value * 255.0).round() as u8;
    picture.pixels.iter().map(byte).collect()
}

#[test]
fn the_photographs_are_those_of_the_sources() {
    assert_eq!(photo_names(), SOURCES.map(|(name, ..)| name));
    for (name, sums, one) in SOURCES {
        let picture = photo(name).unwrap();
        assert_eq!((picture.height(), picture.width()), (128, 128));
        assert_eq!(picture.pixels.dim(), (128, 128, 3));
        let bytes = bytes(&picture);
        for (channel, want) in sums.into_iter().enumerate() {
            let values = bytes.iter().skip(channel).step_by(3);
            let sum: u32 = values.map(|&byte| u32::from(byte)).sum();
            assert_eq!(sum, want, "{name}, channel {channel}");
        }
        assert_eq!(bytes[(5 * 128 + 100) * 3..][..3], one, "{name}");
    }
}

#[test]
fn there_is_no_eighth_photograph() {
    let fault = photo("dog").unwrap_err();
    assert!(matches!(fault, Error::NoPhoto { .. }), "{fault}");
    assert_eq!(
        fault.to_string(),
        "there is no photograph called `dog`: choose one of brick, cat, coffee, galaxies, grass, gravel, rocket, \
         or read a file of your own"
    );
}

/// A picture whose numbers tell where they are.
fn gradient(height: u32, width: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x * 9) as u8, (y * 11) as u8, (x + y) as u8])
    })
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let image: DynamicImage = image.into();
    image.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

fn jpeg(image: RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 100);
    image.write_with_encoder(encoder).unwrap();
    file
}

/// The picture in a file of these bytes, and what is said of the file otherwise.
fn read(bytes: &[u8]) -> Result<Picture, String> {
    let folder = Folder::new();
    let path = folder.write("mine", bytes);
    picture_from(&path).map_err(|error| {
        let text = error.to_string();
        let start = format!("{} ", path.display());
        text.strip_prefix(&start).expect("it names the file").into()
    })
}

#[test]
fn rows_come_before_columns_before_colours() {
    let picture = read(&png(gradient(4, 7))).unwrap();
    assert_eq!(picture.pixels.dim(), (4, 7, 3));
    for ((y, x, c), &value) in picture.pixels.indexed_iter() {
        let want = [9 * x, 11 * y, x + y][c] as f32 / 255.0;
        assert_eq!(value, want, "row {y}, column {x}, colour {c}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    let folder = Folder::new();
    let path = folder.path().join("out.png");
    for name in photo_names() {
        let picture = photo(name).unwrap();
        picture_to(&path, &picture).unwrap();
        assert_eq!(picture_from(&path).unwrap(), picture);
    }
    let odd = [-3.0, 0.2, 7.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    let pixels = Array3::from_shape_vec((1, 2, 3), odd.to_vec()).unwrap();
    picture_to(&path, &Picture { pixels }).unwrap();
    let read = picture_from(&path).unwrap();
    assert_eq!(bytes(&read), [0, 51, 255, 0, 255, 0]);
}

#[test]
fn what_is_no_picture_is_not_written() {
    let folder = Folder::new();
    let path = folder.path().join("out.png");
    for shape in [(4, 4, 1), (4, 4, 4), (0, 4, 3), (4, 0, 3), (1, 4097, 3)] {
        let pixels = Array3::zeros(shape);
        let text = picture_to(&path, &Picture { pixels }).unwrap_err();
        let text = text.to_string();
        assert!(
            text.contains("cannot hold a picture of the shape"),
            "{text}"
        );
        assert!(text.contains("[height, width, 3] is expected"), "{text}");
        assert!(!path.exists());
    }
    let nowhere = folder.path().join("no/such/folder/out.png");
    let text = picture_to(&nowhere, &photo("cat").unwrap()).unwrap_err();
    assert!(text.to_string().contains(&nowhere.display().to_string()));
}

#[test]
fn a_jpeg_is_read_whatever_its_name() {
    let picture = read(&jpeg(RgbImage::from_pixel(
        20,
        10,
        image::Rgb([200, 30, 90]),
    )))
    .unwrap();
    assert_eq!(picture.pixels.dim(), (10, 20, 3));
    for (value, want) in bytes(&picture)
        .chunks(3)
        .flat_map(|pixel| pixel.iter().zip([200, 30, 90]))
    {
        assert!(value.abs_diff(want) <= 3, "{value}, not {want}");
    }
}

/// A camera held upright writes the picture lying down, and a remark: turn it to the right.
#[test]
fn a_photograph_stands_as_its_camera_says() {
    let lying = RgbImage::from_fn(32, 16, |x, _| {
        image::Rgb(if x < 16 { [255; 3] } else { [0; 3] })
    });
    let mut file = jpeg(lying);
    let exif =
        b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    file.splice(2..2, exif.iter().copied());
    let picture = read(&file).unwrap();
    assert_eq!(picture.pixels.dim(), (32, 16, 3));
    assert!(picture.pixels[[2, 8, 0]] > 0.9, "what was left is above");
    assert!(picture.pixels[[30, 8, 0]] < 0.1);
}

#[test]
fn grey_deep_and_transparent_pictures_become_coloured_ones() {
    let grey = image::GrayImage::from_pixel(2, 1, image::Luma([51]));
    assert_eq!(bytes(&read(&png(grey)).unwrap()), [51; 6]);
    let deep = image::ImageBuffer::from_pixel(1, 1, image::Rgb([65535_u16, 0, 257 * 80]));
    let deep: DynamicImage = DynamicImage::ImageRgb16(deep);
    assert_eq!(bytes(&read(&png(deep)).unwrap()), [255, 0, 80]);
    // Nothing, half of black, and all of red.
    let colours = [[0, 0, 0, 0], [0, 0, 0, 127], [255, 0, 0, 255]];
    let clear = RgbaImage::from_fn(3, 1, |x, _| image::Rgba(colours[x as usize]));
    let want = [255, 255, 255, 128, 128, 128, 255, 0, 0];
    assert_eq!(bytes(&read(&png(clear)).unwrap()), want);
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    let good = png(gradient(40, 40));
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 0x55;
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("empty", vec![], "is empty"),
        (
            "text",
            b"Dear diary".to_vec(),
            "is no picture in PNG or JPEG",
        ),
        ("gif", gif, "is no picture in PNG or JPEG"),
        ("head", good[..8].to_vec(), "is a damaged picture"),
        (
            "cut",
            good[..good.len() / 2].to_vec(),
            "is a damaged picture",
        ),
        ("flipped", flipped, "is a damaged picture"),
        (
            "jpeg",
            vec![0xff, 0xd8, 0xff, 0xe0, 0, 4],
            "is a damaged picture",
        ),
    ];
    for (case, bytes, want) in cases {
        let text = read(&bytes).unwrap_err();
        assert!(text.starts_with(want), "{case}: {text}");
        assert!(text.contains(": "), "{case} has no remedy: {text}");
    }
    let folder = Folder::new();
    let text = picture_from(folder.path()).unwrap_err().to_string();
    assert!(text.contains("is not a file"), "{text}");
    let nowhere = folder.path().join("nowhere.png");
    let fault = picture_from(&nowhere).unwrap_err();
    assert!(matches!(fault, Error::Unreadable { .. }), "{fault}");
    assert!(fault.to_string().contains("nowhere.png"));
}

/// A PNG that promises so many pixels and has none.
fn promise(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let sum = crc32fast::hash(&header);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(header);
    file.extend(sum.to_be_bytes());
    file.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    file
}

#[test]
fn a_picture_that_is_too_large_is_refused_before_room_is_made() {
    for (width, height) in [(4097, 1), (1, 4097), (1 << 30, 1 << 30), (100_000, 2)] {
        let text = read(&promise(width, height)).unwrap_err();
        assert!(
            text.contains("at most 4096 a side") || text.contains("too much memory"),
            "{width}×{height}: {text}"
        );
        assert!(text.contains("make it smaller"), "{text}");
    }
    let text = read(&promise(4096, 4096)).unwrap_err();
    assert!(text.starts_with("is a damaged picture"), "{text}");
    assert_eq!(read(&png(gradient(1, 4096))).unwrap().width(), 4096);

    let folder = Folder::new();
    let path = folder.write("huge.png", &promise(1, 1));
    let huge = std::fs::File::options().write(true).open(&path).unwrap();
    // Sparse: a terabyte that takes no room.
    if huge.set_len(1 << 40).is_ok() {
        let text = picture_from(&path).unwrap_err().to_string();
        assert!(
            text.contains("has 1099511627776 bytes, more than"),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Bytes changed here and there: a picture or an error, never a panic.
    #[test]
    fn a_damaged_picture_is_a_picture_or_an_error(
        packed: bool,
        length in 0..600_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let image = gradient(9, 13);
        let mut file = if packed { png(image) } else { jpeg(image) };
        for (place, value) in changes {
            let place = place.index(file.len());
            file[place] = value;
        }
        file.truncate(file.len().min(300 + length));
        if let Ok(picture) = read(&file) {
            prop_assert!(picture.pixels.iter().all(|value| (0.0..=1.0).contains(value)));
        }
    }
}
