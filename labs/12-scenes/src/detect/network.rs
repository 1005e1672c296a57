//! A grid of cells, each with an answer: is the middle of a digit in here, which box, which digit?

use super::losses::{self, Overlap};
use super::{Found, edges};
use crate::scene::{self, SIDE, Scene};
use nabla::{
    Activation, BatchNorm, Conv2d, Device, Init, Labels, Module, Padding, Rng, Sequential, Tape,
    Tensor, Var, Window,
};

/// Cells along a side, and pixels of a cell.
pub const GRID: usize = 8;
/// Pixels along a side of a cell.
pub const CELL: usize = SIDE / GRID;
/// What a cell says: a logit, four numbers of a box, ten logits.
pub const ANSWERS: usize = 15;
/// e⁰ of a width or a height, in scenes.
const USUAL: f32 = 0.25;
/// No class: the cell's digit is not asked for.
const NOTHING: u8 = u8::MAX;

// ANCHOR: network
/// `[N, 64, 64, 1]` to `[N, 8, 8, 15]`. `width` channels at first, four times as many at the end; `depth` layers more that
/// see further, and keep the size.
pub fn network(width: usize, depth: usize, rng: &mut Rng) -> Sequential {
    let window = Window::new(3).padding(Padding::Same);
    let mut model = Sequential::new();
    let halvings = [(1, width), (width, 2 * width), (2 * width, 4 * width)].map(|it| (it, 2));
    let further = (0..depth).map(|_| ((4 * width, 4 * width), 1));
    for ((from, to), stride) in halvings.into_iter().chain(further) {
        model = model
            .push(Conv2d::new(from, to, window.stride(stride), Init::He, rng).without_bias())
            .push(BatchNorm::new(to))
            .push(nabla::Activate(Activation::Relu));
    }
    let mut last = Conv2d::new(4 * width, ANSWERS, Window::new(1), Init::Normal(0.01), rng);
    if let Some(bias) = &mut last.bias {
        bias.value_mut().data_mut()[0] = PRIOR; // most cells are empty
    }
    model.push(last)
}
// ANCHOR_END: network

/// The logit that a fresh network gives to "a digit": 5 % are right for a scene of three.
const PRIOR: f32 = -3.0;

/// Scenes, and what is asked of each of their cells.
pub struct Batch {
    /// `[N, 64, 64, 1]`
    pub pixels: Tensor,
    /// `[N·64, 1]`: 1 in a cell with the middle of a digit.
    pub is_digit: Tensor,
    /// `[N·64, 4]`: middle and size of its box in scenes; of no meaning in the other cells.
    pub boxes: Tensor,
    /// `[N·64]`: the digit, where there is one.
    pub digits: Labels,
    /// How many there are.
    pub count: usize,
}

// ANCHOR: assign
impl Batch {
    /// The cell with the middle of a digit answers for it. Of two in the same cell, the later one is forgotten.
    pub fn of(scenes: &[Scene], device: &Device) -> Batch {
        let cells = scenes.len() * GRID * GRID;
        let mut is_digit = vec![0.0; cells];
        let mut boxes = [0.5, 0.5, USUAL, USUAL].repeat(cells);
        let mut digits = vec![NOTHING; cells];
        for (i, scene) in scenes.iter().enumerate() {
            for object in &scene.objects {
                let (x, y) = object.bounds.centre();
                let (row, column) = (y as usize / CELL, x as usize / CELL);
                let cell = (i * GRID + row) * GRID + column;
                if digits[cell] == NOTHING {
                    is_digit[cell] = 1.0;
                    digits[cell] = object.class;
                    let four = [x, y, object.bounds.width(), object.bounds.height()];
                    boxes[4 * cell..][..4].copy_from_slice(&four.map(|p| p / SIDE as f32));
                }
            }
        }
        Batch {
            pixels: scene::pixels(scenes).to(device),
            count: digits.iter().filter(|&&d| d != NOTHING).count(),
            is_digit: Tensor::from_vec(is_digit, [cells, 1]).to(device),
            boxes: Tensor::from_vec(boxes, [cells, 4]).to(device),
            digits: Labels::ignoring(&digits, 10, NOTHING),
        }
    }
}
// ANCHOR_END: assign

/// How the many empty cells are kept from drowning the few others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    /// They are not: the mean over all cells.
    None,
    /// The sum over all cells, for each digit.
    EachDigit,
    /// The same, with what is all but certain counting next to nothing: (t − p)² (focal loss, Lin et al., 2017, with γ = 2).
    Focal,
}

// ANCHOR: decode
/// The boxes that these cells mean, `[M, 4]`: σ puts the middle into its cell, e to a power makes every size positive.
fn boxes<'t>(raw: Var<'t>) -> Var<'t> {
    let cells = raw.shape().as_rows().0;
    let corner = |cell: usize| {
        let place = cell % (GRID * GRID);
        [place % GRID, place / GRID].map(|i| i as f32 / GRID as f32)
    };
    let corners: Vec<f32> = (0..cells).flat_map(corner).collect();
    let corners = Tensor::from_vec(corners, [cells, 2]).to(&raw.value().device());
    let middle = raw.slice(1, 0..2).sigmoid() * (1.0 / GRID as f32) + raw.tape().constant(corners);
    let size = raw.slice(1, 2..4).clamp(-3.0, 2.0).exp() * USUAL;
    Var::concat(&[middle, size], 1)
}
// ANCHOR_END: decode

// ANCHOR: loss
/// What a batch costs: is there a digit, where, which.
pub fn loss<'t>(model: &Sequential, tape: &'t Tape, batch: &Batch, balance: Balance) -> Var<'t> {
    let answers = model.forward(tape, tape.constant(batch.pixels.clone()));
    let cells = batch.is_digit.dims()[0];
    let raw = answers.reshape([cells, ANSWERS]);
    let logit = raw.slice(1, 0..1);
    let each = logit.sigmoid_cross_entropy_each(&batch.is_digit);
    let each = each.reshape([cells, 1]);
    let is_digit = tape.constant(batch.is_digit.clone());
    let per_digit = 1.0 / batch.count.max(1) as f32;
    let digit = match balance {
        Balance::None => each.mean(),
        Balance::EachDigit => each.sum() * per_digit,
        Balance::Focal => {
            let off = (is_digit - logit.sigmoid()).square();
            (off * each).sum() * per_digit
        }
    };
    let found = boxes(raw.slice(1, 1..5));
    let place = losses::overlap(found, &batch.boxes, Overlap::Generalised);
    let place = (place * is_digit).sum() * per_digit;
    digit + place * 2.0 + raw.slice(1, 5..15).softmax_cross_entropy(&batch.digits)
}
// ANCHOR_END: loss

/// What a model says about each of these scenes, before anything is left out: a box a cell. The score is the probability of a
/// digit times that of the likeliest one.
pub fn candidates(model: &Sequential, scenes: &[Scene]) -> Vec<Vec<Found>> {
    let raw = trainer::outputs(model, &scene::pixels(scenes));
    let cells = scenes.len() * GRID * GRID;
    let tape = Tape::new();
    let raw = tape.constant(raw.reshape([cells, ANSWERS]));
    let digit = raw.slice(1, 0..1).sigmoid().value();
    let four = boxes(raw.slice(1, 1..5)).value();
    let classes = raw.slice(1, 5..15).softmax().value();
    let all = (0..cells).map(|cell| {
        let shares = &classes.data()[10 * cell..][..10];
        let best = (0..10).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
        let best = best.unwrap_or(0);
        Found {
            class: best as u8,
            score: f64::from(digit.data()[cell] * shares[best]),
            any: f64::from(digit.data()[cell]),
            edges: edges(&four.data()[4 * cell..]),
        }
    });
    let all: Vec<Found> = all.collect();
    all.chunks(GRID * GRID).map(<[Found]>::to_vec).collect()
}
