//! Pictures for TensorBoard: a sheet of equal tiles, grey, as a PNG file.

use super::messages::{Image, Shown};
use nabla::{Parameters, Tensor};

/// Tiles are enlarged to at least so many pixels, by whole numbers.
const TILE: usize = 32;
/// The most kernels that are shown.
const MOST: usize = 64;

/// Equal tiles of grey values from 0 to 1, `columns` in a row, a pixel of black between them.
pub fn sheet(tiles: &[&[f32]], [height, width]: [usize; 2], columns: usize) -> Shown {
    let times = TILE.div_ceil(height.max(1)).max(1);
    let columns = columns.clamp(1, tiles.len().max(1));
    let (tall, wide) = (height * times + 1, width * times + 1);
    let (all_wide, all_tall) = (columns * wide, tiles.len().div_ceil(columns) * tall);
    let mut grey = vec![0_u8; all_wide * all_tall];
    for (number, tile) in tiles.iter().enumerate() {
        let (top, left) = (number / columns * tall, number % columns * wide);
        for y in 0..height * times {
            for x in 0..width * times {
                let value = tile[y / times * width + x / times];
                grey[(top + y) * all_wide + left + x] =
                    (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            }
        }
    }
    Shown::Image(Image {
        height: all_tall as i32,
        width: all_wide as i32,
        colorspace: 1,
        encoded: png(&grey, all_wide, all_tall),
    })
}

fn png(grey: &[u8], width: usize, height: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(grey));
    written.expect("a picture of the size that was said, written to memory");
    file
}

/// What the first layer looks for, if that can be seen: the windows of a convolution (the first channel of each), or the
/// weights of a dense layer above 28 × 28 pixels. 0 is grey, the largest weight white, or black if it is negative.
pub fn first_layer(model: &dyn Parameters) -> Option<Shown> {
    let mut first: Option<Tensor> = None;
    model.visit(&mut |param| {
        if first.is_none() && param.value().dims().len() > 1 {
            first = Some(param.value().clone());
        }
    });
    let weight = first?;
    // The units lie side by side on the last axis, and before it the channels of a convolution.
    let (size, stride, units) = match *weight.dims() {
        [height, width, channels, units] => ([height, width], channels * units, units),
        [784, units] => ([28, 28], units, units),
        _ => return None,
    };
    let largest = weight
        .data()
        .iter()
        .fold(f32::MIN_POSITIVE, |m, x| m.max(x.abs()));
    let tile = |unit: usize| -> Vec<f32> {
        let places = 0..size[0] * size[1];
        let weights = places.map(|place| weight.data()[place * stride + unit]);
        weights.map(|w| 0.5 + 0.5 * w / largest).collect()
    };
    let tiles: Vec<Vec<f32>> = (0..units.min(MOST)).map(tile).collect();
    let tiles: Vec<&[f32]> = tiles.iter().map(Vec::as_slice).collect();
    Some(sheet(&tiles, size, 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::{Conv2d, Init, Linear, Window};

    /// Width, height and grey values of what TensorBoard is given.
    fn pixels(shown: Shown) -> (usize, usize, Vec<u8>) {
        let Shown::Image(image) = shown else {
            panic!("no picture");
        };
        let mut reader = png::Decoder::new(std::io::Cursor::new(image.encoded))
            .read_info()
            .expect("a PNG file");
        let mut grey = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut grey).expect("one picture");
        assert_eq!(
            (info.width, info.height),
            (image.width as u32, image.height as u32)
        );
        (info.width as usize, info.height as usize, grey)
    }

    #[test]
    fn tiles_lie_row_by_row() {
        let tiles: [&[f32]; 3] = [&[0.0, 1.0], &[0.5, -3.0], &[7.0, 0.25]];
        // 1 × 2 numbers, each 32 pixels wide and high.
        let (width, height, grey) = pixels(sheet(&tiles, [1, 2], 2));
        assert_eq!((width, height), (2 * 65, 2 * 33));
        let at = |x: usize, y: usize| grey[y * width + x];
        assert_eq!(
            [at(0, 0), at(31, 31), at(32, 0), at(63, 31)],
            [0, 0, 255, 255]
        );
        assert_eq!(
            [at(64, 0), at(65, 0), at(97, 0)],
            [0, 128, 0],
            "the line between, then the second tile"
        );
        assert_eq!(
            [at(0, 33), at(32, 33), at(65, 33)],
            [255, 64, 0],
            "the second row, and nothing beside it"
        );
    }

    /// The weights of one unit lie `units` apart; those of the first channel come first.
    #[test]
    fn the_first_layer_is_seen() {
        let mut layer = Conv2d::new(2, 3, Window::new(2), Init::Zeros, &mut nabla::rng(1));
        // Unit 1, channel 0: 4 numbers from −1 to 1. Channel 1 is not shown.
        for (place, w) in [-1.0, 0.0, 0.5, 1.0].into_iter().enumerate() {
            layer.weight.value_mut().data_mut()[(place * 2) * 3 + 1] = w;
            layer.weight.value_mut().data_mut()[(place * 2 + 1) * 3 + 1] = 0.9;
        }
        let (width, height, grey) = pixels(first_layer(&layer).expect("a window"));
        assert_eq!((width, height), (3 * 33, 33));
        let of_unit = |unit: usize| {
            [(0, 0), (16, 0), (0, 16), (16, 16)].map(|(x, y)| grey[y * width + unit * 33 + x])
        };
        assert_eq!(of_unit(0), [128; 4]);
        assert_eq!(of_unit(1), [0, 128, 191, 255]);

        let mut layer = Linear::new(784, 2, Init::Zeros, &mut nabla::rng(1));
        layer.weight.value_mut().data_mut()[29 * 2 + 1] = 0.1; // row 1, column 1
        let (width, _, grey) = pixels(first_layer(&layer).expect("a picture"));
        assert_eq!((grey[3 * width + 57 + 3], grey[57]), (255, 128));
        let other = Linear::new(5, 2, Init::He, &mut nabla::rng(1));
        assert!(first_layer(&other).is_none());
    }
}
