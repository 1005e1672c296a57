//! The same pictures in other units.

use nabla::Tensor;
use trainer::Examples;

/// What a pixel is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As in the file: 0 to 255.
    Bytes,
    /// Divided by 255: 0 to 1.
    Unit,
    /// Minus its mean, over its standard deviation: mean 0, standard deviation 1, pixel by pixel.
    Standardised,
}

impl Scale {
    /// All three.
    pub const ALL: [Scale; 3] = [Scale::Bytes, Scale::Unit, Scale::Standardised];

    /// What tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Bytes => "0 to 255",
            Scale::Unit => "0 to 1",
            Scale::Standardised => "standardised",
        }
    }

    /// The examples in this unit. `train` says what mean and standard deviation are: also when the pictures are others.
    pub fn apply(self, examples: &Examples, train: &Examples) -> Examples {
        let mut images = examples.images.clone();
        match self {
            Scale::Bytes => images.data_mut().iter_mut().for_each(|x| *x *= 255.0),
            Scale::Unit => {}
            Scale::Standardised => {
                let moments = moments(&train.images);
                let pixels = moments.len();
                for row in images.data_mut().chunks_exact_mut(pixels) {
                    for (x, (mean, deviation)) in row.iter_mut().zip(&moments) {
                        *x = (*x - mean) / deviation;
                    }
                }
            }
        }
        Examples {
            images,
            labels: examples.labels.clone(),
        }
    }
}

// ANCHOR: moments
/// Mean and standard deviation of each pixel. A pixel that never changes
/// gets the standard deviation 1: there is nothing to divide by.
pub fn moments(images: &Tensor) -> Vec<(f32, f32)> {
    let (count, pixels) = (images.dims()[0] as f64, images.dims()[1]);
    let mean_of = |of: &dyn Fn(usize, f64) -> f64| -> Vec<f64> {
        let mut sums = vec![0.0; pixels];
        for row in images.data().chunks_exact(pixels) {
            for (pixel, &x) in row.iter().enumerate() {
                sums[pixel] += of(pixel, f64::from(x));
            }
        }
        sums.iter().map(|sum| sum / count).collect()
    };
    let means = mean_of(&|_, x| x);
    let variances = mean_of(&|pixel, x| (x - means[pixel]).powi(2));
    let moments = means.iter().zip(&variances).map(|(&mean, &variance)| {
        // Equal numbers in f32 have exactly their mean in f64, so
        // nothing but 0 comes from a pixel that never changes.
        let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        (mean as f32, deviation as f32)
    });
    moments.collect()
}
// ANCHOR_END: moments
