//! A transposed convolution, an interpolation, a score.

use crate::solutions;

type Rows = Vec<Vec<f64>>;

/// Goes through a transposed convolution: `put` gets a place of the canvas and what is painted there.
fn conv_transpose(
    (x, kernel): (&[Vec<f64>], &[Vec<f64>]),
    stride: usize,
    margin: usize,
    put: impl Fn(&mut f64, f64),
) -> Rows {
    cut(&painted((x, kernel), [stride; 2], put), [margin; 2])
}

/// The whole canvas, with a stride for the rows and one for the columns.
fn painted(
    (x, kernel): (&[Vec<f64>], &[Vec<f64>]),
    [down, right]: [usize; 2],
    put: impl Fn(&mut f64, f64),
) -> Rows {
    let rows = (x.len() - 1) * down + kernel.len();
    let columns = (x[0].len() - 1) * right + kernel[0].len();
    let mut canvas = vec![vec![0.0; columns]; rows];
    for (i, row) in x.iter().enumerate() {
        for (j, strength) in row.iter().enumerate() {
            for (a, weights) in kernel.iter().enumerate() {
                for (b, weight) in weights.iter().enumerate() {
                    put(&mut canvas[down * i + a][right * j + b], strength * weight);
                }
            }
        }
    }
    canvas
}

/// So much cut off before and behind, of the rows and of each row.
fn cut(canvas: &[Vec<f64>], [before, behind]: [usize; 2]) -> Rows {
    let inner = &canvas[before..canvas.len() - behind];
    inner
        .iter()
        .map(|row| row[before..row.len() - behind].to_vec())
        .collect()
}

fn add(place: &mut f64, new: f64) {
    *place += new;
}

/// A stride for the rows and another for the columns.
pub fn painted_with_strides(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    strides: [usize; 2],
    margin: usize,
) -> Rows {
    let canvas = painted((x, kernel), strides, add);
    let is_large = canvas.len() > 2 * margin && canvas[0].len() > 2 * margin;
    cut(&canvas, if is_large { [margin; 2] } else { [0; 2] })
}

/// A margin before and another behind.
pub fn painted_with_half_margin(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margins: [usize; 2],
) -> Rows {
    cut(&painted((x, kernel), [stride; 2], add), margins)
}

/// Room for a stride behind every copy.
pub fn painted_on_a_large_canvas(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Rows {
    let mut canvas = painted((x, kernel), [stride; 2], add);
    let width = canvas[0].len() + stride;
    canvas.resize(canvas.len() + stride, Vec::new());
    canvas.iter_mut().for_each(|row| row.resize(width, 0.0));
    cut(&canvas, [margin; 2])
}

/// Rows and columns of the kernel exchanged.
pub fn painted_transposed(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Rows {
    let column = |at: usize| kernel.iter().map(|row| row[at]).collect();
    let turned: Rows = (0..kernel[0].len()).map(column).collect();
    cut(&painted((x, &turned), [stride; 2], add), [margin; 2])
}

/// The mean where copies overlap.
pub fn painted_by_mean(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    let mut canvas = painted((x, kernel), [stride; 2], add);
    let counts = painted((x, kernel), [stride; 2], |place, _| *place += 1.0);
    for (place, count) in canvas.iter_mut().flatten().zip(counts.iter().flatten()) {
        *place /= f64::max(*count, 1.0);
    }
    cut(&canvas, [margin; 2])
}

/// The last copy covers what lay there.
pub fn painted_over(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    conv_transpose((x, kernel), stride, margin, |place, new| *place = new)
}

/// Turns the kernel by half a turn.
pub fn painted_turned(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    let turn = |row: &Vec<f64>| row.iter().rev().copied().collect();
    let turned: Rows = kernel.iter().rev().map(turn).collect();
    conv_transpose((x, &turned), stride, margin, |place, new| *place += new)
}

/// Leaves the margin on.
pub fn painted_with_margin(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize) -> Rows {
    conv_transpose((x, kernel), stride, 0, |place, new| *place += new)
}

/// Adds the margin, as a convolution would.
pub fn painted_margin_added(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Rows {
    let conv_transpose = painted_with_margin(x, kernel, stride);
    let width = conv_transpose[0].len() + 2 * margin;
    let beside = vec![0.0; margin];
    let mut framed = vec![vec![0.0; width]; margin];
    framed.extend(
        conv_transpose
            .iter()
            .map(|row| [&beside, row.as_slice(), &beside].concat()),
    );
    framed.extend(vec![vec![0.0; width]; margin]);
    framed
}

/// Moves the kernel by one, and then leaves places out: a convolution with a stride.
pub fn painted_by_one(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    let dense = conv_transpose((x, kernel), 1, 0, |place, new| *place += new);
    let thinned = dense.iter().step_by(stride);
    let rows: Rows = thinned
        .map(|row| row.iter().step_by(stride).copied().collect())
        .collect();
    let cut = |side: usize| margin.min(side)..side.saturating_sub(margin).max(margin.min(side));
    rows[cut(rows.len())]
        .iter()
        .map(|row| row[cut(row.len())].to_vec())
        .collect()
}

/// Repeats every number, and slides over that.
pub fn painted_on_blocks(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Rows {
    let wide = |row: &Vec<f64>| row.iter().flat_map(|&v| vec![v; stride]).collect();
    let large: Rows = x.iter().flat_map(|row| vec![wide(row); stride]).collect();
    solutions::conv_transpose(&large, kernel, 1, margin)
}

/// The straight way.
pub fn arc_straight(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    weigh(from, 1.0 - at, to, at)
}

/// From the end to the beginning.
pub fn arc_backwards(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    solutions::slerp(from, to, 1.0 - at)
}

/// Forgets to divide by sin Ω.
pub fn arc_undivided(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let angle = angle(from, to);
    if angle.sin() < 1e-6 {
        return arc_straight(from, to, at);
    }
    weigh(from, ((1.0 - at) * angle).sin(), to, (at * angle).sin())
}

/// Takes the product of the two for the cosine.
pub fn arc_of_the_product(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let product: f64 = from.iter().zip(to).map(|(a, b)| a * b).sum();
    turned_by(product.clamp(-1.0, 1.0).acos(), (from, to), at)
}

/// Walks between the directions, and forgets the lengths.
pub fn arc_of_directions(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let unit = |z: &[f64]| -> Vec<f64> {
        let length = z.iter().map(|x| x * x).sum::<f64>().sqrt();
        z.iter().map(|x| x / length).collect()
    };
    solutions::slerp(&unit(from), &unit(to), at)
}

/// Divides by 0 where both have one direction.
pub fn arc_without_the_straight_case(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let angle = angle(from, to);
    let (first, second) = (((1.0 - at) * angle).sin(), (at * angle).sin());
    weigh(from, first / angle.sin(), to, second / angle.sin())
}

/// Right, but for a cosine above 1.
pub fn arc_not_clamped(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    turned_by(cosine(from, to).acos(), (from, to), at)
}

/// The straight line, as long as the beginning.
pub fn arc_by_stretching(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let straight = arc_straight(from, to, at);
    let by = length(from) / length(&straight);
    straight.iter().map(|x| x * by).collect()
}

/// Direction and length each for itself.
pub fn arc_with_even_length(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let direction = arc_of_directions(from, to, at);
    let long = (1.0 - at) * length(from) + at * length(to);
    direction.iter().map(|x| x * long).collect()
}

/// Cosines for weights.
pub fn arc_by_cosines(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let angle = angle(from, to);
    weigh(from, (at * angle).cos(), to, ((1.0 - at) * angle).cos())
}

/// Forgets acos.
pub fn arc_of_the_cosine(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    turned_by(cosine(from, to), (from, to), at)
}

fn length(z: &[f64]) -> f64 {
    z.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn turned_by(angle: f64, (from, to): (&[f64], &[f64]), at: f64) -> Vec<f64> {
    let sine = angle.sin();
    if sine < 1e-6 {
        return arc_straight(from, to, at);
    }
    weigh(
        from,
        ((1.0 - at) * angle).sin() / sine,
        to,
        (at * angle).sin() / sine,
    )
}

fn angle(from: &[f64], to: &[f64]) -> f64 {
    cosine(from, to).clamp(-1.0, 1.0).acos()
}

fn cosine(from: &[f64], to: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = (product(from, from) * product(to, to)).sqrt();
    product(from, to) / lengths
}

fn weigh(a: &[f64], of_a: f64, b: &[f64], of_b: f64) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| of_a * a + of_b * b).collect()
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).powi(2))
        .sum::<f64>()
        .sqrt()
}

/// Counts the point itself among its neighbours.
pub fn neighbours_with_oneself(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let radius = |i| if k == 1 { 0.0 } else { kth(real, i, k - 1) };
    within(real, forged, radius)
}

/// One ball size for all: the mean.
pub fn neighbours_in_equal_balls(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let mean = (0..real.len()).map(|i| kth(real, i, k)).sum::<f64>() / real.len() as f64;
    within(real, forged, |_| mean)
}

/// Puts the balls around the forged points.
pub fn neighbours_of_the_forged(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let k = k.min(forged.len() - 1);
    let [found, good] = within(forged, real, |i| kth(forged, i, k));
    [good, found]
}

/// The two shares in the other order.
pub fn neighbours_swapped(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let [precision, coverage] = solutions::precision_and_coverage(real, forged, k);
    [coverage, precision]
}

/// Counts hits, not points: the density.
pub fn neighbours_by_hits(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let [_, coverage] = solutions::precision_and_coverage(real, forged, k);
    let hits = |i: usize| {
        let radius = kth(real, i, k);
        forged
            .iter()
            .filter(|point| apart(point, &real[i]) <= radius)
            .count()
    };
    let all: usize = (0..real.len()).map(hits).sum();
    [all as f64 / (k * forged.len()) as f64, coverage]
}

/// What lies on the rim is out.
pub fn neighbours_without_rim(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let radii: Vec<f64> = (0..real.len()).map(|i| kth(real, i, k)).collect();
    shares(real, forged, |point, i| apart(point, &real[i]) < radii[i])
}

/// Leaves out all real points that are equal to the one in the middle.
pub fn neighbours_without_twins(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    within(real, forged, |i| {
        let others = real.iter().filter(|other| **other != real[i]);
        let mut distances: Vec<f64> = others.map(|other| apart(&real[i], other)).collect();
        distances.sort_by(f64::total_cmp);
        distances[k - 1]
    })
}

/// Takes forged points for neighbours, too.
pub fn neighbours_among_all(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let all = [real, forged].concat();
    within(real, forged, |i| kth(&all, i, k))
}

/// Takes the neighbour after the k-th.
pub fn neighbours_one_further(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    within(real, forged, |i| kth(real, i, k + 1))
}

/// Distances along the axes.
pub fn neighbours_around_the_corner(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let far = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>();
    let radius = |i: usize| {
        let others = real.iter().enumerate().filter(|(j, _)| *j != i);
        let mut distances: Vec<f64> = others.map(|(_, other)| far(&real[i], other)).collect();
        distances.sort_by(f64::total_cmp);
        distances[k - 1]
    };
    let radii: Vec<f64> = (0..real.len()).map(radius).collect();
    shares(real, forged, |point, i| far(point, &real[i]) <= radii[i])
}

fn kth(points: &[Vec<f64>], i: usize, k: usize) -> f64 {
    let others = points.iter().enumerate().filter(|(j, _)| *j != i);
    let mut distances: Vec<f64> = others.map(|(_, other)| apart(&points[i], other)).collect();
    distances.sort_by(f64::total_cmp);
    distances[k - 1]
}

fn within(real: &[Vec<f64>], forged: &[Vec<f64>], radius: impl Fn(usize) -> f64) -> [f64; 2] {
    let radii: Vec<f64> = (0..real.len()).map(radius).collect();
    shares(real, forged, |point, i| apart(point, &real[i]) <= radii[i])
}

/// Both shares, where `lies(point, i)` says whether a forged point is in the ball of real point number i.
fn shares(
    real: &[Vec<f64>],
    forged: &[Vec<f64>],
    lies: impl Fn(&[f64], usize) -> bool,
) -> [f64; 2] {
    let good = forged
        .iter()
        .filter(|point| (0..real.len()).any(|i| lies(point, i)));
    let found = (0..real.len()).filter(|&i| forged.iter().any(|point| lies(point, i)));
    [
        good.count() as f64 / forged.len() as f64,
        found.count() as f64 / real.len() as f64,
    ]
}
