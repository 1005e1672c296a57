//! Cases of the operations of attention, graphs and play.

use super::cases::{Operation, Table};
use super::{Case, case};
use nabla::gradcheck::sample;
use nabla::rnn::Reading;
use nabla::{Device, Heads, Labels, Sparse, Tape, Tensor, Tokens, Var};

pub fn attention(table: &mut Table) {
    products(table);
    heads(table);
    masks(table);
    axes(table);
    play(table);
    graphs(table);
}

/// Batches that broadcast, sums cut into chunks, every size of tile.
fn products(table: &mut Table) {
    let pairs: [[&[usize]; 2]; 9] = [
        [&[5, 3, 4], &[5, 4, 2]],
        [&[2, 3, 70, 16], &[2, 3, 16, 64]],
        [&[3, 130, 67], &[67, 33]],
        [&[40, 7], &[3, 7, 65]],
        [&[2, 1, 9, 5], &[3, 5, 4]],
        [&[3, 1000, 20], &[3, 20, 1000]],
        [&[2, 5, 1030], &[2, 1030, 3]],
        [&[0, 3, 4], &[0, 4, 2]],
        [&[2, 3, 0], &[2, 0, 2]],
    ];
    for [a, b] in pairs {
        let product = table.add("MatMul", "batches", &[a, b], |v, _| v[0].matmul(v[1]));
        product.tolerance = 1e-4;
        let [batch @ .., rows, columns] = b else {
            panic!("matrices")
        };
        let turned = [batch, &[*columns, *rows]].concat();
        let product = table.add("MatMul", "matmul_t", &[a, &turned], |v, _| {
            v[0].matmul_t(v[1])
        });
        product.tolerance = 1e-4;
    }
}

/// Sizes around those of a tile, all ways to look, and rows that see nothing.
fn heads(table: &mut Table) {
    for ([n, t, s], [heads, width]) in [
        ([1, 1, 1], [1, 1]),
        ([2, 5, 9], [3, 4]),
        ([2, 33, 31], [2, 7]),
        ([2, 64, 64], [1, 32]),
        ([1, 70, 131], [2, 40]),
        ([2, 40, 4], [1, 2]),
        ([0, 3, 3], [1, 2]),
        ([2, 3, 0], [1, 2]),
    ] {
        let (q, k) = ([n, t, heads * width], [n, s, heads * width]);
        for causal in [false, true] {
            for lengths in [None, Some(vec![s / 2; n])] {
                let name = format!("{heads} heads, causal {causal}, lengths {lengths:?}");
                let case = table.add("Attention", &name, &[&q, &k, &k], move |v, _| {
                    v[0].attention(v[1], v[2], looks(heads, causal, lengths.as_deref()))
                });
                case.tolerance = 1e-4;
            }
            let name = format!("packed, {heads} heads, causal {causal}");
            let packed = [n, t, 3 * heads * width];
            let case = table.add("Attention", &name, &[&packed], move |v, _| {
                v[0].self_attention(looks(heads, causal, None))
            });
            case.tolerance = 1e-4;
        }
    }
}

fn looks(heads: usize, causal: bool, lengths: Option<&[usize]>) -> Heads<'_> {
    let heads = Heads::new(heads);
    let heads = if causal { heads.causal() } else { heads };
    lengths.map_or(heads, |lengths| heads.lengths(lengths))
}

fn masks(table: &mut Table) {
    let x: &[usize] = &[3, 4, 9, 67];
    for mask in [
        &[67][..],
        &[9, 67],
        &[3, 1, 1, 67],
        &[4, 1, 1],
        &[9, 1],
        &[3, 4, 9, 67],
        &[],
    ] {
        // The gradient of what a whole row gets is 0, or rounding: so there is something beside it.
        let masked = table.add("Softmax", "masked", &[x, mask], |v, _| {
            v[0].softmax_masked(v[1]) + v[1]
        });
        masked.tolerance = 1e-4;
    }
    table.add("Softmax", "causal", &[&[2, 3, 70, 70]], |v, d| {
        v[0].softmax_masked(v[0].tape().constant(Tensor::causal_mask(70).to(d)))
    });
    // The second sequence is masked everywhere.
    table.add("Softmax", "padded", &[&[3, 2, 5, 6]], |v, d| {
        let mask = Tensor::padding_mask(&[4, 0, 6], 6);
        v[0].softmax_masked(v[0].tape().constant(mask.to(d)))
    });
}

fn axes(table: &mut Table) {
    for shape in [
        &[2, 3][..],
        &[131, 67],
        &[3, 70, 33],
        &[2, 33, 3, 17],
        &[2, 1, 3, 2, 5],
        &[2, 0, 3],
    ] {
        for (a, b) in [
            (0, 1),
            (0, shape.len() - 1),
            (shape.len() - 2, shape.len() - 1),
            (1, 1),
        ] {
            let name = format!("{a} and {b}");
            table.add("SwapAxes", name, &[shape], move |v, _| v[0].swap_axes(a, b));
        }
    }
    for shape in [&[7][..], &[5, 300], &[2, 33, 17]] {
        for axis in 0..shape.len() {
            let name = format!("axis {axis}");
            table.add("MaxAxis", name, &[shape], move |v, _| v[0].max_axis(axis));
        }
    }
    round(table.add("MaxAxis", "of equals", &[&[9, 8]], |v, _| v[0].max_axis(1)));
}

fn play(table: &mut Table) {
    let shapes: [[&[usize]; 2]; 5] = [
        [&[131, 67], &[131, 67]],
        [&[3, 2], &[2]],
        [&[3, 1], &[1, 2]],
        [&[], &[3, 2]],
        [&[2, 1, 3], &[4, 1]],
    ];
    for shapes in shapes {
        for (name, is_max) in [("maximum", true), ("minimum", false)] {
            let case = table.add("Binary", name, &shapes, move |v, _| {
                extreme(is_max, v[0], v[1])
            });
            case.tolerance = 1e-4;
            let name = format!("{name} of equals");
            let case = table.add("Binary", name, &shapes, move |v, _| {
                extreme(is_max, v[0], v[1])
            });
            case.tolerance = 1e-4;
            round(case);
        }
        let condition = Tensor::from_slice(&[1.0, 0.0, 0.0, -1.0], [4]);
        let case = table.add("WhereCond", "a row", &shapes[..1], move |v, d| {
            let (x, condition) = (
                v[0].sum() * v[0].tape().constant(Tensor::ones([4, 4]).to(d)),
                condition.to(d),
            );
            x.where_cond(&condition, v[0].mean())
        });
        case.tolerance = 1e-4;
        let condition = sample(shapes[1], 7);
        let condition = condition
            .data()
            .iter()
            .map(|x| f32::from(*x > 0.0))
            .collect();
        let condition = Tensor::from_vec(condition, shapes[1]);
        let case = table.add("WhereCond", "choices", &shapes, move |v, d| {
            v[0].where_cond(&condition.to(d), v[1])
        });
        case.tolerance = 1e-4;
    }
    for shape in [&[7, 3][..], &[131, 67], &[2, 3, 5], &[4]] {
        let (rows, columns) = (
            shape[..shape.len() - 1].iter().product::<usize>(),
            shape[shape.len() - 1],
        );
        let ids: Vec<u32> = (0..rows).map(|i| (i * 5 % columns) as u32).collect();
        let labels = Labels::from_ids(&ids, columns);
        table.add("Pick", "pick", &[shape], move |v, _| v[0].pick(&labels));
    }
}

/// Whole numbers: many are equal.
fn round(case: &mut Operation) {
    for input in &mut case.inputs {
        input.data_mut().iter_mut().for_each(|x| *x = x.round());
    }
}

fn extreme<'t>(is_max: bool, a: Var<'t>, b: Var<'t>) -> Var<'t> {
    if is_max { a.maximum(b) } else { a.minimum(b) }
}

fn graphs(table: &mut Table) {
    let ids: Vec<u32> = (0..600).map(|i| (i * i % 7) as u32).collect();
    for shape in [&[9][..], &[9, 4], &[9, 3, 5]] {
        let list = Tokens::new(&ids, [600], 9);
        table
            .add("Embedding", "gather", &[shape], move |v, _| {
                v[0].gather(&list)
            })
            .tolerance = 1e-4;
        let pairs = Tokens::new(&ids[..6], [2, 3], 9);
        table.add("Embedding", "gather pairs", &[shape], move |v, _| {
            v[0].gather(&pairs)
        });
    }
    for (shape, of_ids) in [
        (&[600][..], &[600][..]),
        (&[600, 3], &[600]),
        (&[20, 30, 4], &[20, 30]),
        (&[6, 2, 5], &[6]),
    ] {
        let segments = Tokens::new(&ids[..of_ids.iter().product()], of_ids, 9);
        let sum = table.add("SegmentSum", "segment_sum", &[shape], move |v, _| {
            v[0].segment_sum(&segments)
        });
        sum.tolerance = 1e-4;
    }
    for (rows, columns, count, width) in [(5, 9, 20, 3), (300, 9, 600, 17), (4, 6, 0, 2)] {
        let entry = |i: usize| {
            (
                (i * i % rows) as u32,
                (5 * i % columns) as u32,
                0.25 - (i % 3) as f32,
            )
        };
        let a = Sparse::new([rows, columns], &(0..count).map(entry).collect::<Vec<_>>());
        let name = format!("{count} entries");
        let product = table.add("SparseMatMul", name, &[&[columns, width]], move |v, _| {
            v[0].sparse_matmul(&a)
        });
        product.tolerance = 1e-4;
    }
}

/// Where NaN goes, and where it must not.
pub fn trials() -> Vec<Case> {
    vec![
        case("the slope of |x| at NaN is NaN", |device| {
            let tape = Tape::new();
            let x = Tensor::from_slice(&[-2.0, f32::NAN, 0.0, 3.0, f32::NAN], [5]);
            let x = tape.variable(x.to(device));
            let slope = x.abs().sum().backward().of(x).clone();
            assert!(slope.data()[1].is_nan() && slope.data()[4].is_nan());
            assert_eq!(
                (slope.data()[0], slope.data()[2], slope.data()[3]),
                (-1.0, 0.0, 1.0)
            );
        }),
        case("NaN beyond a sequence's end stays there", |device| {
            let on_card = gradients_of_short_sequences(device);
            let wanted = gradients_of_short_sequences(&Device::Cpu);
            for (got, want) in on_card.iter().zip(wanted) {
                for (got, want) in got.data().iter().zip(want.data()) {
                    assert!((got - want).abs() < 1e-5, "{got} {want}");
                }
            }
        }),
        case("what is not chosen leaks nowhere", |device| {
            let tape = Tape::new();
            let numbers = |x: &[f32]| Tensor::from_slice(x, [3]).to(device);
            let [x, y] = [[1.0, f32::NAN, f32::INFINITY], [f32::NAN, 2.0, 3.0]]
                .map(|x| tape.variable(numbers(&x)));
            let z = (x * 2.0).where_cond(&numbers(&[1.0, 0.0, 0.0]), y * 3.0);
            assert_eq!(z.value().data(), [2.0, 6.0, 9.0]);
            let grads = z.sum().backward();
            assert_eq!(grads.of(x).data(), [2.0, 0.0, 0.0]);
            assert_eq!(grads.of(y).data(), [0.0, 3.0, 3.0]);
        }),
    ]
}

/// Of weights and inputs, where what lies beyond each sequence's end is NaN.
fn gradients_of_short_sequences(device: &Device) -> Vec<Tensor> {
    let mut x = sample([2, 3, 4], 1);
    for (at, x) in x.data_mut().iter_mut().enumerate() {
        let (n, t) = (at / 12, at / 4 % 3);
        if t >= [3, 1][n] {
            *x = f32::NAN;
        }
    }
    let tape = Tape::new();
    let on_tape = |t: Tensor| tape.variable(t.to(device));
    let (x, h) = (on_tape(x), on_tape(sample([5, 20], 3)));
    let (w, b) = (on_tape(sample([4, 20], 2)), on_tape(sample([20], 4)));
    let run = x.lstm(None, w, h, b, Reading::new().lengths(&[3, 1]));
    let grads = (run.outputs.square().sum() + run.last.sum()).backward();
    let seen = |t: &Tensor| t.data().iter().all(|x| x.is_finite());
    assert!([w, h, b].into_iter().all(|v| seen(grads.of(v))));
    [w, h, b, x].map(|v| grads.of(v).clone()).into()
}
