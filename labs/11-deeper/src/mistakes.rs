//! Answers that are plausible and wrong, as far as they are no single line of `judging`. The judge compares a wrong answer with these,
//! to say which thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions;
use ndarray::ArrayView4;

/// A picture, or a layer's maps: rows of pixels, each with its channels.
type Picture = [Vec<Vec<f64>>];
type Table = Vec<Vec<f64>>;
type Array = (String, Vec<usize>);
type Lists = [Vec<String>; 4];

/// The way back through a residual stack, with this `factor` of weight and tanh in place of 1 + w·(1 − tanh²).
pub fn back(x: f64, weights: &[f64], upstream: f64, factor: fn(f64, f64) -> f64) -> Vec<f64> {
    let forward = |x: &mut f64, w: &f64| {
        let bent = x.tanh();
        *x += w * bent;
        Some(bent)
    };
    let bents: Vec<f64> = weights.iter().scan(x, forward).collect();
    let mut above = upstream;
    let mut gradients = Vec::new();
    for (&w, &bent) in weights.iter().zip(&bents).rev() {
        gradients.push(above * bent);
        above *= factor(w, bent);
    }
    gradients.reverse();
    gradients
}

/// Of each block the tanh of what comes out, where that of what goes in belongs.
pub fn by_outputs(mut x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    let right = solutions::residual_gradient(x, weights, upstream);
    let blocks = right.iter().zip(weights).map(|(g, w)| {
        let before = x.tanh();
        x += w * before;
        g / before * x.tanh()
    });
    blocks.collect()
}

/// A picture, its padding, the corner of the piece, and whether it is flipped.
type Cut = (Vec<Table>, usize, [usize; 2], bool);

/// The picture is flipped, and then cut.
pub fn flipped_first((picture, padding, corner, flip): &Cut) -> Vec<Table> {
    let mut picture = picture.clone();
    if *flip {
        picture.iter_mut().for_each(|row| row.reverse());
    }
    solutions::crop_and_flip(&picture, *padding, *corner, false)
}

/// Above and below change places.
pub fn upside_down((picture, padding, corner, flip): &Cut) -> Vec<Table> {
    let mut piece = solutions::crop_and_flip(picture, *padding, *corner, false);
    if *flip {
        piece.reverse();
    }
    piece
}

/// Asks for the same name, and for shapes that `agree`.
pub fn which_fit_if(
    file: &[Array],
    model: &[Array],
    agree: fn(&[usize], &[usize]) -> bool,
) -> Lists {
    let mut file = file.to_vec();
    for (name, shape) in &mut file {
        let wanted = model.iter().find(|(other, _)| other == name);
        if let Some((_, wanted)) = wanted.filter(|(_, wanted)| agree(shape, wanted)) {
            shape.clone_from(wanted);
        }
    }
    solutions::which_fit(&file, model)
}

/// What has another shape is said to be missing, and unexpected.
pub fn which_fit_absent(file: &[Array], model: &[Array]) -> Lists {
    let alone = |of: &[Array], others: &[Array]| {
        let alone = of.iter().filter(|array| !others.contains(array));
        alone.map(|(name, _)| name.clone()).collect()
    };
    let [fits, ..] = solutions::which_fit(file, model);
    [fits, Vec::new(), alone(model, file), alone(file, model)]
}

/// Goes through the file, so that its order is kept.
pub fn which_fit_in_file_order(file: &[Array], model: &[Array]) -> Lists {
    let mut lists = solutions::which_fit(file, model);
    let place = |name: &String| file.iter().position(|(other, _)| other == name);
    let two = lists[..2].iter_mut();
    two.for_each(|list| list.sort_by_key(place));
    lists
}

/// The numbers of four axes in the order that goes through `axes` of them, the last the fastest.
///
/// # Panics
/// If there are not as many numbers as the sizes say.
pub fn in_order(numbers: &[f32], sizes: [usize; 4], axes: [usize; 4]) -> Vec<f32> {
    let array = ArrayView4::from_shape(sizes, numbers).expect("as many numbers as the sizes say");
    array.permuted_axes(axes).iter().copied().collect()
}

/// Grad-CAM without its cut at 0; each channel's part is `cut` by itself.
pub fn cam(a: &Picture, g: &Picture, cut: fn(f64) -> f64) -> Table {
    let slopes: Vec<&Vec<f64>> = g.iter().flatten().collect();
    let mean = |c: usize| slopes.iter().map(|p| p[c]).sum::<f64>() / slopes.len() as f64;
    let parts = |p: &Vec<f64>| p.iter().enumerate().map(|(c, a)| cut(a * mean(c))).sum();
    let row = |row: &Table| row.iter().map(parts).collect();
    a.iter().map(row).collect()
}

/// Multiplies each activation by the gradient in its own place.
pub fn cam_in_place(a: &Picture, g: &Picture) -> Table {
    let row = |(a, g): (&Table, &Table)| a.iter().zip(g).map(|(a, g)| dot(a, g).max(0.0)).collect();
    a.iter().zip(g).map(row).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Each number so many times as large.
pub fn times(mut table: Table, factor: f64) -> Table {
    table.iter_mut().flatten().for_each(|x| *x *= factor);
    table
}

/// Multiplies positions, not channels.
pub fn gram_of_positions(f: &[Vec<f64>]) -> Table {
    let row = |a: &Vec<f64>| f.iter().map(|b| dot(a, b) / f.len() as f64).collect();
    f.iter().map(row).collect()
}

/// Takes off the mean of each channel first.
pub fn gram_centred(f: &[Vec<f64>]) -> Table {
    let mean = |c: usize| f.iter().map(|p| p[c]).sum::<f64>() / f.len() as f64;
    let middle: Vec<f64> = (0..f[0].len()).map(mean).collect();
    let apart = |p: &Vec<f64>| p.iter().zip(&middle).map(|(x, m)| x - m).collect();
    solutions::gram(&f.iter().map(apart).collect::<Vec<_>>())
}
