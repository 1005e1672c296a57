//! Our answers.

// -- counting: solutions go here --

// -- depth: solutions go here --

// -- transfer: solutions go here --

// ANCHOR: which_fit
/// Each name that the model wants is looked for in the file; what is then left of the file is unexpected.
pub fn which_fit(
    file: &[(String, Vec<usize>)],
    model: &[(String, Vec<usize>)],
) -> [Vec<String>; 4] {
    let [mut fits, mut misshapen, mut missing] = [const { Vec::new() }; 3];
    for (name, wanted) in model {
        let found = file.iter().find(|(other, _)| other == name);
        let list = match found {
            Some((_, shape)) if shape == wanted => &mut fits,
            Some(_) => &mut misshapen,
            None => &mut missing,
        };
        list.push(name.clone());
    }
    let is_wanted = |name: &String| model.iter().any(|(wanted, _)| wanted == name);
    let names = file.iter().map(|(name, _)| name);
    let unexpected = names.filter(|name| !is_wanted(name)).cloned().collect();
    [fits, misshapen, missing, unexpected]
}
// ANCHOR_END: which_fit

// ANCHOR: to_their_layout
/// Goes through the result in its order, and asks of each number where it is here.
pub fn to_their_layout(ours: &[f32], [height, width, inputs, outputs]: [usize; 4]) -> Vec<f32> {
    let mut theirs = Vec::with_capacity(ours.len());
    for output in 0..outputs {
        for input in 0..inputs {
            for row in 0..height {
                for column in 0..width {
                    let place = ((row * width + column) * inputs + input) * outputs + output;
                    theirs.push(ours[place]);
                }
            }
        }
    }
    theirs
}
// ANCHOR_END: to_their_layout

// ANCHOR: frozen_but_awake
/// In use the layer computes γ·(x − mean)/√variance + β. The variance that runs along is the unbiased one: that of a
/// batch of five, times 5/4.
pub fn frozen_but_awake() -> [f64; 4] {
    let follow = |running: f64, batch: f64| 0.75 * running + 0.25 * batch;
    let mean = follow(follow(1.0, 9.0), 7.0);
    let variance = follow(follow(4.0, 16.0 * 5.0 / 4.0), 9.6 * 5.0 / 4.0);
    let in_use = |mean: f64, variance: f64| 2.0 * (3.0 - mean) / variance.sqrt() + 1.0;
    [mean, variance, in_use(1.0, 4.0), in_use(mean, variance)]
}
// ANCHOR_END: frozen_but_awake

// -- looking: solutions go here --
