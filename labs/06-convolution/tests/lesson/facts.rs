//! The numbers that the lectures print, the right ones where those are wrong, and counts.

use crate::reference::{STORED, grid};
use lab06::backward::with_margin;
use lab06::filter::{Grid, at, flip, shape, slide, true_convolution};
use lab06::network::{CLASSES, IMAGE, NETWORKS};
use lab06::pooling::{Pool, pool};
use lab06::size::{convolution, dense, places};
use lab06::solutions;
use lab06::sources::{
    self, VOLUME_BIASES, binary, edge, one_zero_one, printed_second_output, tip_of_a_seven, volume,
    volume_filters,
};
use lab06::volume::slide_volume;
use nabla::{Module, Tape, Tensor};
use trainer::{Network, Rule};

#[test]
fn the_tip_of_a_seven() {
    let answers = slide(&tip_of_a_seven(), &edge());
    assert_eq!(answers, grid("seven"));
    // [EXP] prints 3 × 5.
    assert_eq!(shape(&answers), [3, 4]);
    assert_eq!(solutions::size_of_the_seven(), [3, 4]);
    // Its pooled numbers are right.
    let pooled = pool(&answers, 2, 1, Pool::Max);
    assert_eq!(pooled, sources::grid("17 17 4 / 21 21 4"));
    assert_eq!(pooled, grid("seven.pool"));
    assert_eq!(solutions::max_pool(&answers, 2, 1), pooled);
}

#[test]
fn the_filter_of_ones_and_zeros() {
    let answers = slide(&binary(), &one_zero_one());
    assert_eq!(answers[0][0], 4.0);
    assert_eq!(answers, grid("binary"));
    assert_eq!(solutions::convolve(&binary(), &one_zero_one()), answers);
}

#[test]
fn the_volume_and_the_two_slips_of_its_slide() {
    let (picture, filters) = (volume(), volume_filters());
    let outputs = [0, 1].map(|k| slide_volume(&picture, &filters[k], VOLUME_BIASES[k], 2));
    assert_eq!(outputs[0], sources::grid("5 2 0 / 4 2 0 / -1 0 -1"));
    assert_eq!(outputs[1], sources::grid("4 8 3 / 9 11 4 / 5 7 4"));
    assert_eq!(outputs.concat().concat(), STORED.values("volume"));
    // Where the slide differs, and only there.
    let printed = printed_second_output();
    let mut wrong = Vec::new();
    for (r, row) in outputs[1].iter().enumerate() {
        for (c, &right) in row.iter().enumerate() {
            if printed[r][c] != right {
                wrong.push((r, c, right));
            }
        }
    }
    assert_eq!(wrong, solutions::wrong_in_the_volume());
    assert_eq!([printed[1][0], printed[2][0]], [7.0, 3.0]);
    // The hint's three slices.
    let slices = |row| [0, 1, 2].map(|c| at(&picture[c], &filters[1][c], (row, 0)));
    assert_eq!((slices(2), slices(4)), ([8.0, 1.0, 0.0], [3.0, 1.0, 1.0]));
}

#[test]
fn the_volume_has_a_margin_of_zeros() {
    for channel in volume() {
        let inner: Grid = channel[1..6].iter().map(|row| row[1..6].to_vec()).collect();
        assert_eq!(with_margin(&inner, [2; 2]), channel);
    }
}

#[test]
fn convolution_turns_the_filter_and_correlation_does_not() {
    let marked = sources::grid("1 2 3 / 4 5 6 / 7 8 9");
    let dot = with_margin(&sources::grid("1"), [3; 2]);
    assert_eq!(true_convolution(&dot, &marked), marked);
    assert_eq!(slide(&dot, &marked), flip(&marked));
    let seven = tip_of_a_seven();
    // Turned, the 1-0-1 filter is itself; the edge filter changes its sign.
    assert_eq!(
        true_convolution(&seven, &one_zero_one()),
        slide(&seven, &one_zero_one())
    );
    let turned = true_convolution(&seven, &edge());
    let minus: Grid = slide(&seven, &edge())
        .iter()
        .map(|row| row.iter().map(|x| -x).collect())
        .collect();
    assert_eq!(turned, minus);
}

#[test]
fn sizes_by_the_formula_by_the_window_and_by_sliding() {
    for (w, n, p, s) in [
        (5, 3, 0, 1),
        (6, 3, 0, 1),
        (7, 3, 0, 2),
        (5, 3, 1, 2),
        (28, 5, 2, 1),
        (11, 4, 3, 5),
    ] {
        let window = nabla::Window::new(n)
            .stride(s)
            .padding(nabla::Padding::all(p));
        assert_eq!(window.output([w, w]), [places(w, n, p, s); 2]);
        assert_eq!(solutions::output_size(w, n, p, s), places(w, n, p, s));
        let picture = vec![with_margin(&vec![vec![1.0; w]; w], [p + 1; 2])];
        let filter = vec![vec![vec![1.0; n]; n]];
        assert_eq!(
            shape(&slide_volume(&picture, &filter, 0.0, s)),
            [places(w, n, p, s); 2]
        );
    }
    // "Same" keeps the size, and twelve valid convolutions leave 4 of 28.
    assert_eq!(places(28, 5, 2, 1), 28);
    assert_eq!((0..12).fold(28, |w, _| places(w, 3, 0, 1)), 4);
}

fn network(name: &str) -> &'static Network {
    Network::find(&NETWORKS, name).expect("a network")
}

#[test]
fn parameters_of_the_lectures_layer_by_layer() {
    assert_eq!(
        (convolution(3, 1, 32), convolution(3, 32, 64)),
        (320, 18_496)
    );
    assert_eq!(dense(784, 26 * 26 * 32), 16_981_120);
    let rows = |name: &str| {
        let model = (network(name).build)(&mut nabla::rng(1));
        let mut rows = Vec::new();
        let out = model.describe(nabla::Shape::new(&IMAGE), &mut rows);
        assert_eq!(out.dims(), [CLASSES]);
        let counts = rows.iter().map(|row| row.parameters).filter(|&n| n > 0);
        (counts.collect::<Vec<_>>(), nabla::parameters(&model))
    };
    assert_eq!(rows("cnn1"), (vec![320, 540_900, 1_010], 542_230));
    assert_eq!(
        rows("cnn2"),
        (vec![320, 18_496, 1_179_776, 1_290], 1_199_882)
    );
    assert_eq!(
        rows("deep5x5"),
        (vec![832, 51_264, 3_212_288, 10_250], 3_274_634)
    );
    assert_eq!(
        rows("lenet5"),
        (vec![156, 2_416, 48_120, 10_164, 850], 61_706)
    );
    // The network of 1998: 60 of the 6 · 16 slices in its second convolution; a weight and a bias for each of the
    // 6 + 16 means; and ten outputs that learned nothing.
    let (slices, means, outputs) = (60 * 25 + 16, 2 * (6 + 16), dense(84, CLASSES));
    assert_eq!((2_416 - slices, means, outputs), (900, 44, 850));
    assert_eq!(61_706 - 900 + 44 - 850, 60_000);
    assert_eq!(solutions::network_parameters(28, &[32], 100), 542_230);
    assert_eq!(solutions::network_parameters(28, &[32, 64], 128), 1_199_882);
    for name in ["count.a", "count.b", "count.c", "count.d"] {
        let (side, filters, hidden) = match name {
            "count.a" => (28, vec![32], 100),
            "count.b" => (28, vec![32, 64], 128),
            "count.c" => (9, vec![2, 3, 4], 5),
            _ => (16, vec![5, 3], 7),
        };
        let count = solutions::network_parameters(side, &filters, hidden);
        assert_eq!(count as f64, STORED.value(name), "{name}");
    }
}

#[test]
fn recipes_of_the_lectures() {
    let printed = NETWORKS.map(|network| network.printed);
    assert_eq!(printed, [None, Some(0.9874), Some(0.9903), Some(0.9915)]);
    let deep = network("deep5x5").recipe;
    assert_eq!(deep.rule, Rule::adam(1e-3).cosine());
    assert_eq!(deep.batch, 50);
    // 20,000 steps on 60,000 pictures, to the end of the epoch.
    assert!((20_000..21_200).contains(&(deep.epochs * 60_000 / 50)));
    for name in ["cnn1", "cnn2"] {
        let recipe = network(name).recipe;
        let usual = Rule::momentum(0.01, 0.9).cosine();
        assert_eq!((recipe.rule, recipe.batch), (usual, 32));
    }
}

#[test]
fn every_network_answers_ten_logits() {
    for network in NETWORKS {
        let model = (network.build)(&mut nabla::rng(2));
        let tape = Tape::new();
        let x = tape.constant(Tensor::full([3, 28, 28, 1], 0.5));
        let logits = model.forward(&tape, x).value();
        assert_eq!(logits.dims(), [3, CLASSES]);
        assert!(
            logits.data().iter().all(|z| z.is_finite()),
            "{}",
            network.name
        );
    }
}

#[test]
fn pooling_and_shifts_of_a_single_pixel() {
    let b = sources::grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5");
    assert_eq!(pool(&b, 2, 1, Pool::Max), grid("pool.b21"));
    assert_eq!(pool(&b, 2, 2, Pool::Max), grid("pool.b22"));
    assert_eq!(pool(&b, 3, 2, Pool::Max), grid("pool.b32"));
    assert_eq!(pool(&b, 2, 1, Pool::Average), grid("pool.mean"));
    assert_eq!(pool(&b, 3, 1, Pool::Min), grid("pool.min"));
    let share = lab06::shifts::share_unmoved;
    let counted = [
        share((0, 1), 2, 1),
        share((0, 1), 2, 2),
        share((1, 1), 2, 1),
    ];
    assert_eq!(counted, solutions::unmoved());
    assert_eq!(share((0, 1), 3, 1), 2.0 / 3.0);
    assert_eq!(share((0, 2), 3, 1), 1.0 / 3.0);
}

/// A digit of numbers that differ, in a wide margin, `down` and `right` of its first place.
fn moved(down: usize, right: usize) -> Grid {
    let digit = sources::grid("3 1 4 1 / 5 9 2 6 / 5 3 5 8");
    let mut picture = vec![vec![0.0; 24]; 20];
    for (r, row) in digit.iter().enumerate() {
        picture[6 + down + r][8 + right..][..4].copy_from_slice(row);
    }
    picture
}

/// The grid without its first rows and columns, and as many fewer at the end as `cut` says.
fn window(grid: &Grid, [down, right]: [usize; 2], cut: usize) -> Grid {
    let rows = &grid[down..grid.len() - cut + down];
    let columns = |row: &Vec<f64>| row[right..row.len() - cut + right].to_vec();
    rows.iter().map(columns).collect()
}

#[test]
fn a_convolution_follows_every_shift_and_a_pool_only_those_by_its_stride() {
    let filter = sources::grid("2 -1 0.5 / 1 3 -2");
    let answers = |down, right| slide(&moved(down, right), &filter);
    let pooled = |down, right| pool(&answers(down, right), 2, 2, Pool::Max);
    for (down, right) in [(0, 1), (1, 0), (2, 3), (4, 4)] {
        let (before, after) = (answers(0, 0), answers(down, right));
        let cut = down.max(right);
        assert_eq!(
            window(&after, [down, right], cut),
            window(&before, [0, 0], cut)
        );
    }
    assert_eq!(
        window(&pooled(2, 4), [1, 2], 2),
        window(&pooled(0, 0), [0, 0], 2)
    );
    // By one pixel, a window of two pairs other numbers.
    let all = |grid: Grid| {
        let mut numbers = grid.concat();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    assert_eq!(all(pooled(4, 6)), all(pooled(0, 0)));
    assert_ne!(all(pooled(0, 1)), all(pooled(0, 0)));
}
