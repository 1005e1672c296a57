//! Coloured pictures, such as photographs, in the terminal and on the page.

use crate::markup::escape;
use crate::svg;
use crate::table::pad;
use crate::terminal::Terminal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A picture of height × width pixels in rows, each red, green and blue from 0 to 1.
pub(crate) struct Picture<'a> {
    label: &'a str,
    height: usize,
    width: usize,
    pixels: &'a [f32],
}

/// Columns of a terminal between two pictures, and the most that one gets.
const GAP: usize = 2;
const WIDEST: usize = 40;
/// The fewest columns that a picture is shrunk to before it goes into the next row.
const LEAST: usize = 20;

impl<'a> Picture<'a> {
    pub(crate) fn new(label: &'a str, height: usize, width: usize, pixels: &'a [f32]) -> Self {
        assert!(
            height * width > 0 && pixels.len() == 3 * height * width,
            "the picture `{label}` is {height} × {width} in colour but has {} numbers, not 3 a pixel",
            pixels.len()
        );
        Picture {
            label,
            height,
            width,
            pixels,
        }
    }

    /// The three bytes of a pixel; NaN is black.
    fn bytes(&self, row: usize, column: usize) -> [u8; 3] {
        let at = 3 * (row * self.width + column);
        [0, 1, 2].map(|channel| byte(self.pixels[at + channel]))
    }

    /// The mean colour of the pixels that cell (`row`, `column`) of `rows` × `columns` covers.
    fn mean(&self, (row, column): (usize, usize), (rows, columns): (usize, usize)) -> [u8; 3] {
        let span = |at: usize, cells: usize, pixels: usize| {
            let from = at * pixels / cells;
            from..((at + 1) * pixels / cells).max(from + 1)
        };
        let (ys, xs) = (
            span(row, rows, self.height),
            span(column, columns, self.width),
        );
        let count = (ys.len() * xs.len()) as u32;
        let mut sums = [0_u32; 3];
        for y in ys {
            for x in xs.clone() {
                let pixel = self.bytes(y, x);
                (0..3).for_each(|i| sums[i] += u32::from(pixel[i]));
            }
        }
        sums.map(|sum| (sum / count) as u8)
    }

    /// Half blocks of 24-bit colour, `columns` wide.
    fn lines(&self, columns: usize) -> Vec<String> {
        let rows = (self.height * columns / self.width)
            .max(1)
            .next_multiple_of(2);
        let line = |row: usize| {
            let cells = (0..columns).map(|column| {
                let [r, g, b] = self.mean((row, column), (rows, columns));
                let [low_r, low_g, low_b] = self.mean((row + 1, column), (rows, columns));
                format!("\x1b[38;2;{r};{g};{b};48;2;{low_r};{low_g};{low_b}m▀")
            });
            cells.collect::<String>() + "\x1b[0m"
        };
        (0..rows).step_by(2).map(line).collect()
    }

    /// The picture as a PNG file. Six bits a channel: nobody sees the rest, and the file is a third smaller.
    fn png(&self) -> Vec<u8> {
        let (mut file, mut bytes) = (Vec::new(), Vec::with_capacity(self.pixels.len()));
        for value in self.pixels {
            bytes.push(byte((value * 63.0).round() / 63.0));
        }
        let mut encoder = png::Encoder::new(&mut file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::Adaptive);
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&bytes));
        written.expect("a picture of the size that was said, written to memory");
        file
    }
}

fn byte(value: f32) -> u8 {
    // As `as` does it, NaN becomes 0.
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The pictures in rows as wide as the terminal, each under its label; nothing where there are no colours.
pub(crate) fn to_terminal(pictures: &[Picture<'_>], terminal: &Terminal) -> Option<String> {
    if !terminal.styled || pictures.is_empty() {
        return None;
    }
    let most = ((terminal.width + GAP) / (LEAST + GAP)).max(1);
    let abreast = pictures.len().div_ceil(pictures.len().div_ceil(most));
    let columns = ((terminal.width + GAP) / abreast - GAP).min(WIDEST);
    let bands = pictures.chunks(abreast).map(|band| {
        let drawn: Vec<_> = band.iter().map(|p| p.lines(columns)).collect();
        let labels = band.iter().map(|p| {
            let label: String = p.label.chars().take(columns).collect();
            pad(&label, columns, false)
        });
        let gap = " ".repeat(GAP);
        let mut lines = vec![labels.collect::<Vec<_>>().join(&gap).trim_end().to_string()];
        let height = drawn.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            let blank = " ".repeat(columns);
            let cells = drawn.iter().map(|d| d.get(row).unwrap_or(&blank).as_str());
            lines.push(cells.collect::<Vec<_>>().join(&gap));
        }
        lines.join("\n")
    });
    Some(bands.collect::<Vec<_>>().join("\n\n"))
}

/// The width of a page's column; the most that a picture gets of it, and the most pictures in a row.
const COLUMN: usize = 680;
const SIDE: usize = 224;
const ROW: usize = 5;

/// The pictures as one figure, each a PNG file inside it.
pub(crate) fn to_svg(pictures: &[Picture<'_>], title: &str) -> String {
    let (gap, label) = (12, 20);
    let abreast = pictures
        .len()
        .div_ceil(pictures.len().div_ceil(ROW).max(1))
        .max(1);
    let side = ((COLUMN + gap) / abreast - gap).min(SIDE);
    let height = |p: &Picture<'_>| (side * p.height / p.width).max(1);
    let highest = pictures.iter().map(height).max().unwrap_or(1);
    let rows = pictures.len().div_ceil(abreast).max(1);
    let size = (
        (abreast * (side + gap) - gap) as u32,
        (rows * (highest + label + gap) - gap) as u32,
    );
    let mut svg = svg::open(size, size, title);
    for (i, picture) in pictures.iter().enumerate() {
        let (left, top) = (
            i % abreast * (side + gap),
            i / abreast * (highest + label + gap) + label,
        );
        // A few large pixels are to be seen as such; a photograph is not.
        let style = if side >= 6 * picture.width {
            " style=\"image-rendering:pixelated\""
        } else {
            ""
        };
        svg += &format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"13\" \
             fill=\"currentColor\">{}</text>\n\
             <image x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{}\"{style} href=\"data:image/png;base64,{}\"/>\n",
            left + side / 2,
            top - 7,
            escape(picture.label),
            height(picture),
            STANDARD.encode(picture.png()),
        );
    }
    svg + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED_AND_BLUE: [f32; 6] = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0];

    fn terminal(styled: bool, width: usize) -> Terminal {
        Terminal {
            width,
            styled,
            ..Terminal::PIPE
        }
    }

    #[test]
    fn a_pipe_gets_nothing() {
        let picture = Picture::new("a", 1, 2, &RED_AND_BLUE);
        assert_eq!(to_terminal(&[picture], &terminal(false, 80)), None);
        assert_eq!(to_terminal(&[], &terminal(true, 80)), None);
    }

    #[test]
    fn half_blocks_carry_two_colours() {
        let picture = Picture::new("a", 2, 1, &RED_AND_BLUE);
        let drawn = to_terminal(&[picture], &terminal(true, 20)).unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!((lines[0], lines.len()), ("a", 21));
        assert!(lines[1].starts_with("\x1b[38;2;255;0;0;48;2;255;0;0m▀"));
        assert!(lines[20].ends_with("\x1b[38;2;0;0;255;48;2;0;0;255m▀\x1b[0m"));
    }

    #[test]
    fn a_large_picture_is_shrunk_to_the_mean_of_its_pixels() {
        let pixels: Vec<f32> = (0..128 * 128 * 3)
            .map(|i| if i / 3 % 2 == 0 { 1.0 } else { 0.0 })
            .collect();
        let three = || ["a", "b", "c"].map(|label| Picture::new(label, 128, 128, &pixels));
        let drawn = to_terminal(&three(), &terminal(true, 80)).unwrap();
        let shown = drawn.lines().nth(1).unwrap().matches('▀').count();
        assert!((60..=80).contains(&shown), "{shown} columns");
        let wide = Picture::new("", 1, 2, &RED_AND_BLUE);
        assert_eq!(wide.mean((0, 0), (1, 1)), [127, 0, 127]);
    }

    #[test]
    fn the_page_gets_a_file_that_can_be_read_again() {
        let picture = || Picture::new("<a>", 1, 2, &RED_AND_BLUE);
        let svg = to_svg(&[picture(), picture()], "t");
        assert!(svg.contains("&lt;a&gt;"), "{svg}");
        assert_eq!(
            svg.matches("href=\"data:image/png;base64,iVBORw0KGgo")
                .count(),
            2
        );
        let file = picture().png();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels, [255, 0, 0, 0, 0, 255]);
        assert!(to_svg(&[], "t").starts_with("<svg"));
    }

    #[test]
    fn odd_values_do_no_harm() {
        let pixels = [f32::NAN, 2.0, -1.0];
        assert_eq!(Picture::new("", 1, 1, &pixels).bytes(0, 0), [0, 255, 0]);
    }

    #[test]
    #[should_panic(
        expected = "the picture `x` is 2 × 2 in colour but has 4 numbers, not 3 a pixel"
    )]
    fn a_grey_picture_is_refused() {
        Picture::new("x", 2, 2, &[0.0; 4]);
    }
}
