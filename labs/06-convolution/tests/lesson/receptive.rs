//! What a number of a map depends on: by the formula, by the gradient, and how strongly.

use lab06::network::{IMAGE, SMALL, Small, anywhere, stack};
use lab06::receptive::{Field, influence, middle, part_within, parts_of_columns, rows_seen, ways};
use nabla::{Conv2d, Init, Module, Tensor, Window};

fn field(windows: &[Window]) -> Field {
    let through = |field: Field, window: &Window| field.through(*window);
    windows.iter().fold(Field::PIXEL, through)
}

/// Pictures full of ink of all strengths, so that every filter finds something somewhere.
fn noise(side: usize, count: usize) -> Tensor {
    Init::Uniform(1.0).tensor([count, side, side, 1], 1, 1, &mut nabla::rng(7))
}

#[test]
fn fields_of_the_lesson() {
    let of = |layers: usize| {
        (0..layers)
            .fold(Field::PIXEL, |f, _| f.through(Window::new(3)))
            .size
    };
    assert_eq!([1, 2, 5, 10, 40].map(of), [3, 5, 11, 21, 81]);
    let windows = SMALL.windows();
    let sizes: Vec<usize> = (1..=4).map(|i| field(&windows[..i]).size).collect();
    assert_eq!(sizes, [3, 4, 10, 12]);
    assert_eq!(field(&windows).jump, 4);
    // Holes in a window widen it as larger windows would.
    let dilated = [1, 2, 4, 8].map(|d| Window::new(3).dilation(d));
    assert_eq!(field(&dilated).size, 31);
}

#[test]
fn the_gradient_reaches_as_far_as_the_formula_says() {
    for (kernel, pool) in [(3, 2), (1, 1), (9, 3), (4, 3), (6, 1)] {
        let shape = Small {
            kernel,
            pool,
            ..SMALL
        };
        let model = shape.build(&mut nabla::rng(3));
        let layers: Vec<&dyn Module> = model.iter().collect();
        for depth in 1..=4 {
            let seen = influence(&layers[..depth], &noise(IMAGE[0], 20));
            let field = field(&shape.windows()[..depth]);
            let asked = format!("{shape:?}, {depth} layers");
            assert_eq!(rows_seen(&seen, IMAGE[0]), field.size, "{asked}");
            let map = shape.windows()[..depth]
                .iter()
                .fold(IMAGE[0], |side, window| window.output([side; 2])[0]);
            let first = map / 2 * field.jump;
            let inside = part_within(&seen, IMAGE[0], (first, field.size));
            assert!((inside - 1.0).abs() < 1e-12, "{asked}: {inside}");
        }
    }
    // Strides of the convolution itself, and windows with holes.
    let windows = [Window::new(3).stride(2), Window::new(3).dilation(3)];
    let mut rng = nabla::rng(5);
    let first = Conv2d::new(1, 4, windows[0], Init::He, &mut rng);
    let second = Conv2d::new(4, 4, windows[1], Init::He, &mut rng);
    let seen = influence(&[&first, &second], &noise(31, 4));
    let rows: Vec<usize> = (0..31)
        .filter(|&row| seen[31 * row..][..31].iter().any(|&i| i > 0.0))
        .collect();
    assert_eq!(rows[rows.len() - 1] - rows[0] + 1, field(&windows).size);
    // With the whole picture in its last pooling, `anywhere` sees all of it.
    let everywhere = anywhere(&mut nabla::rng(1));
    let layers: Vec<&dyn Module> = everywhere.iter().take(6).collect();
    assert_eq!(rows_seen(&influence(&layers, &noise(28, 20)), 28), 28);
}

#[test]
fn an_influence_is_a_root_mean_square_of_gradients() {
    // y = k ∗ x has the gradient k at its window, whatever x is.
    let filter = Conv2d::new(1, 2, Window::new(3), Init::He, &mut nabla::rng(2));
    let weight = filter.weight.value().data().to_vec();
    let seen = influence(&[&filter], &noise(5, 3));
    for (i, pair) in weight.chunks_exact(2).enumerate() {
        let square = |w: f32| f64::from(w).powi(2);
        let want = ((square(pair[0]) + square(pair[1])) / 2.0).sqrt();
        assert!((seen[(1 + i / 3) * 5 + 1 + i % 3] - want).abs() < 1e-6);
    }
    assert_eq!(rows_seen(&seen, 5), 3);
}

#[test]
fn ways_are_those_of_a_random_walk() {
    assert_eq!(ways(0), [1.0]);
    let two: Vec<f64> = ways(2).iter().map(|share| 9.0 * share).collect();
    for (got, want) in two.iter().zip([1.0, 2.0, 3.0, 2.0, 1.0]) {
        assert!((got - want).abs() < 1e-12);
    }
    for layers in [1, 10, 40] {
        let ways = ways(layers);
        let variance: f64 = ways
            .iter()
            .enumerate()
            .map(|(i, share)| share * (i as f64 - layers as f64).powi(2))
            .sum();
        assert!((variance - 2.0 * layers as f64 / 3.0).abs() < 1e-9);
    }
    // Four times the layers, twice the width.
    let held = [10, 40, 160].map(|layers| middle(&ways(layers), 0.95));
    assert_eq!(held, [11, 21, 41]);
    assert_eq!(middle(&[1.0, 2.0, 1.0], 0.5), 1);
    assert_eq!(middle(&[1.0, 2.0, 1.0], 0.6), 3);
}

#[test]
fn squared_gradients_of_random_weights_lie_as_the_ways_do() {
    // Over several networks: each is one draw of the weights.
    let pictures = noise(28, 20);
    let mut mean = [0.0; 21];
    for seed in 0..6 {
        let layers = stack(10, &mut nabla::rng(seed));
        let seen = influence(&layers.iter().collect::<Vec<_>>(), &pictures);
        let parts = parts_of_columns(&seen, 28);
        assert!((parts.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        mean.iter_mut()
            .zip(&parts[4..25])
            .for_each(|(mean, part)| *mean += part / 6.0);
    }
    for (i, (got, want)) in mean.iter().zip(ways(10)).enumerate() {
        assert!((got - want).abs() < 0.015, "column {i}: {got}, not {want}");
    }
}
