//! Shapes, parameters and work, layer by layer, of a network that does not exist yet.

use super::{Architecture, Layer};
use labkit::Error;
use nabla::{Padding, Shape, Window};

/// What one layer makes and costs, for one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands: layer 3's path 1's layer 0 is `[3, 1, 0]`.
    pub place: Vec<usize>,
    /// What it is.
    pub layer: String,
    /// What goes out, without the batch axis.
    pub output: Shape,
    /// How many numbers are learned: weights, biases, γ and β.
    pub parameters: u64,
    /// Products that are added up, of convolutions and dense layers alone.
    pub multiply_adds: u64,
}

impl Row {
    /// `3.1.0`.
    pub fn name(&self) -> String {
        dotted(&self.place)
    }
}

fn dotted(place: &[usize]) -> String {
    let numbers: Vec<String> = place.iter().map(usize::to_string).collect();
    numbers.join(".")
}

/// A network counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// One for each layer; a sum and a concatenation come after the layers of their paths.
    pub rows: Vec<Row>,
    /// What the last one gives.
    pub output: Shape,
}

impl Counted {
    /// How many numbers the whole network learns.
    pub fn parameters(&self) -> u64 {
        self.rows.iter().map(|row| row.parameters).sum()
    }

    /// How much it multiplies and adds for one picture.
    pub fn multiply_adds(&self) -> u64 {
        self.rows.iter().map(|row| row.multiply_adds).sum()
    }
}

impl Architecture {
    // ANCHOR: count
    /// Every layer's output, parameters and multiply-adds for one input, `[H, W, C]` or `[N]`, without the batch axis.
    ///
    /// # Errors
    /// If a layer cannot take what comes in: which one, and the shapes.
    pub fn count(&self, input: impl Into<Shape>) -> Result<Counted, Error> {
        let mut rows = Vec::new();
        let output = self.walk(input.into(), &[], &mut rows)?;
        Ok(Counted { rows, output })
    }

    fn walk(&self, input: Shape, within: &[usize], rows: &mut Vec<Row>) -> Result<Shape, Error> {
        let mut shape = input;
        for (i, layer) in self.0.iter().enumerate() {
            let place = [within, &[i]].concat();
            let mut ends = Vec::new();
            for (number, path) in layer.paths().iter().enumerate() {
                let within = [&place[..], &[number]].concat();
                ends.push(path.walk(shape, &within, rows)?);
            }
            let misfit =
                |what: String| Error::new(format!("layer {} ({layer}): {what}", dotted(&place)));
            let output = layer.output(shape, &ends).map_err(misfit)?;
            let (parameters, multiply_adds) = layer.cost(shape, output).map_err(misfit)?;
            rows.push(Row {
                place: place.clone(),
                layer: layer.to_string(),
                output,
                parameters,
                multiply_adds,
            });
            shape = output;
        }
        Ok(shape)
    }
    // ANCHOR_END: count

    /// How far one number of the last picture sees on the first, `[height, width]`; along the longest path. What sees the whole
    /// picture by its nature (a mean of all, a dense layer) is not counted.
    pub fn sees(&self) -> [usize; 2] {
        [0, 1].map(|axis| self.look(axis, (1, 1)).0)
    }

    /// Reach, and how far apart two neighbours stand on the first picture, behind these layers.
    fn look(&self, axis: usize, before: (usize, usize)) -> (usize, usize) {
        self.0.iter().fold(before, |before, layer| {
            let ends = layer.paths().iter().map(|path| path.look(axis, before));
            let (reach, step) = ends.fold(before, |a, b| (a.0.max(b.0), a.1.max(b.1)));
            let (size, stride) = match layer {
                Layer::Conv { window, .. } | Layer::Pool { window, .. } => {
                    (window.reach()[axis], window.stride[axis])
                }
                Layer::Subsample { stride, .. } => (1, *stride),
                _ => (1, 1),
            };
            (reach + (size - 1) * step, step * stride)
        })
    }
}

impl Layer {
    /// The paths side by side, if it has some.
    pub fn paths(&self) -> &[Architecture] {
        match self {
            Layer::Sum(paths) | Layer::Concat(paths) => paths,
            _ => &[],
        }
    }

    // ANCHOR: output
    /// What goes out where `input` comes in, and `ends` out of its paths.
    pub(super) fn output(&self, input: Shape, ends: &[Shape]) -> Result<Shape, String> {
        match self {
            Layer::Norm | Layer::Relu | Layer::Dropout(_) => Ok(input),
            Layer::Conv {
                outputs, window, ..
            } => {
                let [channels, groups] = [picture(input)?[2], window.groups];
                if *outputs == 0 || channels % groups + outputs % groups > 0 {
                    return Err(format!(
                        "{input} comes in, and {outputs} channels go out; {groups} groups divide both, and neither is 0"
                    ));
                }
                places(*window, input, *outputs)
            }
            Layer::Pool { .. } => {
                let [height, width, channels] = picture(input)?;
                places(self.pool_on([height, width]), input, channels)
            }
            Layer::Subsample { outputs, stride } => {
                let channels = picture(input)?[2];
                if *outputs < channels {
                    return Err(format!(
                        "{input} comes in, and zeros cannot make {outputs} channels of {channels}; project them by a convolution of 1×1"
                    ));
                }
                places(Window::new(1).stride(*stride), input, *outputs)
            }
            Layer::GlobalAvgPool => Ok(Shape::from([picture(input)?[2]])),
            Layer::Flatten => Ok(Shape::from([times(input.dims())? as usize])),
            Layer::Linear(outputs) => match (input.dims(), outputs) {
                ([_], 1..) => Ok(Shape::from([*outputs])),
                _ => Err(format!(
                    "it takes a row of numbers and gives at least one; {input} comes in, {outputs} go out; flatten a picture, or take the mean of each channel"
                )),
            },
            Layer::Sum(_) => alike(input, ends, |end| end, "only what is alike can be added"),
            Layer::Concat(_) if input.rank() == 0 => Err("a number has no channels".to_string()),
            Layer::Concat(_) => {
                let size = |end: Shape| end.with_axis(end.rank() - 1, 1);
                let first = alike(input, ends, size, "side by side they need one size")?;
                let channels = ends.iter().map(Shape::last).sum();
                Ok(first.with_axis(first.rank() - 1, channels))
            }
        }
    }
    // ANCHOR_END: output

    // ANCHOR: cost
    /// Parameters, and multiply-adds for one picture.
    fn cost(&self, input: Shape, output: Shape) -> Result<(u64, u64), String> {
        match self {
            Layer::Conv { window, bias, .. } => {
                let [_, _, channels] = picture(input)?;
                let [rows, columns, outputs] = picture(output)?;
                let [height, width] = window.size;
                let weights = times(&[height, width, channels / window.groups, outputs])?;
                let biases = if *bias { outputs as u64 } else { 0 };
                Ok((weights + biases, times(&[weights as usize, rows, columns])?))
            }
            Layer::Linear(outputs) => {
                let weights = times(&[input.last(), *outputs])?;
                Ok((weights + *outputs as u64, weights))
            }
            Layer::Norm => Ok((2 * input.last() as u64, 0)),
            _ => Ok((0, 0)),
        }
    }
    // ANCHOR_END: cost

    /// The window of a pooling layer on a picture `[height, width]`: where it rounds up, with as much more below and on the right as
    /// the last place needs. That place begins on the picture or on its margin before, never behind it (PyTorch's rule).
    pub(super) fn pool_on(&self, picture: [usize; 2]) -> Window {
        let Layer::Pool {
            window, rounds_up, ..
        } = self
        else {
            return Window::new(1);
        };
        let [mut rows, mut columns] = window.margins(picture);
        for (axis, margins) in [(0, &mut rows), (1, &mut columns)] {
            let (size, stride) = (window.size[axis], window.stride[axis]);
            let room = margins[0] + picture[axis];
            let steps = (room + margins[1]).saturating_sub(size).div_ceil(stride);
            let steps = steps.min(room.saturating_sub(1) / stride);
            if *rounds_up {
                margins[1] = margins[1].max((steps * stride + size).saturating_sub(room));
            }
        }
        window.padding(Padding::Explicit { rows, columns })
    }
}

fn picture(shape: Shape) -> Result<[usize; 3], String> {
    match *shape.dims() {
        [height, width, channels] => Ok([height, width, channels]),
        _ => Err(format!(
            "it takes a picture [H, W, C], and {shape} comes in"
        )),
    }
}

/// What a window makes of a picture, with so many channels.
fn places(window: Window, input: Shape, channels: usize) -> Result<Shape, String> {
    let [height, width, _] = picture(input)?;
    let margins = window.margins([height, width]);
    for (axis, side) in [height, width].into_iter().enumerate() {
        let padded = side + margins[axis].iter().sum::<usize>();
        let (reach, stride) = (window.reach()[axis], window.stride[axis]);
        if reach.max(stride) > padded {
            let [down, right] = window.size;
            return Err(format!(
                "{input} comes in, with its margins {padded} long, which is less than a window of {down}×{right} with a stride of {stride}; begin with a larger picture, or take fewer strides"
            ));
        }
    }
    let [rows, columns] = window.output([height, width]);
    Ok(Shape::from([rows, columns, channels]))
}

/// The first of these, if there is one and `what` is the same of all.
fn alike(
    input: Shape,
    ends: &[Shape],
    what: fn(Shape) -> Shape,
    why: &str,
) -> Result<Shape, String> {
    let Some(&first) = ends.first() else {
        return Err(format!("{input} comes in, and there is no path to take"));
    };
    match ends.iter().find(|&&end| what(end) != what(first)) {
        None => Ok(first),
        Some(other) => Err(format!(
            "one path gives {first}, another {other}; {why}: give them the same strides and channels"
        )),
    }
}

/// The product; all of it must be countable on any machine.
fn times(factors: &[usize]) -> Result<u64, String> {
    let mut factors_of = factors.iter();
    let product = factors_of.try_fold(1_u64, |all, &factor| all.checked_mul(factor as u64));
    product.ok_or_else(|| format!("{factors:?} multiplied is more than can be counted"))
}
