//! The matrix product on a graphics card. Dense layers use it, and convolutions may.

use super::super::broadcast::sum_to;
use super::super::{Elementwise, reduce};
use super::{Plan as Products, Side, batch};
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::pairs::Pairs;
use crate::shape::MAX_RANK;
use crate::{Activation, Shape, Tensor};

static MATMUL: Kernel = Kernel::new("matmul", include_str!("matmul.wgsl"));

/// A tensor seen as a matrix, or as the transpose of one; nothing is moved for that.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    tensor: &'a Tensor,
    rows: usize,
    columns: usize,
    /// Stored as `[columns, rows]`.
    is_turned: bool,
    /// Its numbers are not there as they stand: the kernel computes where each of them is.
    is_gathered: bool,
}

impl<'a> Matrix<'a> {
    /// A tensor of rows·columns numbers as `[rows, columns]`.
    pub fn new(tensor: &'a Tensor, rows: usize, columns: usize) -> Self {
        assert_eq!(tensor.len(), rows * columns);
        Matrix {
            tensor,
            rows,
            columns,
            is_turned: false,
            is_gathered: false,
        }
    }

    /// A matrix that is nowhere in memory. The caller's kernel has an `a_at` or `b_at` that finds
    /// in `tensor` what stands at a place of it.
    pub fn gathered(tensor: &'a Tensor, rows: usize, columns: usize) -> Self {
        Matrix {
            tensor,
            rows,
            columns,
            is_turned: false,
            is_gathered: true,
        }
    }

    /// Its transpose.
    pub fn t(self) -> Self {
        Matrix {
            rows: self.columns,
            columns: self.rows,
            is_turned: !self.is_turned,
            ..self
        }
    }

    /// Are the rows, as they are stored, a multiple of four long?
    fn is_in_fours(self) -> bool {
        let stored = if self.is_turned {
            self.rows
        } else {
            self.columns
        };
        stored.is_multiple_of(4) && !self.is_gathered
    }
}

/// What is done to the sums on the way: a bias for each column, and an activation.
pub(crate) struct Finish<'a> {
    /// `[n]`
    pub bias: Option<&'a Tensor>,
    /// Applied to sum + bias.
    pub activation: Activation,
}

/// a·b of shape `shape`, which holds m·n numbers: `[m, k]·[k, n]`.
pub(crate) fn multiply(
    gpu: &Gpu,
    a: Matrix,
    b: Matrix,
    shape: impl Into<Shape>,
    finish: Option<Finish>,
) -> Tensor {
    multiply_by(gpu.launch(&MATMUL), gpu, a, b, shape, finish)
}

/// [`multiply`] by a kernel of the caller's, which has the text of `matmul.wgsl` and something in
/// front of it.
pub(crate) fn multiply_by(
    launch: Launch,
    gpu: &Gpu,
    a: Matrix,
    b: Matrix,
    shape: impl Into<Shape>,
    finish: Option<Finish>,
) -> Tensor {
    let one = Pairs::new(Shape::new(&[]), Shape::new(&[]), Shape::new(&[]));
    multiply_pairs(launch, gpu, [a, b], &one, shape.into(), finish)
}

/// The products of all `pairs`, matrices of two batches: `a` and `b` are the first of each.
fn multiply_pairs(
    launch: Launch,
    gpu: &Gpu,
    [a, b]: [Matrix; 2],
    pairs: &Pairs,
    shape: Shape,
    finish: Option<Finish>,
) -> Tensor {
    let (m, n, k, count) = (a.rows, b.columns, a.columns, pairs.count());
    assert_eq!(k, b.rows);
    let plan = Plan::new([m, n, k], count, finish.is_none());
    let parts = plan.chunks;
    let mut y = match parts {
        1 => gpu.scratch(shape),
        _ => gpu.scratch([count, parts, m, n]),
    };
    let mut launch = launch
        .define("SIDE", plan.side)
        .define("BLOCKS", plan.blocks)
        .numbers([m, n, k, plan.chunk, parts]);
    if a.is_turned {
        launch = launch.define("A_TURNED", "true");
    }
    if b.is_turned {
        launch = launch.define("B_TURNED", "true");
    }
    if a.is_in_fours() {
        launch = launch.define("A", "T").define("a_at", "a[at / 4]");
    }
    if b.is_in_fours() {
        launch = launch.define("B", "T").define("b_at", "b[at / 4]");
    }
    let formula = finish
        .as_ref()
        .map(|it| Elementwise::from(it.activation).formula());
    launch = match &formula {
        Some(formula) => launch.define("f", formula.f).number(formula.numbers[0]),
        None => launch.number(0.0),
    };
    let axes = pairs.kept();
    launch = launch.number(count).number(axes.len());
    for axis in 0..MOST_AXES {
        let [size, a_step, b_step] = *axes.get(axis).unwrap_or(&[1, 0, 0]);
        launch = launch.numbers([size, a_step * m * k, b_step * k * n, 0]);
    }
    launch = launch.read(a.tensor).read(b.tensor).write(&mut y);
    if let Some(bias) = finish.and_then(|it| it.bias) {
        launch = launch.define("shift", "bias[column / 4]").read(bias);
    }
    launch.groups(plan.tiles * parts * count);
    if parts == 1 {
        y
    } else {
        reduce::gpu::sum_middle(gpu, &y, [count, parts, m * n], 1.0).reshape(shape)
    }
}

/// Axes of a batch of matrices: two fewer than a tensor's.
const MOST_AXES: usize = MAX_RANK - 2;

/// The products of `matmul.rs`: those of all pairs, then added up over the axes that `shape` has not.
pub(super) fn product(gpu: &Gpu, sides: [Side; 2], shape: Shape) -> Tensor {
    let batches = sides.map(|it| batch(it.tensor.shape()));
    let full = batches[0].broadcast(&batches[1]);
    let full = full.expect("the caller has seen that they fit");
    let folded = Products::new(sides, shape);
    let (products, shape_of_all) = match folded.is_one() {
        true => (folded, shape),
        false => {
            let [m, n] = [2, 1].map(|back| shape.size_from_end(back));
            let all = full.with_matrix(m, n);
            (Products::new(sides, all), all)
        }
    };
    let matrices = [0, 1].map(|i| {
        let [rows, columns] = products.sizes[i];
        let matrix = Matrix {
            tensor: sides[i].tensor,
            rows,
            columns,
            is_turned: false,
            is_gathered: false,
        };
        if sides[i].turned { matrix.t() } else { matrix }
    });
    let launch = gpu.launch(&MATMUL);
    let y = multiply_pairs(launch, gpu, matrices, &products.pairs, shape_of_all, None);
    sum_to(y, shape)
}

/// How a product is cut up.
struct Plan {
    side: &'static str,
    blocks: &'static str,
    tiles: usize,
    chunk: usize,
    chunks: usize,
}

impl Plan {
    /// Large tiles do less work for a number, small ones keep more of the card busy. Where even
    /// those are few, as in the gradient of a weight that a whole batch has seen, the sums are cut
    /// into chunks.
    fn new([m, n, k]: [usize; 3], count: usize, may_cut: bool) -> Self {
        let tiles = |tile| m.div_ceil(tile) * n.div_ceil(tile);
        let in_all = |tile| tiles(tile) * count;
        let (side, blocks, tiles) = if in_all(128) >= 128 && m.min(n) > 64 {
            ("16", "2", tiles(128))
        } else if in_all(64) >= 64 && m.min(n) > 32 {
            ("8", "2", tiles(64))
        } else {
            ("8", "1", tiles(32))
        };
        let most = if may_cut { (k / 256).max(1) } else { 1 };
        let chunks = (512 / (tiles * count).max(1)).clamp(1, most);
        // A multiple of the depth that the kernel goes at a time.
        let chunk = k.div_ceil(chunks).next_multiple_of(16).max(16);
        Plan {
            side,
            blocks,
            tiles,
            chunk,
            chunks: k.div_ceil(chunk).max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Device;
    use crate::gradcheck::sample;

    static NAIVE: Kernel = Kernel::new("naive", include_str!("naive.wgsl"));

    fn naive(gpu: &Gpu, a: Matrix, b: Matrix) -> Tensor {
        let steps = |matrix: Matrix| match matrix.is_turned {
            false => [matrix.columns, 1],
            true => [1, matrix.rows],
        };
        let (m, n) = (a.rows, b.columns);
        let mut y = gpu.scratch([m, n]);
        gpu.launch(&NAIVE)
            .numbers(steps(a))
            .numbers(steps(b))
            .numbers([m, n, a.columns, 0])
            .read(a.tensor)
            .read(b.tensor)
            .write(&mut y)
            .threads(m * n);
        y
    }

    #[test]
    fn tiles_agree_with_the_formula() {
        let Ok(device) = Device::gpu() else {
            // `tests/gpu` lists what is left out.
            let is_required = std::env::var("REQUIRE_GPU").is_ok_and(|it| it == "1");
            return assert!(!is_required, "there is no graphics card");
        };
        let Device::Gpu(gpu) = &device else {
            unreachable!("asked for a graphics card")
        };
        // All three tile sizes, sums cut into chunks, sizes that are multiples of nothing.
        for (m, n, k) in [
            (1, 1, 1),
            (4, 3, 0),
            (5, 3, 2),
            (33, 31, 17),
            (131, 259, 67),
            (64, 64, 1030),
            (520, 516, 40),
            (1450, 1460, 20),
        ] {
            for turned in 0..4 {
                let stored = |rows: usize, columns: usize, turned: bool, seed| {
                    let shape = if turned {
                        [columns, rows]
                    } else {
                        [rows, columns]
                    };
                    sample(shape, seed).to(&device)
                };
                let (a_turned, b_turned) = (turned & 1 == 1, turned & 2 == 2);
                let (a, b) = (stored(m, k, a_turned, 1), stored(k, n, b_turned, 2));
                let see = |t, rows, columns, turned| match turned {
                    false => Matrix::new(t, rows, columns),
                    true => Matrix::new(t, columns, rows).t(),
                };
                let (a, b) = (see(&a, m, k, a_turned), see(&b, k, n, b_turned));
                let (fast, plain) = (multiply(gpu, a, b, [m, n], None), naive(gpu, a, b));
                let worst = fast
                    .data()
                    .iter()
                    .zip(plain.data())
                    .map(|(a, b)| (a - b).abs() / (1.0 + b.abs()))
                    .fold(0.0, f32::max);
                assert!(
                    worst < 5e-5,
                    "{m}×{n}×{k}, {turned}: {worst}, {:?}",
                    gpu.status()
                );
            }
        }
    }
}
