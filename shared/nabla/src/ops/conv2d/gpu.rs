//! Convolution on a graphics card: three matrix products whose large matrix is never written down.
//! Where channels are in groups the products are too small for that, and `gpu/grouped.rs` goes by the formula.

mod grouped;

use super::super::matmul::gpu::{Finish, Matrix, multiply_by};
use super::super::reduce;
use super::Conv2d;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::conv::Convolution;
use crate::tape::Grads;
use crate::{Activation, Shape, Tensor, Window};

/// `matmul`, with the patches in front of it.
static CONV: Kernel = Kernel::new(
    "matmul",
    concat!(
        include_str!("patches.wgsl"),
        include_str!("../matmul/matmul.wgsl")
    ),
);

/// The sizes of a convolution that a card can count.
pub(crate) struct Sizes(Convolution);

impl Sizes {
    /// Of a convolution of images `[N, H, W, C]` that makes `[N, H′, W′, K]`.
    #[track_caller]
    pub fn new(image: Shape, outputs: usize, window: Window) -> Self {
        let conv = Convolution::new(image, outputs, window);
        for axis in 0..2 {
            let padded = conv.image[axis] + conv.margins[axis].iter().sum::<usize>();
            assert!(
                i32::try_from(padded).is_ok(),
                "conv2d: {padded} numbers along axis {} of an image with its margins are more than a \
                 graphics card can count here; pad by less",
                axis + 1
            );
        }
        Sizes(conv)
    }

    fn image_shape(&self) -> [usize; 4] {
        let conv = &self.0;
        [conv.images, conv.image[0], conv.image[1], conv.channels]
    }

    fn weight_shape(&self) -> [usize; 4] {
        let conv = &self.0;
        [conv.size[0], conv.size[1], conv.seen(), conv.outputs]
    }

    /// y = f(x ∗ weight + bias).
    pub fn forward(&self, gpu: &Gpu, x: &Tensor, weight: &Tensor, finish: Finish) -> Tensor {
        if self.0.groups > 1 {
            return grouped::forward(gpu, &self.0, [x, weight], finish);
        }
        let (rows, patch, outputs) = (self.places(), self.patch(), self.0.outputs);
        let weight = Matrix::new(weight, patch, outputs);
        let patches = Matrix::gathered(x, rows, patch);
        let launch = self.looking_at_image(gpu, rows);
        let shape = self.0.output();
        multiply_by(launch, gpu, patches, weight, shape, Some(finish))
    }

    /// dw `[KH, KW, C/groups, K]` from x and ds.
    pub fn weight(&self, gpu: &Gpu, x: &Tensor, ds: &Tensor) -> Tensor {
        if self.0.groups > 1 {
            return grouped::weight(gpu, &self.0, [x, ds], self.weight_shape());
        }
        let (rows, patch) = (self.places(), self.patch());
        let patches = Matrix::gathered(x, rows, patch).t();
        let ds = Matrix::new(ds, rows, self.0.outputs);
        let launch = self.looking_at_image(gpu, rows);
        multiply_by(launch, gpu, patches, ds, self.weight_shape(), None)
    }

    /// dx `[N, H, W, C]` from ds and the weight.
    pub fn image(&self, gpu: &Gpu, ds: &Tensor, weight: &Tensor, finish: Option<Finish>) -> Tensor {
        let conv = &self.0;
        if conv.groups > 1 {
            return grouped::image(gpu, conv, [ds, weight], self.image_shape(), finish);
        }
        let rows = conv.images * conv.image[0] * conv.image[1];
        let patch = conv.taps() * conv.outputs;
        let launch = self
            .launch(gpu, conv.image, conv.places, conv.outputs, rows)
            .define(
                "seen",
                "select(-1, (place + before - tap) / stride, place + before >= tap && (place + before - tap) % stride == 0)",
            )
            .define("b_at", "turned_weight(at)")
            .define("INPUTS", conv.channels.to_string())
            .define("OUTPUTS", conv.outputs.to_string());
        let launch = match conv.outputs.is_multiple_of(4) {
            true => launch
                .define("B", "T")
                .define("WEIGHT_IN_FOURS", "true")
                .define("weight_quad", "b[at]"),
            false => launch.define("weight_number", "b[at]"),
        };
        let patches = Matrix::gathered(ds, rows, patch);
        let weight = Matrix::gathered(weight, conv.channels, patch).t();
        multiply_by(launch, gpu, patches, weight, self.image_shape(), finish)
    }

    fn places(&self) -> usize {
        self.0.images * self.0.places[0] * self.0.places[1]
    }

    /// Numbers under the window.
    fn patch(&self) -> usize {
        self.0.taps() * self.0.channels
    }

    fn looking_at_image<'g>(&self, gpu: &'g Gpu, rows: usize) -> Launch<'g> {
        let conv = &self.0;
        self.launch(gpu, conv.places, conv.image, conv.channels, rows)
    }

    /// A product whose a is made of patches: places × taps look into images of this size.
    fn launch<'g>(
        &self,
        gpu: &'g Gpu,
        places: [usize; 2],
        [height, width]: [usize; 2],
        channels: usize,
        rows: usize,
    ) -> Launch<'g> {
        let (conv, patch) = (&self.0, self.0.taps() * channels);
        assert!(
            u32::try_from(rows.saturating_mul(patch)).is_ok(),
            "conv2d: {rows} places × {patch} numbers under the window are more than a graphics card can count here; \
             use smaller batches"
        );
        let constants = [
            ("ROWS", places[0]),
            ("COLUMNS", places[1]),
            ("HEIGHT", height),
            ("WIDTH", width),
            ("CHANNELS", channels),
            ("PATCH", patch),
            ("KW", conv.size[1]),
            ("TOP", conv.margins[0][0]),
            ("LEFT", conv.margins[1][0]),
            ("STRIDE_DOWN", conv.stride[0]),
            ("STRIDE_ACROSS", conv.stride[1]),
            ("APART_DOWN", conv.dilation[0]),
            ("APART_ACROSS", conv.dilation[1]),
        ];
        let launch = gpu.launch(&CONV).define("a_at", "gathered(at)");
        let launch = constants.into_iter().fold(launch, |launch, (name, size)| {
            // A division by 0 is refused, even where nothing is divided.
            let divides = ["ROWS", "COLUMNS", "CHANNELS", "PATCH", "KW"].contains(&name);
            let size = if divides { size.max(1) } else { size };
            launch.define(name, size.to_string())
        });
        match channels.is_multiple_of(4) {
            true => launch
                .define("A", "T")
                .define("IN_FOURS", "true")
                .define("number", "0.0")
                .define("quad", "a[at]"),
            false => launch,
        }
    }
}

pub(super) fn forward(
    gpu: &Gpu,
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    (window, activation): (Window, Activation),
) -> Tensor {
    let sizes = Sizes::new(x.shape(), weight.shape().last(), window);
    sizes.forward(gpu, x, weight, Finish { bias, activation })
}

/// The rules of `conv2d.rs`.
pub(super) fn backward(
    gpu: &Gpu,
    op: &Conv2d,
    [x, weight, y]: [&Tensor; 3],
    dy: Tensor,
    grads: &mut Grads,
) {
    let sizes = Sizes::new(x.shape(), weight.shape().last(), op.window);
    let ds = op.activation.backward_on(gpu, y, dy);
    if let Some(bias) = op.bias
        && grads.wants(bias)
    {
        let columns = [1, sizes.places(), sizes.0.outputs];
        let db = reduce::gpu::sum_middle(gpu, &ds, columns, 1.0);
        grads.add(bias, db.reshape([sizes.0.outputs]));
    }
    if grads.wants(op.weight) {
        grads.add(op.weight, sizes.weight(gpu, x, &ds));
    }
    if grads.wants(op.x) {
        grads.add(op.x, sizes.image(gpu, &ds, weight, None));
    }
}
