//! Photographs, and pictures of one's own.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use image::codecs::png::PngEncoder;
use image::error::{ImageError, LimitErrorKind};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits,
};
use ndarray::Array3;

use crate::Error;

/// The longest side of a picture that is read.
pub const LONGEST: u32 = 4096;
/// The most bytes of a file that is read: the largest picture as it is in memory, and something on top.
const LARGEST: u64 = 80 << 20;
/// The most memory that a decoder may ask for: sixteen bits for each of four channels, twice.
const MEMORY: u64 = 2 * 8 * (LONGEST as u64 * LONGEST as u64);

/// A coloured picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Shape `[height, width, 3]`: red, green and blue, 0 (none) to 1, as files have them (sRGB).
    pub pixels: Array3<f32>,
}

impl Picture {
    /// Rows.
    pub fn height(&self) -> usize {
        self.pixels.dim().0
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.pixels.dim().1
    }
}

/// The photographs inside the crate, 128×128: what each is called, and its file.
const INSIDE: [(&str, &[u8]); 7] = [
    ("brick", include_bytes!("../embedded/photos/brick.png")),
    ("cat", include_bytes!("../embedded/photos/cat.png")),
    ("coffee", include_bytes!("../embedded/photos/coffee.png")),
    (
        "galaxies",
        include_bytes!("../embedded/photos/galaxies.png"),
    ),
    ("grass", include_bytes!("../embedded/photos/grass.png")),
    ("gravel", include_bytes!("../embedded/photos/gravel.png")),
    ("rocket", include_bytes!("../embedded/photos/rocket.png")),
];

/// The names that [`photo`] knows.
pub fn photo_names() -> [&'static str; 7] {
    INSIDE.map(|(name, _)| name)
}

/// A photograph that is inside the crate, 128×128: `cat`, `coffee`, `rocket` and `galaxies` are coloured, `brick`, `grass`
/// and `gravel` grey, with three equal numbers a pixel.
///
/// ```
/// let cat = datasets::photo("cat")?;
/// assert_eq!(cat.pixels.dim(), (128, 128, 3));
/// # Ok::<(), datasets::Error>(())
/// ```
///
/// # Errors
/// [`Error::NoPhoto`] for any other name.
pub fn photo(name: &str) -> Result<Picture, Error> {
    let found = INSIDE.iter().find(|(own, _)| *own == name);
    let (_, bytes) = found.ok_or_else(|| Error::NoPhoto {
        name: name.into(),
        choice: photo_names().join(", "),
    })?;
    let decoded = decode(bytes);
    Ok(decoded.unwrap_or_else(|_| unreachable!("a test reads each photograph")))
}

/// The picture in a file, PNG or JPEG whatever its name, turned as its camera says. Transparent places are white.
/// A JPEG that breaks off is read as far as it goes, as every program does.
///
/// # Errors
/// If the file cannot be read, is no such picture or a damaged one, or has a side of more than 4,096 pixels.
pub fn picture_from(path: impl AsRef<Path>) -> Result<Picture, Error> {
    let path = path.as_ref();
    let unreadable = |e| Error::unreadable(path, e);
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(wrong(path, "is not a file", "name a picture, PNG or JPEG"));
    }
    if about.len() > LARGEST {
        let problem = format!(
            "has {} bytes, more than the {LARGEST} of a picture",
            about.len()
        );
        return Err(wrong(path, &problem, SHRINK));
    }
    // All of it: then whatever the decoder complains about is in the file, not in the disk.
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    let read = file.take(LARGEST).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(wrong(path, "is empty", ANOTHER));
    }
    decode(&bytes).map_err(|refusal| match refusal {
        Refusal::Foreign => wrong(path, "is no picture in PNG or JPEG", ANOTHER),
        Refusal::Large(problem) => wrong(path, &problem, SHRINK),
        Refusal::Damaged(problem) => wrong(path, &problem, "bring another copy of it"),
    })
}

const SHRINK: &str = "make it smaller with any program that shows pictures";
const ANOTHER: &str = "save it as PNG or JPEG with any program that shows pictures";

/// Writes a picture as PNG, 8 bits a channel. What is below 0 becomes 0, what is above 1 becomes 1, and NaN becomes 0.
///
/// # Errors
/// If the picture has no pixels, a side of more than 4,096 or other than three channels, or the file cannot be written.
pub fn picture_to(path: impl AsRef<Path>, picture: &Picture) -> Result<(), Error> {
    let path = path.as_ref();
    let (height, width, channels) = picture.pixels.dim();
    let sides = 1..=LONGEST as usize;
    if channels != 3 || !sides.contains(&height) || !sides.contains(&width) {
        let problem = format!("cannot hold a picture of the shape [{height}, {width}, {channels}]");
        let remedy = format!("[height, width, 3] is expected, with sides of 1 to {LONGEST}");
        return Err(wrong(path, &problem, &remedy));
    }
    // As `as` does it, NaN becomes 0.
    let byte = |&value: &f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
    let bytes: Vec<u8> = picture.pixels.iter().map(byte).collect();
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&bytes, width as u32, height as u32, ExtendedColorType::Rgb8)
        .map_err(|error| wrong(path, "cannot be made", &error.to_string()))?;
    fs::write(path, file).map_err(|e| Error::unwritable(path, e))
}

/// Why bytes are no picture for us. The texts complete "The file …".
enum Refusal {
    Foreign,
    Large(String),
    Damaged(String),
}

fn decode(bytes: &[u8]) -> Result<Picture, Refusal> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|e| Refusal::Damaged(format!("cannot be read ({e})")))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(Refusal::Foreign);
    }
    // A header may promise any size. It is judged before room is made.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST {
        return Err(Refusal::Large(format!(
            "is a picture of {width}×{height} pixels, and at most {LONGEST} a side are read"
        )));
    }
    let turned = decoder.orientation().map_err(refusal)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    image.apply_orientation(turned);
    let (width, height) = (image.width() as usize, image.height() as usize);
    let numbers = on_white(image);
    let pixels = Array3::from_shape_vec((height, width, 3), numbers)
        .expect("a picture has three numbers a pixel");
    Ok(Picture { pixels })
}

/// Red, green and blue of each pixel, 0 to 1, as seen before something white.
fn on_white(image: DynamicImage) -> Vec<f32> {
    let share = |byte: u8| f32::from(byte) / 255.0;
    if !image.color().has_alpha() {
        return image
            .into_rgb8()
            .into_raw()
            .into_iter()
            .map(share)
            .collect();
    }
    let over = |pixel: &[u8; 4]| {
        let [red, green, blue, alpha] = pixel.map(share);
        [red, green, blue].map(|colour| alpha * colour + (1.0 - alpha))
    };
    let bytes = image.into_rgba8().into_raw();
    let (pixels, _) = bytes.as_chunks::<4>();
    pixels.iter().flat_map(over).collect()
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(limit) => Refusal::Large(match limit.kind() {
            LimitErrorKind::DimensionError => {
                format!("is a picture of more than {LONGEST} pixels a side")
            }
            _ => "is a picture that takes too much memory".into(),
        }),
        ImageError::Unsupported(what) => {
            Refusal::Damaged(format!("is of a kind that is not read ({what})"))
        }
        other => Refusal::Damaged(format!("is a damaged picture ({other})")),
    }
}

fn wrong(path: &Path, problem: &str, remedy: &str) -> Error {
    Error::Malformed {
        path: path.to_owned(),
        problem: problem.into(),
        remedy: remedy.into(),
    }
}
