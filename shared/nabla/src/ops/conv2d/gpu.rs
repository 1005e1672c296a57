//! Convolution on a graphics card: three matrix products whose large matrix is never written down.

use super::super::matmul::gpu::{Finish, Matrix, multiply_by};
use super::super::reduce;
use super::Conv2d;
use crate::gpu::{Gpu, Kernel, Launch};
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

/// The sizes of a convolution of images `[N, H, W, C]` that makes `[N, H′, W′, K]`.
pub(crate) struct Sizes {
    /// `[N, H, W, C]`
    image: [usize; 4],
    /// `[H′, W′]`
    places: [usize; 2],
    outputs: usize,
    window: Window,
    /// What is added above and on the left.
    before: [usize; 2],
}

impl Sizes {
    #[track_caller]
    pub fn new(image: Shape, outputs: usize, window: Window) -> Self {
        let &[n, height, width, channels] = image.dims() else {
            panic!("conv2d: images are [N, H, W, C], this is {image}");
        };
        Sizes {
            image: [n, height, width, channels],
            places: window.output([height, width]),
            outputs,
            window,
            before: window.margins([height, width]).map(|[before, _]| before),
        }
    }

    fn taps(&self) -> usize {
        self.window.size[0] * self.window.size[1]
    }

    fn output(&self) -> [usize; 4] {
        let [rows, columns] = self.places;
        [self.image[0], rows, columns, self.outputs]
    }

    /// y = f(x ∗ weight + bias).
    pub fn forward(&self, gpu: &Gpu, x: &Tensor, weight: &Tensor, finish: Finish) -> Tensor {
        let (rows, patch) = (self.places(), self.taps() * self.image[3]);
        let weight = Matrix::new(weight, patch, self.outputs);
        let patches = Matrix::gathered(x, rows, patch);
        let launch = self.looking_at_image(gpu, rows);
        multiply_by(launch, gpu, patches, weight, self.output(), Some(finish))
    }

    /// dw `[KH, KW, C, K]` from x and ds.
    pub fn weight(&self, gpu: &Gpu, x: &Tensor, ds: &Tensor) -> Tensor {
        let (rows, patch) = (self.places(), self.taps() * self.image[3]);
        let patches = Matrix::gathered(x, rows, patch).t();
        let ds = Matrix::new(ds, rows, self.outputs);
        let [kh, kw] = self.window.size;
        let shape = [kh, kw, self.image[3], self.outputs];
        multiply_by(
            self.looking_at_image(gpu, rows),
            gpu,
            patches,
            ds,
            shape,
            None,
        )
    }

    /// dx `[N, H, W, C]` from ds and the weight.
    pub fn image(&self, gpu: &Gpu, ds: &Tensor, weight: &Tensor, finish: Option<Finish>) -> Tensor {
        let [n, height, width, channels] = self.image;
        let (rows, patch) = (n * height * width, self.taps() * self.outputs);
        let launch = self
            .launch(gpu, [height, width], self.places, self.outputs, rows)
            .define(
                "seen",
                "select(-1, (place + before - tap) / stride, place + before >= tap && (place + before - tap) % stride == 0)",
            )
            .define("b_at", "turned_weight(at)")
            .define("INPUTS", channels.to_string())
            .define("OUTPUTS", self.outputs.to_string());
        let launch = match self.outputs.is_multiple_of(4) {
            true => launch
                .define("B", "T")
                .define("WEIGHT_IN_FOURS", "true")
                .define("weight_quad", "b[at]"),
            false => launch.define("weight_number", "b[at]"),
        };
        let patches = Matrix::gathered(ds, rows, patch);
        let weight = Matrix::gathered(weight, channels, patch).t();
        multiply_by(launch, gpu, patches, weight, self.image, finish)
    }

    fn places(&self) -> usize {
        self.image[0] * self.places[0] * self.places[1]
    }

    fn looking_at_image<'g>(&self, gpu: &'g Gpu, rows: usize) -> Launch<'g> {
        let [_, height, width, channels] = self.image;
        self.launch(gpu, self.places, [height, width], channels, rows)
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
        let patch = self.taps() * channels;
        assert!(
            u32::try_from(rows * patch).is_ok(),
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
            ("KW", self.window.size[1]),
            ("TOP", self.before[0]),
            ("LEFT", self.before[1]),
            ("STRIDE_DOWN", self.window.stride[0]),
            ("STRIDE_ACROSS", self.window.stride[1]),
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
        let columns = [1, sizes.places(), sizes.outputs];
        let db = reduce::gpu::sum_middle(gpu, &ds, columns, 1.0);
        grads.add(bias, db.reshape([sizes.outputs]));
    }
    if grads.wants(op.weight) {
        grads.add(op.weight, sizes.weight(gpu, x, &ds));
    }
    if grads.wants(op.x) {
        grads.add(op.x, sizes.image(gpu, &ds, weight, None));
    }
}
