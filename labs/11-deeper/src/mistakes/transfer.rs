//! What may go wrong between a file and a model.

use crate::solutions;

type Array = (String, Vec<usize>);
type Lists = [Vec<String>; 4];

/// Compares the first with the first, the second with the second.
pub fn which_fit_by_place(file: &[Array], model: &[Array]) -> Lists {
    let mut lists = Lists::default();
    for (i, wanted) in model.iter().enumerate() {
        let list = match file.get(i) {
            Some(found) if found == wanted => 0,
            Some(found) if found.0 == wanted.0 => 1,
            _ => 2,
        };
        lists[list].push(wanted.0.clone());
    }
    let beyond = file.iter().enumerate();
    let beyond = beyond.filter(|(i, found)| model.get(*i).is_none_or(|m| m.0 != found.0));
    lists[3] = beyond.map(|(_, found)| found.0.clone()).collect();
    lists
}

/// Asks for the same name, and for shapes that `agree`.
fn which_fit_if(file: &[Array], model: &[Array], agree: fn(&[usize], &[usize]) -> bool) -> Lists {
    let mut file = file.to_vec();
    for (name, shape) in &mut file {
        if let Some((_, wanted)) = model.iter().find(|(other, _)| other == name)
            && agree(shape, wanted)
        {
            shape.clone_from(wanted);
        }
    }
    solutions::which_fit(&file, model)
}

/// Counts numbers, and does not look at the shape.
pub fn which_fit_by_count(file: &[Array], model: &[Array]) -> Lists {
    which_fit_if(file, model, |found, wanted| {
        found.iter().product::<usize>() == wanted.iter().product::<usize>()
    })
}

/// Looks at names alone.
pub fn which_fit_by_name(file: &[Array], model: &[Array]) -> Lists {
    which_fit_if(file, model, |_, _| true)
}

/// Missing and unexpected change places.
pub fn which_fit_exchanged(file: &[Array], model: &[Array]) -> Lists {
    let [fits, misshapen, missing, unexpected] = solutions::which_fit(file, model);
    [fits, misshapen, unexpected, missing]
}

/// What has another shape is said to be missing, and unexpected.
pub fn which_fit_absent(file: &[Array], model: &[Array]) -> Lists {
    let mut other = file.to_vec();
    for (name, shape) in &mut other {
        if !model.contains(&(name.clone(), shape.clone())) {
            name.push('\0');
        }
    }
    solutions::which_fit(&other, model).map(|list| {
        let names = list.iter().map(|name| name.trim_end_matches('\0'));
        names.map(String::from).collect()
    })
}

/// Goes through the file, so that its order is kept.
pub fn which_fit_in_file_order(file: &[Array], model: &[Array]) -> Lists {
    let mut lists = solutions::which_fit(file, model);
    let place = |name: &String| file.iter().position(|(other, _)| other == name);
    lists[0].sort_by_key(place);
    lists[1].sort_by_key(place);
    lists
}

/// The sizes of four axes, in our order.
type Sizes = [usize; 4];

/// The numbers in the order that goes through these axes of ours, the last the fastest.
fn in_order(ours: &[f32], sizes: Sizes, axes: Sizes) -> Vec<f32> {
    let [_, b, c, d] = sizes;
    let steps = [b * c * d, c * d, d, 1];
    let mut places = vec![0];
    for axis in axes {
        let further = |place: usize| (0..sizes[axis]).map(move |i| place + i * steps[axis]);
        places = places.into_iter().flat_map(further).collect();
    }
    places.into_iter().map(|place| ours[place]).collect()
}

/// Gives the array another shape, and leaves the numbers where they are.
pub fn to_their_layout_reshaped(ours: &[f32], _: Sizes) -> Vec<f32> {
    ours.to_vec()
}

/// Inputs before outputs.
pub fn to_their_layout_inputs_first(ours: &[f32], sizes: Sizes) -> Vec<f32> {
    in_order(ours, sizes, [2, 3, 0, 1])
}

/// All four axes turned round, and with them the window.
pub fn to_their_layout_turned_round(ours: &[f32], sizes: Sizes) -> Vec<f32> {
    in_order(ours, sizes, [3, 2, 1, 0])
}

/// Outputs first, and the inputs left at the end.
pub fn to_their_layout_inputs_last(ours: &[f32], sizes: Sizes) -> Vec<f32> {
    in_order(ours, sizes, [3, 0, 1, 2])
}

/// Takes the numbers for PyTorch's, and makes ours of them.
pub fn to_their_layout_backwards(theirs: &[f32], [h, w, i, o]: Sizes) -> Vec<f32> {
    in_order(theirs, [o, i, h, w], [2, 3, 1, 0])
}

/// Turns each window by half a turn, as a convolution of the textbook does.
pub fn to_their_layout_flipped(ours: &[f32], sizes: Sizes) -> Vec<f32> {
    let theirs = solutions::to_their_layout(ours, sizes);
    let windows = theirs.chunks(sizes[0] * sizes[1]);
    windows.flat_map(|w| w.iter().rev().copied()).collect()
}

/// What the layer makes of 3, in use.
fn in_use(mean: f64, variance: f64) -> f64 {
    2.0 * (3.0 - mean) / variance.sqrt() + 1.0
}

/// The four numbers of a layer whose statistics end here.
fn awake(mean: f64, variance: f64) -> [f64; 4] {
    [mean, variance, 3.0, in_use(mean, variance)]
}

/// Frozen is frozen.
pub fn frozen_but_awake_asleep() -> [f64; 4] {
    awake(1.0, 4.0)
}

/// The variance of the batch as it is.
pub fn frozen_but_awake_biased() -> [f64; 4] {
    awake(4.0, 7.65)
}

/// Momentum is the share of the old.
pub fn frozen_but_awake_kerass() -> [f64; 4] {
    awake(7.0, 13.0)
}

/// One batch alone.
pub fn frozen_but_awake_once() -> [f64; 4] {
    awake(3.0, 8.0)
}

/// Divides by the variance.
pub fn frozen_but_awake_without_root() -> [f64; 4] {
    [4.0, 9.0, 2.0, 2.0 * (3.0 - 4.0) / 9.0 + 1.0]
}

/// γ and β do not take part.
pub fn frozen_but_awake_plain() -> [f64; 4] {
    [4.0, 9.0, 1.0, -1.0 / 3.0]
}
