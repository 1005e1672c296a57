//! What is counted twice, and what is not counted.

/// What goes wrong with a convolution's cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slip {
    /// A place for each pixel.
    WithoutStride,
    /// Places rounded down.
    RoundedDown,
    /// No margin of zeros.
    WithoutMargin,
    /// All channels for each output.
    WithoutGroups,
    /// One group only.
    GroupsTwice,
    /// A bias in any case.
    BiasAlways,
    /// A bias in no case.
    BiasNever,
    /// A product for each bias.
    BiasInWork,
    /// Size for size · size.
    OneSide,
}

/// The cost, with one slip.
pub fn conv_cost(
    slip: Slip,
    [height, width, channels]: [usize; 3],
    outputs: usize,
    size: usize,
    stride: usize,
    groups: usize,
    bias: bool,
) -> [usize; 2] {
    let places = |side: usize| match slip {
        Slip::WithoutStride => side,
        Slip::RoundedDown => side / stride,
        Slip::WithoutMargin if side < size => 0,
        Slip::WithoutMargin => (side - size) / stride + 1,
        _ => side.div_ceil(stride),
    };
    let window = if slip == Slip::OneSide {
        size
    } else {
        size * size
    };
    let weights = match slip {
        Slip::WithoutGroups => window * channels * outputs,
        Slip::GroupsTwice => window * (channels / groups) * (outputs / groups),
        _ => window * (channels / groups) * outputs,
    };
    let has_bias = slip == Slip::BiasAlways || (bias && slip != Slip::BiasNever);
    let parameters = weights + if has_bias { outputs } else { 0 };
    let factor = if slip == Slip::BiasInWork {
        parameters
    } else {
        weights
    };
    [parameters, factor * places(height) * places(width)]
}

/// Every step is 1.
pub fn sees_without_strides(layers: &[(usize, usize)]) -> usize {
    1 + layers.iter().map(|(size, _)| size - 1).sum::<usize>()
}

/// Windows side by side.
pub fn sees_sum_of_sizes(layers: &[(usize, usize)]) -> usize {
    layers.iter().map(|(size, _)| size).sum::<usize>().max(1)
}

/// A layer's own stride counts for its own window.
pub fn sees_step_too_early(layers: &[(usize, usize)]) -> usize {
    let (mut reach, mut step) = (1, 1);
    for &(size, stride) in layers {
        step *= stride;
        reach += (size - 1) * step;
    }
    reach
}

/// Whole windows, where neighbours overlap.
pub fn sees_without_overlap(layers: &[(usize, usize)]) -> usize {
    let (mut reach, mut step) = (1, 1);
    for &(size, stride) in layers {
        reach += size * step;
        step *= stride;
    }
    reach
}

/// Only the stride right before counts.
pub fn sees_last_stride(layers: &[(usize, usize)]) -> usize {
    let (mut reach, mut step) = (1, 1);
    for &(size, stride) in layers {
        reach += (size - 1) * step;
        step = stride;
    }
    reach
}

/// From the back, without taking away the one that is counted twice.
pub fn sees_backwards(layers: &[(usize, usize)]) -> usize {
    (layers.iter().rev()).fold(1, |reach, (size, stride)| reach * stride + size - 1)
}

/// The network read from its end.
pub fn sees_upside_down(layers: &[(usize, usize)]) -> usize {
    let turned: Vec<(usize, usize)> = layers.iter().rev().copied().collect();
    crate::solutions::sees(&turned)
}
