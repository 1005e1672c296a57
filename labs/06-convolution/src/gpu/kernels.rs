//! The kernels of the lesson, ready to be run.

use shaders::{Dispatch, groups};

/// The plain convolution.
pub const CONV2D: &str = include_str!("conv2d.wgsl");
/// The gradient of its weights.
pub const CONV2D_WEIGHT: &str = include_str!("conv2d_weight.wgsl");

/// One rung of the ladder: a way to multiply two matrices on the card.
#[derive(Clone, Copy, Debug)]
pub struct Rung {
    /// What the lesson calls it.
    pub name: &'static str,
    /// Its file in `src/gpu`.
    pub file: &'static str,
    /// Its text.
    pub source: &'static str,
    /// The side of the square of c that a workgroup fills.
    pub square: usize,
    /// The side of the square of c that a number from memory is shared in: it serves so many products.
    pub shared: usize,
    /// The side of the square of c that an invocation keeps.
    pub kept: usize,
}

impl Rung {
    /// Numbers fetched from memory for one product and its addition. A step along the rows of a square takes `shared` numbers of
    /// either matrix, for `shared`² products.
    pub fn fetched(&self) -> f64 {
        2.0 / self.shared as f64
    }

    /// Operations for each byte fetched: a multiplication and an addition, for numbers of four bytes.
    pub fn operations_a_byte(&self) -> f64 {
        2.0 / (4.0 * self.fetched())
    }

    /// Numbers that one product takes from the workgroup's memory, where it has any.
    pub fn from_shared_memory(&self) -> Option<f64> {
        (self.shared > 1).then(|| 2.0 / self.kept as f64)
    }

    /// Products that an invocation makes for each barrier that it waits at: tiles are [`TILE`] numbers deep.
    pub fn products_a_barrier(&self) -> Option<usize> {
        let barriers = self.source.matches("workgroupBarrier();").count();
        (TILE * self.kept * self.kept).checked_div(barriers)
    }
}

/// How deep the tiles of the ladder are.
const TILE: usize = 16;

/// The ladder, slowest first.
pub const LADDER: [Rung; 3] = [
    Rung {
        name: "naive",
        file: "matmul_naive.wgsl",
        source: include_str!("matmul_naive.wgsl"),
        square: 16,
        shared: 1,
        kept: 1,
    },
    Rung {
        name: "tile",
        file: "matmul_tile.wgsl",
        source: include_str!("matmul_tile.wgsl"),
        square: 16,
        shared: 16,
        kept: 1,
    },
    Rung {
        name: "block",
        file: "matmul_block.wgsl",
        source: include_str!("matmul_block.wgsl"),
        square: 64,
        shared: 64,
        kept: 4,
    },
];

/// A product of two square matrices of side `n`, row after row. The `block` rung wants a multiple of 64.
#[derive(Debug)]
pub struct Product {
    /// The side.
    pub n: usize,
    /// The left matrix.
    pub a: Vec<f32>,
    /// The right matrix.
    pub b: Vec<f32>,
    shape: [u32; 3],
    zeros: Vec<f32>,
}

impl Product {
    /// Of matrices with small whole numbers, so that every sum is exact, in whatever order it is taken.
    pub fn of_side(n: usize) -> Product {
        let number = |i: usize, p: usize, q: usize| ((i * p + i / n * q) % 7) as f32 - 3.0;
        Product {
            n,
            a: (0..n * n).map(|i| number(i, 5, 3)).collect(),
            b: (0..n * n).map(|i| number(i, 3, 4)).collect(),
            shape: [n as u32; 3],
            zeros: vec![0.0; n * n],
        }
    }

    /// Multiplications and additions: two for each number of a with each column of b.
    pub fn operations(&self) -> f64 {
        2.0 * (self.n as f64).powi(3)
    }

    /// How a rung is run on it, with `source` in place of its own text.
    pub fn dispatch<'a>(
        &'a self,
        rung: &'a Rung,
        source: &'a str,
        inputs: &'a [&'a [f32]; 2],
    ) -> Dispatch<'a> {
        let side = groups(self.n, rung.square);
        Dispatch {
            file: rung.file,
            source,
            entry: "matmul",
            shape: &self.shape,
            inputs,
            output: &self.zeros,
            workgroups: [side, side, 1],
        }
    }
}

/// The sizes of a valid convolution with stride 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Pictures, rows, columns and channels of the input.
    pub input: [usize; 4],
    /// Rows, columns of a filter, and how many filters there are.
    pub filter: [usize; 3],
}

impl Sizes {
    fn shape(&self) -> [u32; 7] {
        let [n, h, w, c] = self.input;
        let [kh, kw, k] = self.filter;
        [n, h, w, c, kh, kw, k].map(|size| size as u32)
    }

    /// Pictures, rows, columns and filters of the output.
    pub fn output(&self) -> [usize; 4] {
        let [n, h, w, _] = self.input;
        let [kh, kw, k] = self.filter;
        [n, h + 1 - kh, w + 1 - kw, k]
    }

    /// The weights: rows, columns, channels, filters.
    pub fn weights(&self) -> [usize; 4] {
        let [kh, kw, k] = self.filter;
        [kh, kw, self.input[3], k]
    }
}

/// The convolution of `x` on the card.
///
/// # Errors
/// There is no card.
pub fn conv2d(
    (x, weight, bias): (&[f32], &[f32], &[f32]),
    sizes: Sizes,
) -> Result<Vec<f32>, String> {
    let count = sizes.output().iter().product();
    shaders::run(&Dispatch {
        file: "conv2d.wgsl",
        source: CONV2D,
        entry: "conv2d",
        shape: &sizes.shape(),
        inputs: &[x, weight, bias],
        output: &vec![0.0; count],
        workgroups: [groups(count, 64), 1, 1],
    })
}

/// The gradient of the weights of that convolution, from that of its output.
///
/// # Errors
/// There is no card.
pub fn conv2d_weight((x, dy): (&[f32], &[f32]), sizes: Sizes) -> Result<Vec<f32>, String> {
    let count = sizes.weights().iter().product();
    shaders::run(&Dispatch {
        file: "conv2d_weight.wgsl",
        source: CONV2D_WEIGHT,
        entry: "conv2d_weight",
        shape: &sizes.shape(),
        inputs: &[x, dy],
        output: &vec![0.0; count],
        workgroups: [groups(count, 64), 1, 1],
    })
}

/// Max pooling of pictures `[batch, height, width, channels]` by the shader `source`, which is written as the exercise
/// asks for it.
///
/// # Errors
/// There is no card, or the shader is no program.
pub fn max_pool(
    source: &str,
    x: &[f32],
    [batch, height, width, channels]: [usize; 4],
    size: usize,
    stride: usize,
) -> Result<Vec<f32>, String> {
    let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
    let count = batch * rows * columns * channels;
    let shape = [batch, height, width, channels, rows, columns, size, stride];
    shaders::run(&Dispatch {
        file: "max_pool_kernel.wgsl",
        source,
        entry: "max_pool_kernel",
        shape: &shape.map(|size| size as u32),
        inputs: &[x],
        output: &vec![0.0; count],
        workgroups: [groups(count, 64), 1, 1],
    })
}
