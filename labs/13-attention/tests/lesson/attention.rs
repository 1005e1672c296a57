//! Attention by hand: the sheet, tiles, places, and a network that looks once.

use lab13::counting::{LETTERS, NOTHING, Reader, Task};
use lab13::judging::exercises;
use lab13::positions::{Places, rotary, sinusoid_table};
use lab13::solutions::{causal_mask, gpt2_parameters, softmax_rows, split_heads};
use lab13::three::tiles::{Running, tiled};
use lab13::three::{Matrix, Sheet, dot, product};
use labkit::judge::says;
use labkit::reference::{Stored, close};
use nabla::{Heads, LayerNorm, Linear, Parameters, Tape, Tensor, Tokens};

const STORED: Stored = Stored(include_str!("../reference/attention.txt"));

#[test]
fn the_sheet_is_pytorchs() {
    for (name, causal) in [("all", false), ("causal", true)] {
        let sheet = Sheet {
            causal,
            ..Sheet::example()
        };
        let wanted = |what: &str| STORED.values(&format!("sheet.{name}.{what}"));
        close(&sheet.weights().concat(), &wanted("weights"), 1e-14);
        close(&sheet.outputs().concat(), &wanted("outputs"), 1e-14);
        let slopes: Vec<f64> = (0..3).flat_map(|asked| sheet.slope(2, asked)).collect();
        close(&slopes, &wanted("slopes"), 1e-14);
    }
}

#[test]
fn a_sheet_without_tokens_or_width_is_no_disaster() {
    let empty = Sheet {
        tokens: vec![],
        ..Sheet::example()
    };
    assert!(empty.outputs().is_empty() && empty.slope(0, 0).is_empty());
    let narrow = Sheet {
        queries: vec![],
        keys: vec![],
        ..Sheet::example()
    };
    // All scores are 0: everybody gets the same mean.
    close(&narrow.outputs()[1], &[8.0 / 3.0, 2.0 / 3.0], 1e-14);
}

/// Queries, keys and values of a sheet as nabla takes them, `[1, T, 3C]`.
fn packed(sheet: &Sheet) -> Tensor {
    let all = [&sheet.queries, &sheet.keys, &sheet.values].map(|matrix| sheet.of(matrix));
    let numbers =
        (0..sheet.tokens.len()).flat_map(|t| all.each_ref().map(|rows| rows[t].clone()).concat());
    let numbers: Vec<f32> = numbers.map(|x| x as f32).collect();
    Tensor::from_slice(&numbers, [1, sheet.tokens.len(), 6])
}

#[test]
fn nabla_gives_the_same() {
    for causal in [false, true] {
        let sheet = Sheet {
            causal,
            ..Sheet::example()
        };
        let (tape, heads) = (Tape::new(), Heads::new(1));
        let heads = if causal { heads.causal() } else { heads };
        let x = tape.variable(packed(&sheet));
        let y = x.self_attention(heads);
        close(y.value().data(), &sheet.outputs().concat(), 1e-6);
        // A query moves a score by the key: ∂y/∂q = Σ ∂y/∂s·k.
        let pick = tape.constant(Tensor::from_slice(&[0., 0., 0., 0., 1., 0.], [1, 3, 2]));
        let grads = (y * pick).sum().backward();
        let keys = sheet.of(&sheet.keys);
        let wanted = (0..2).map(|c| (0..3).map(|s| sheet.slope(2, s)[0] * keys[s][c]).sum());
        close(
            &grads.of(x).data()[12..14],
            &wanted.collect::<Vec<f64>>(),
            1e-6,
        );
    }
}

#[test]
fn without_places_a_new_order_of_tokens_is_a_new_order_of_outputs() {
    let sheet = Sheet::example();
    let order = [2, 0, 1];
    let moved = |rows: Matrix| order.map(|t| rows[t].clone()).to_vec();
    let turned = Sheet {
        tokens: moved(sheet.tokens.clone()),
        ..sheet.clone()
    };
    close(
        &turned.outputs().concat(),
        &moved(sheet.outputs()).concat(),
        1e-14,
    );
    let tokens = Tokens::new(&[3, 1, 4, 15, 9], [1, 5], 2 * LETTERS);
    let others = Tokens::new(&[4, 3, 1, 9, 15], [1, 5], 2 * LETTERS);
    for (places, same) in [
        (Places::Nowhere, true),
        (Places::Learned, false),
        (Places::Sinusoids, false),
        (Places::Rotary, false),
    ] {
        let reader = Reader::new(Task::Follows, places, 5, &mut nabla::rng(1));
        let said = |tokens: &Tokens| {
            let tape = Tape::new();
            reader.forward(&tape, tokens).value()
        };
        let (before, after) = (said(&tokens), said(&others));
        let off = |from: usize, to: usize| {
            let pairs = before.data()[from * LETTERS..][..LETTERS].iter();
            pairs
                .zip(&after.data()[to * LETTERS..])
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max)
        };
        let all = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 3)].map(|(from, to)| off(from, to));
        assert_eq!(
            all.iter().all(|&off| off < 1e-5),
            same,
            "{places:?}: {all:?}"
        );
    }
}

#[test]
fn tiles_give_what_the_whole_table_gives() {
    let [q, k, v] = ["q", "k", "v"].map(|name| STORED.matrix(&format!("tiles.{name}")));
    for (name, causal) in [("all", false), ("causal", true)] {
        for tile in [1, 2, 3, 5, 99] {
            let y = tiled(&q, &k, &v, tile, causal).concat();
            close(&y, &STORED.values(&format!("tiles.{name}")), 1e-14);
        }
    }
    // One token looks at itself, however large its score.
    let one = tiled(
        &vec![vec![900.0]],
        &vec![vec![2.0]],
        &vec![vec![0.25, -3.0]],
        4,
        true,
    );
    assert_eq!(one, [[0.25, -3.0]]);
    // More keys than queries.
    let y = tiled(&q[..2].to_vec(), &k, &v, 2, false).concat();
    close(&y, &STORED.values("tiles.all")[..6], 1e-14);
}

#[test]
fn masked_scores_weigh_nothing_in_tiles() {
    let minus = f64::NEG_INFINITY;
    let scores = [minus, minus, 2.0, minus, 1.0, -700.0];
    let values: Matrix = (0..6).map(|i| vec![f64::from(i)]).collect();
    let mut running = Running::new(1);
    for (scores, values) in scores.chunks(2).zip(values.chunks(2)) {
        running.take(scores, values);
    }
    let weights = softmax_rows(&[scores.to_vec()]);
    close(&running.mean(), &product(&weights, &values)[0], 1e-14);
}

#[test]
fn sinusoids_are_numpys() {
    for (places, width) in [(3, 4), (5, 6), (2, 2)] {
        let table = sinusoid_table(places, width);
        close(
            table.data(),
            &STORED.values(&format!("sinusoids.{places}x{width}")),
            1e-7,
        );
    }
}

#[test]
fn rotary_is_pytorchs() {
    let x: Vec<f32> = STORED
        .values("rotary.x")
        .iter()
        .map(|&x| x as f32)
        .collect();
    let tape = Tape::new();
    let y = rotary(tape.constant(Tensor::from_slice(&x, [1, 3, 8])), 2);
    close(y.value().data(), &STORED.values("rotary.y"), 1e-6);
}

#[test]
fn a_rotary_score_knows_the_distance_alone() {
    let mut rng = nabla::rng(1);
    let [q, k] = [0, 1].map(|_| Tensor::normal([1, 1, 6], &mut rng));
    let tape = Tape::new();
    // The same query and the same key at each of 12 places.
    let everywhere = |x: &Tensor| {
        let x = Tensor::from_slice(&x.data().repeat(12), [1, 12, 6]);
        rotary(tape.constant(x), 1)
    };
    let scores = everywhere(&q).matmul_t(everywhere(&k)).value();
    let score = |t: usize, s: usize| scores.at(&[0, t, s]);
    for t in 0..8 {
        for s in 0..8 {
            assert!((score(t, s) - score(t + 4, s + 4)).abs() < 1e-4, "{t} {s}");
        }
    }
    assert!((score(0, 1) - score(0, 2)).abs() > 1e-2);
    let long = |x: &[f32]| x.iter().map(|x| x * x).sum::<f32>();
    let turned = everywhere(&q).value();
    assert!((long(&turned.data()[66..]) - long(q.data())).abs() < 1e-4);
}

#[test]
fn maps_are_the_weights_that_nabla_uses() {
    let fresh = Reader::new(Task::Around, Places::Learned, 5, &mut nabla::rng(3));
    let reader = Reader { heads: 4, ..fresh };
    let tokens = Tokens::new(&[1, 4, 4, 0, 9], [1, 5], 2 * LETTERS);
    let maps = reader.maps(&tokens, split_heads);
    assert_eq!(maps.dims(), [4, 5, 5]);
    let tape = Tape::new();
    let asked = nabla::Module::forward(&reader.look, &tape, reader.placed(&tape, &tokens));
    let wide = |x: &Tensor| -> Vec<f64> { x.data().iter().map(|&x| f64::from(x)).collect() };
    let values = split_heads(&wide(&asked.slice(2, 64..96).value()), 5, 4);
    let mut seen = Vec::new();
    for (map, values) in wide(&maps).chunks(25).zip(values.chunks(5 * 8)) {
        let rows = |x: &[f64], width| -> Matrix { x.chunks(width).map(<[f64]>::to_vec).collect() };
        seen.extend(product(&rows(map, 5), &rows(values, 8)).concat());
    }
    let merged = split_heads(&seen, 4, 5);
    close(
        asked.self_attention(Heads::new(4)).value().data(),
        &merged,
        1e-5,
    );
}

#[test]
fn tasks_ask_what_they_say() {
    let rng = &mut nabla::rng(1);
    for _ in 0..50 {
        let (tokens, wanted) = Task::Follows.one(8, rng);
        let marked = tokens.iter().position(|&t| t >= 10).expect("one is marked");
        assert_eq!(wanted[marked], tokens[marked + 1]);
        assert_eq!(wanted.iter().filter(|&&w| w != NOTHING).count(), 1);
        let (tokens, wanted) = Task::Counts.one(8, rng);
        assert_eq!(tokens[1..], wanted[..7]);
        let step = (tokens[1] + 10 - tokens[0]) % 10;
        assert!((1..=4).contains(&step) && wanted[7] == (tokens[7] + step) % 10);
        let (tokens, wanted) = Task::Around.one(8, rng);
        assert_eq!([&wanted[..8], &wanted[24..]].concat(), [NOTHING; 16]);
        let around = |t: usize| [t - 2, t - 1, t + 1, t + 2].map(|at| tokens[at]);
        assert!((2..6).all(|t| wanted[4 * t..4 * t + 4] == around(t)));
        let (tokens, wanted) = Task::Back(3).one(8, rng);
        assert_eq!(
            (&wanted[..3], &wanted[3..]),
            (&[NOTHING; 3][..], &tokens[..5])
        );
    }
}

#[test]
fn who_looks_once_learns_to_count() {
    let fresh = Reader::new(Task::Counts, Places::Learned, 8, &mut nabla::rng(1));
    let reader = Reader {
        causal: true,
        ..fresh
    };
    let reader = reader.learned(trainer::Rule::adam(0.005), (8, 400), 2, |_| ());
    let (loss, right) = reader.exam(8, 1);
    assert!(
        right > 0.98 && (loss - 4_f64.ln() / 8.0).abs() < 0.05,
        "{loss} {right}"
    );
    assert_eq!(reader.writes(vec![3, 5], 8), [3, 5, 7, 9, 1, 3, 5, 7]);
}

/// The same count from nabla's own layers, with one block in the place of twelve.
#[test]
fn gpt2_has_as_many_parameters_as_its_layers() {
    let rng = &mut nabla::rng(1);
    let mut linear = |i, o| nabla::parameters(&Linear::new(i, o, nabla::Init::Zeros, rng)) as u64;
    let norm = nabla::parameters(&LayerNorm::new(768)) as u64;
    let look = norm + linear(768, 3 * 768) + linear(768, 768);
    let think = norm + linear(768, 3072) + linear(3072, 768);
    let tables = (50_257 + 1_024) * 768;
    assert_eq!(
        gpt2_parameters(),
        [tables, look, think, tables + 12 * (look + think) + norm]
    );
    assert_eq!(gpt2_parameters()[3], 124_439_808);
    let block = lab13::block::Block::new(96, &mut nabla::rng(1));
    let mut weights = 0;
    block.visit(&mut |param| weights += param.value().len());
    assert_eq!(weights, 12 * 96 * 96 + 2 * 96);
}

#[test]
fn masks_and_heads_as_learners_write_them() {
    // A square whatever is asked.
    let square = says(
        &exercises(),
        "causal_mask",
        |&(queries, _): &(usize, usize)| causal_mask(queries, queries),
    );
    assert_eq!(square, "wrong");
    let nan = says(&exercises(), "softmax_rows", |scores: &Vec<Vec<f64>>| {
        let row = |row: &Vec<f64>| {
            row.iter()
                .map(|s| s.exp() / row.iter().map(|s| s.exp()).sum::<f64>())
                .collect()
        };
        scores.iter().map(row).collect::<Vec<Vec<f64>>>()
    });
    assert_eq!(nan, "without the largest");
    type Asked = (Vec<f64>, usize, usize);
    // A head at a time, with its numbers in the wrong pieces.
    let halves = says(&exercises(), "split_heads", |(x, tokens, heads): &Asked| {
        split_heads(x, *heads, *tokens)
    });
    assert_eq!(halves, "wrong");
    assert_eq!(dot(&[1.0, 2.0], &[3.0, -1.0]), 1.0);
}
