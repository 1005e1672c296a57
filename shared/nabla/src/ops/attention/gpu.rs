//! Attention on a graphics card: a kernel forward; back, one for each of the three gradients, which are the same
//! text with other inputs.

use super::{Attention, Inputs};
use crate::Tensor;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::attention::Sizes;
use crate::tape::Grads;

/// Behind what they have in common.
const ON: &str = concat!(include_str!("attention.wgsl"), include_str!("forward.wgsl"));
const RETURN: &str = concat!(include_str!("attention.wgsl"), include_str!("back.wgsl"));

static FORWARD: Kernel = Kernel::new("forward", ON);
static BACK: Kernel = Kernel::new("back", RETURN);
static SHARES: Kernel = Kernel::new("share_out", RETURN);

/// `TILE` of the WGSL.
const TILE: usize = 32;

/// Of rows: how many floats from one to the next, and to the first head.
type Line = [usize; 2];

/// q, k, v, and then dy (and y).
fn lines(inputs: &Inputs<&Tensor>, sizes: &Sizes) -> [Line; 4] {
    let columns = sizes.columns();
    let dy = [columns, 0];
    match inputs {
        Inputs::Apart(_) => [dy; 4],
        Inputs::Packed(_) => {
            let line = |k| [3 * columns, k * columns];
            [line(0), line(1), line(2), dy]
        }
    }
}

impl<'a> Inputs<&'a Tensor> {
    fn tensors(&self) -> [&'a Tensor; 3] {
        match *self {
            Inputs::Apart(all) => all,
            Inputs::Packed(one) => [one; 3],
        }
    }
}

impl Attention {
    fn launch<'g>(
        &self,
        gpu: &'g Gpu,
        kernel: &'static Kernel,
        result: Line,
        lines: [Line; 5],
    ) -> Launch<'g> {
        let sizes = &self.sizes;
        gpu.launch(kernel)
            .numbers([sizes.queries, sizes.keys, sizes.heads, sizes.width])
            .number(sizes.units())
            .number(u32::from(self.causal))
            .number(u32::from(self.lengths.is_some()))
            .number(1.0 / (sizes.width as f32).sqrt())
            .numbers(result)
            .numbers(lines.as_flattened().iter().copied())
    }
}

/// y, and ln Σ eˢ of each query.
pub(super) fn forward(gpu: &Gpu, op: &Attention, inputs: &Inputs<&Tensor>) -> [Tensor; 2] {
    let sizes = &op.sizes;
    let mut y = gpu.scratch([sizes.examples, sizes.queries, sizes.columns()]);
    let mut logs = gpu.scratch([sizes.examples, sizes.heads, sizes.queries]);
    let [q, k, v, dy] = lines(inputs, sizes);
    let tensors = inputs.tensors();
    op.launch(gpu, &FORWARD, dy, [q, k, dy, v, v])
        .read(tensors[0])
        .read(tensors[1])
        .read(tensors[2])
        .read(op.lengths.as_ref().unwrap_or(tensors[0]))
        .write(&mut y)
        .write(&mut logs)
        .define("last", "v[at]")
        .groups(sizes.units() * sizes.queries.div_ceil(TILE));
    [y, logs]
}

/// The rules of `attention.rs`.
pub(super) fn backward(
    gpu: &Gpu,
    op: &Attention,
    inputs: &Inputs<&Tensor>,
    [y, dy]: [&Tensor; 2],
    grads: &mut Grads,
) {
    let sizes = &op.sizes;
    let mut shares = gpu.scratch([sizes.examples, sizes.heads, sizes.queries]);
    op.launch(gpu, &SHARES, [0; 2], [[0; 2]; 5])
        .read(y)
        .read(dy)
        .write(&mut shares)
        .threads(sizes.units() * sizes.queries);
    let [q, k, v, above] = lines(inputs, sizes);
    let run = |which: usize, to: &mut Tensor| {
        // What own, other, own2, other2 and last read.
        let (reads, lines, own) = match which {
            0 => (
                ["q", "k", "dy", "v", "k"],
                [q, k, above, v, k],
                sizes.queries,
            ),
            1 => (["k", "q", "v", "dy", "q"], [k, q, v, above, q], sizes.keys),
            _ => (
                ["k", "q", "v", "dy", "dy"],
                [k, q, v, above, above],
                sizes.keys,
            ),
        };
        let tensors = inputs.tensors();
        let names = ["own", "other", "own2", "other2", "last"];
        let launch = op.launch(gpu, &BACK, [q, k, v][which], lines);
        let launch = names
            .into_iter()
            .zip(reads)
            .fold(launch, |launch, (name, read)| {
                launch.define(name, format!("{read}[at]"))
            });
        launch
            .define("OWN_ARE_KEYS", (which > 0).to_string())
            .define("HAS_SECOND", (which < 2).to_string())
            .read(tensors[0])
            .read(tensors[1])
            .read(tensors[2])
            .read(op.lengths.as_ref().unwrap_or(tensors[0]))
            .read(dy)
            .read(&op.logs)
            .read(&shares)
            .write(to)
            .groups(sizes.units() * own.div_ceil(TILE));
    };
    match (op.inputs, inputs) {
        (Inputs::Apart(ids), Inputs::Apart(all)) => {
            for (which, (id, x)) in ids.into_iter().zip(all).enumerate() {
                if grads.wants(id) {
                    let mut to = gpu.scratch(x.shape());
                    run(which, &mut to);
                    grads.add(id, to);
                }
            }
        }
        (Inputs::Packed(id), Inputs::Packed(x)) => {
            let mut to = gpu.scratch(x.shape());
            (0..3).for_each(|which| run(which, &mut to));
            grads.add(id, to);
        }
        _ => unreachable!("`inputs` is made of `op.inputs`"),
    }
}
