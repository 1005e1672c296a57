//! How sharp a picture is, in numbers.

/// Ink between these is grey.
const GREY: std::ops::Range<f32> = 0.15..0.85;

// ANCHOR: sharpness
/// Of the pixels with any ink to speak of, the fraction that is grey. A pen leaves grey at the edges only.
pub fn grey_share(pixels: &[f32]) -> f64 {
    let inked = pixels.iter().filter(|p| **p >= GREY.start).count();
    let grey = pixels.iter().filter(|p| GREY.contains(p)).count();
    grey as f64 / inked.max(1) as f64
}

/// The mean length of the gradient of the ink, where there is any, in ink a pixel: long at sharp edges.
/// `pixels` are one picture in rows of `width`, or several one after the other.
pub fn edge(pixels: &[f32], width: usize) -> f64 {
    let (mut total, mut places) = (0.0, 0);
    for picture in pixels.chunks_exact(width * width) {
        for (i, here) in picture.iter().enumerate() {
            if i % width + 1 == width || i + width >= picture.len() {
                continue;
            }
            let gradient = (picture[i + 1] - here).hypot(picture[i + width] - here);
            if gradient > 0.1 {
                total += f64::from(gradient);
                places += 1;
            }
        }
    }
    total / f64::from(places.max(1))
}
// ANCHOR_END: sharpness

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_neither_paper_nor_ink() {
        assert_eq!(grey_share(&[0.0, 0.1, 1.0, 0.9]), 0.0);
        assert_eq!(grey_share(&[0.0, 0.5, 1.0, 0.2, 0.86]), 0.5);
        assert_eq!(grey_share(&[0.0; 4]), 0.0);
    }

    #[test]
    fn a_sharp_edge_is_steeper_than_a_soft_one() {
        let rows = |row: [f32; 4]| -> Vec<f32> { row.repeat(4) };
        assert_eq!(edge(&rows([0.0, 0.0, 1.0, 1.0]), 4), 1.0);
        assert!((edge(&rows([0.0, 0.25, 0.75, 1.0]), 4) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(edge(&[0.5; 16], 4), 0.0);
    }
}
