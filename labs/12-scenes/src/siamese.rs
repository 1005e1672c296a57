//! Pictures as points: the same network looks at both, and a distance says whether they are the same.

use nabla::{
    Activate, Activation, BatchNorm, Conv2d, Flatten, Init, Linear, MaxPool2d, Module, Padding,
    Rng, Sequential, Tape, Tensor, Var, Window,
};

/// Numbers of a point.
pub const DIM: usize = 32;

// ANCHOR: network
/// Pictures of `side` × `side` pixels, `[N, side, side, 1]`, to `dim` numbers each; so many blocks, of 32, 64, … channels.
pub fn network(side: usize, blocks: u32, dim: usize, rng: &mut Rng) -> Sequential {
    let window = Window::new(3).padding(Padding::Same);
    let (mut net, mut inputs) = (Sequential::new(), 1);
    for block in 0..blocks {
        let outputs = 32 << block;
        net = net
            .push(Conv2d::new(inputs, outputs, window, Init::He, rng))
            .push(BatchNorm::new(outputs))
            .push(Activate(Activation::Relu))
            .push(MaxPool2d::new(Window::new(2).stride(2)));
        inputs = outputs;
    }
    let inputs = inputs * (side >> blocks).pow(2);
    let last = Linear::new(inputs, dim, Init::Xavier, rng);
    net.push(Flatten).push(last)
}

/// The points, each brought to length 1: `[N, dim]`. One network, however many pictures: that is what *Siamese* means.
pub fn embed<'t>(net: &Sequential, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
    let point = net.forward(tape, x);
    point / (point.square().sum_axis(1) + 1e-8).sqrt()
}

/// The squared distance of each point to each: |a|² + |b|² − 2·a·b, `[N, N]`. (Rounding must not make it negative.)
pub fn distances(points: Var<'_>) -> Var<'_> {
    let squares = points.square().sum_axis(1);
    (squares + squares.t() - 2.0 * points.matmul_t(points)).relu()
}
// ANCHOR_END: network

/// What is to become smaller, from the squared distances of a batch, `[N, N]`, and the label of each of its pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Hadsell, Chopra and LeCun, 2006.
    Contrastive,
    /// Schroff, Kalenichenko and Philbin, 2015.
    Triplet,
    /// Goldberger and others, 2005: choose a neighbour by chance, the nearer the likelier; it is to be one of your own.
    Neighbours,
}

/// How far apart different pictures are to be, at least.
pub const MARGIN: f32 = 1.0;
/// By how much the squared distance to another class is to be larger than that to the own.
pub const LEAD: f32 = 0.3;
/// Of the choice of a neighbour.
const TEMPERATURE: f32 = 0.1;

impl Objective {
    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Objective::Contrastive => "contrastive",
            Objective::Triplet => "triplet",
            Objective::Neighbours => "neighbours",
        }
    }

    /// The loss of a batch in which each class has two pictures at least.
    pub fn of<'t>(self, squared: Var<'t>, labels: &[u32]) -> Var<'t> {
        match self {
            Objective::Contrastive => contrastive(squared, labels),
            Objective::Triplet => triplet(squared, labels),
            Objective::Neighbours => neighbours(squared, labels),
        }
    }
}

/// 1 where `holds` for two pictures of the batch, `[N, N]`.
fn where_pairs(labels: &[u32], holds: impl Fn(usize, usize) -> bool) -> Tensor {
    let n = labels.len();
    let pair = |p: usize| f32::from(u8::from(holds(p / n, p % n)));
    Tensor::from_vec((0..n * n).map(pair).collect(), [n, n])
}

// ANCHOR: contrastive
/// Pairs of the same class: d². Other pairs: max(0, margin − d)². Half the mean of each, added: there are many more others.
fn contrastive<'t>(squared: Var<'t>, labels: &[u32]) -> Var<'t> {
    let device = squared.value().device();
    let mean_where = |x: Var<'t>, pairs: Tensor| {
        let count: f32 = pairs.data().iter().sum();
        (x * squared.tape().constant(pairs.to(&device))).sum() / count
    };
    let same = where_pairs(labels, |a, b| a != b && labels[a] == labels[b]);
    let other = where_pairs(labels, |a, b| labels[a] != labels[b]);
    let short = (MARGIN - (squared + 1e-8).sqrt()).relu();
    (mean_where(squared, same) + mean_where(short.square(), other)) * 0.5
}
// ANCHOR_END: contrastive

// ANCHOR: triplet
/// For each picture one of its class and one of another: max(0, d²(own) − d²(other) + lead). The other is the nearest that
/// is farther away than the own one (*semi-hard*), or the farthest of all where none is: those that are nearest of all
/// would first pull everything into one point.
fn triplet<'t>(squared: Var<'t>, labels: &[u32]) -> Var<'t> {
    let n = labels.len();
    let value = squared.value().to(&nabla::Device::Cpu);
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for (a, row) in value.data().chunks_exact(n).enumerate() {
        let next = (1..n).map(|step| (a + step) % n);
        let mine = next.clone().find(|&b| labels[b] == labels[a]).unwrap_or(a);
        let others = || next.clone().filter(|&b| labels[b] != labels[a]);
        let beyond = others().filter(|&b| row[b] > row[mine]);
        let nearest = beyond.min_by(|&b, &c| row[b].total_cmp(&row[c]));
        let farthest = || others().max_by(|&b, &c| row[b].total_cmp(&row[c]));
        own.push(mine as u32);
        other.push(nearest.or_else(farthest).unwrap_or(a) as u32);
    }
    let at = |places: &[u32]| squared.pick(&nabla::Labels::from_ids(places, n));
    (at(&own) - at(&other) + LEAD).relu().mean()
}
// ANCHOR_END: triplet

// ANCHOR: neighbours
/// −ln of the probability that the neighbour is of the own class; nobody is its own neighbour.
fn neighbours<'t>(squared: Var<'t>, labels: &[u32]) -> Var<'t> {
    let device = squared.value().device();
    let constant = |pairs: Tensor| squared.tape().constant(pairs.to(&device));
    let itself = constant(where_pairs(labels, |a, b| a == b));
    let same = constant(where_pairs(labels, |a, b| labels[a] == labels[b]));
    let p = (squared * (-1.0 / TEMPERATURE) - 1e4 * itself).softmax();
    -((p * same).sum_axis(1) + 1e-8).ln().mean()
}
// ANCHOR_END: neighbours

/// The points of pictures `[N, side, side, 1]`, `[N, dim]`, some at a time.
pub fn points(net: &Sequential, pictures: &Tensor) -> Tensor {
    let mut points = trainer::outputs(net, pictures);
    unit(&mut points);
    points
}

/// Brings each point, a row, to length 1.
pub fn unit(points: &mut Tensor) {
    let dim = points.shape().last();
    for point in points.data_mut().chunks_exact_mut(dim) {
        let length = point.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-4);
        point.iter_mut().for_each(|x| *x /= length);
    }
}
