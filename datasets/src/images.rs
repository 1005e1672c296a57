use ndarray::{Array2, ArrayView2, ArrayView3, Axis, s};

use crate::cifar;

/// Pictures and what they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// The name of the set: `digits`, `mnist`, `fashion`, `cifar10`, …
    pub name: String,
    /// Shape `[N, height * width * channels]`: one picture a row, its pixels row by row, 0 (black) to 1 (white). The red,
    /// green and blue of a coloured pixel lie side by side.
    pub pixels: Array2<f32>,
    /// Length `N`: the class of each picture, `0..classes`.
    pub labels: Vec<u8>,
    /// Rows in a picture.
    pub height: usize,
    /// Columns in a picture.
    pub width: usize,
    /// Numbers in a pixel: 1 for a grey one, 3 for a coloured one.
    pub channels: usize,
    /// How many classes there are.
    pub classes: usize,
}

/// The same kind of pictures twice: to learn from, and to be examined on.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What a network may learn from.
    pub train: Images,
    /// What it must not see until it is judged.
    pub test: Images,
}

const FASHION: [&str; 10] = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
];
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Images {
    /// The number of pictures, `N`.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no pictures at all.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Grey picture `i` as a `[height, width]` view.
    ///
    /// # Panics
    /// As [`picture`](Self::picture), or if the picture is coloured.
    pub fn image(&self, i: usize) -> ArrayView2<'_, f32> {
        assert!(
            self.channels == 1,
            "the pictures of {} are coloured: ask for `picture({i})`",
            self.name
        );
        self.picture(i).index_axis_move(Axis(2), 0)
    }

    /// Picture `i` as a `[height, width, channels]` view.
    ///
    /// # Panics
    /// If `i` is not below [`len`](Self::len), or `pixels` was changed to another width.
    pub fn picture(&self, i: usize) -> ArrayView3<'_, f32> {
        assert!(
            i < self.len(),
            "image {i} of {} has only {} images",
            self.name,
            self.len()
        );
        self.pixels
            .row(i)
            .into_shape_with_order((self.height, self.width, self.channels))
            .expect("a row holds height x width x channels numbers")
    }

    /// What class `k` is called: `"7"` for digits, `"Sneaker"` for clothes.
    ///
    /// # Panics
    /// If `k` is not below `classes`.
    pub fn class_name(&self, k: usize) -> &'static str {
        let names = match (self.name.as_str(), cifar::set(&self.name)) {
            (_, Some(set)) => set.classes,
            ("fashion", _) => &FASHION,
            _ => &DIGITS,
        };
        assert!(
            k < self.classes.min(names.len()),
            "class {k} of {} has only {} classes",
            self.name,
            self.classes
        );
        names[k]
    }

    /// The first `n` pictures (all of them if there are fewer), copied.
    pub fn take(&self, n: usize) -> Self {
        self.slice(0, n.min(self.len()))
    }

    /// The first `n` pictures and the rest, copied: a training and a validation set.
    ///
    /// # Panics
    /// If `n` is greater than [`len`](Self::len).
    pub fn split_at(&self, n: usize) -> (Self, Self) {
        assert!(
            n <= self.len(),
            "cannot split {} images of {} after {n}",
            self.len(),
            self.name
        );
        (self.slice(0, n), self.slice(n, self.len()))
    }

    /// The pictures at these positions, in this order, copied.
    ///
    /// # Panics
    /// If a position is not below [`len`](Self::len).
    pub fn select(&self, positions: &[usize]) -> Self {
        Self {
            pixels: self.pixels.select(Axis(0), positions),
            labels: positions.iter().map(|&i| self.labels[i]).collect(),
            ..self.empty()
        }
    }

    fn slice(&self, from: usize, to: usize) -> Self {
        Self {
            pixels: self.pixels.slice(s![from..to, ..]).to_owned(),
            labels: self.labels[from..to].to_vec(),
            ..self.empty()
        }
    }

    fn empty(&self) -> Self {
        Self {
            name: self.name.clone(),
            pixels: Array2::zeros((0, 0)),
            labels: Vec::new(),
            height: self.height,
            width: self.width,
            channels: self.channels,
            classes: self.classes,
        }
    }
}
