//! The table that Keras made a habit: what comes out of each layer, and what it costs.

use super::{Module, Row, parameters, trainable_parameters};
use crate::Shape;

/// A table of a model's layers: output shape and number of parameters. `input` is the shape of one
/// example, so without the batch axis; so are the shapes in the table. A model that keeps statistics
/// has two more lines, of how many numbers are trained and how many are not.
///
/// # Panics
/// If a layer cannot take what the one before it gives.
pub fn summary(model: &(impl Module + ?Sized), input: impl Into<Shape>) -> String {
    let mut rows = Vec::new();
    model.describe(input.into(), &mut rows);
    let shapes: Vec<String> = rows.iter().map(|row| row.output.to_string()).collect();
    let (all, trained) = (parameters(model), trainable_parameters(model));
    let total = thousands(all);
    let mut counts = vec![("total", total.clone())];
    if trained < all {
        counts.push(("trainable", thousands(trained)));
        counts.push(("not trainable", thousands(all - trained)));
    }
    let width = |title: &str, longest: Option<usize>| longest.unwrap_or(0).max(title.len());
    let names = rows.iter().map(|row| row.layer.chars().count());
    let names = names.chain(counts.iter().map(|(name, _)| name.len()));
    let layers = width("layer", names.max());
    let outputs = width("output", shapes.iter().map(String::len).max());
    let numbers = width("parameters", Some(total.len()));
    let rule = "─".repeat(layers + outputs + numbers + 4);
    let line = |layer: &str, output: &str, number: &str| {
        format!("{layer:<layers$}  {output:<outputs$}  {number:>numbers$}\n")
    };
    let mut table = line("layer", "output", "parameters") + &rule + "\n";
    for (
        Row {
            layer, parameters, ..
        },
        shape,
    ) in rows.iter().zip(&shapes)
    {
        table += &line(layer, shape, &thousands(*parameters));
    }
    table += &(rule + "\n");
    for (name, count) in &counts {
        table += &line(name, "", count);
    }
    table
}

/// 669706 → "669,706".
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Activation, BatchNorm, Dropout, Flatten, Init, Linear, MaxPool2d, Sequential, Window,
    };

    #[test]
    fn a_network_of_the_fifth_lab() {
        let mut rng = crate::rng(1);
        let mut layer = |i, o| Linear::new(i, o, Init::He, &mut rng);
        let model = Sequential::new()
            .push(layer(784, 64).activation(Activation::Relu))
            .push(layer(64, 64).activation(Activation::Relu))
            .push(layer(64, 10));
        let expected = "\
layer         output  parameters
────────────────────────────────
Linear, relu  [64]        50,240
Linear, relu  [64]         4,160
Linear        [10]           650
────────────────────────────────
total                     55,050
";
        assert_eq!(summary(&model, [784]), expected);
        let with_statistics = Sequential::new()
            .push(MaxPool2d::new(Window::new(2).stride(2)))
            .push(BatchNorm::new(3))
            .push(Dropout::new(0.5))
            .push(Flatten)
            .push(layer(588, 10));
        let expected = "\
layer          output       parameters
──────────────────────────────────────
MaxPool2d 2×2  [14, 14, 3]           0
BatchNorm      [14, 14, 3]          12
Dropout 0.5    [14, 14, 3]           0
Flatten        [588]                 0
Linear         [10]              5,890
──────────────────────────────────────
total                            5,902
trainable                        5,896
not trainable                        6
";
        assert_eq!(summary(&with_statistics, [28, 28, 3]), expected);
        assert_eq!(thousands(5), "5");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
