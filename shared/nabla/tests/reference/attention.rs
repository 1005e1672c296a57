//! The operations of attention, graphs and play, as in `attention.py`.

use super::Value;
use super::recurrent::{numbers, tokens};
use nabla::{Heads, Sparse, Tensor, Var};

/// The operation called `op` on these inputs; None if there is no such one here.
pub fn run<'t>(op: &str, v: &[Var<'t>], arguments: &[Value]) -> Option<Var<'t>> {
    let (&x, rest) = v.split_first()?;
    let size = |i: usize| arguments[i].as_u64().expect("a size") as usize;
    let number = |i: usize| arguments[i].as_f64().expect("a number") as f32;
    let lengths = || -> Vec<usize> { numbers(&arguments[0]).iter().map(|&n| n as usize).collect() };
    let padded = || Tensor::padding_mask(&lengths(), x.shape().dims()[2]);
    let causal = || Tensor::causal_mask(x.shape().dims()[x.shape().rank() - 2]);
    let constant = |mask| x.tape().constant(mask);
    Some(match (op, rest) {
        ("matmul_t", &[b]) => x.matmul_t(b),
        ("swap_axes", []) => x.swap_axes(size(0), size(1)),
        ("softmax_masked", &[mask]) => x.softmax_masked(mask),
        ("softmax_causal", []) => x.softmax_masked(constant(causal())),
        ("softmax_padded", []) => {
            let columns = x.shape().last();
            x.softmax_masked(constant(Tensor::padding_mask(&lengths(), columns)))
        }
        ("attention", &[k, v]) => with_heads(arguments, |heads| x.attention(k, v, heads)),
        ("self_attention", []) => with_heads(arguments, |heads| x.self_attention(heads)),
        ("attention, composed", &[k, v]) => {
            let mask = constant(causal()) + constant(padded());
            let scale = (x.shape().last() as f32).powf(-0.5);
            (x * scale).matmul_t(k).softmax_masked(mask).matmul(v)
        }
        ("gelu", []) => x.gelu(),
        ("silu", []) => x.silu(),
        ("clamp", []) => x.clamp(number(0), number(1)),
        ("maximum", &[b]) => x.maximum(b),
        ("minimum", &[b]) => x.minimum(b),
        ("max_axis", []) => x.max_axis(size(0)),
        ("gather", []) => x.gather(&tokens(&arguments[0], x.shape().dims()[0])),
        ("segment_sum", []) => x.segment_sum(&tokens(&arguments[0], size(1))),
        ("sparse_matmul", []) => x.sparse_matmul(&sparse(arguments, x.shape().dims()[0])),
        _ => return None,
    })
}

/// Places `[row, column]`, what stands there, and how many rows there are.
fn sparse(arguments: &[Value], columns: usize) -> Sparse {
    let places = arguments[0].as_array().expect("a list of places").iter();
    let values = arguments[1].as_array().expect("a list of numbers").iter();
    let entries = places.zip(values).map(|(place, value)| {
        let (place, value) = (numbers(place), value.as_f64().expect("a number"));
        (place[0] as u32, place[1] as u32, value as f32)
    });
    let rows = arguments[2].as_u64().expect("a size") as usize;
    Sparse::new([rows, columns], &entries.collect::<Vec<_>>())
}

/// In how many heads, whether nobody looks ahead, and how many keys each example has.
fn with_heads<'t>(arguments: &[Value], run: impl Fn(Heads) -> Var<'t>) -> Var<'t> {
    let heads = Heads::new(arguments[0].as_u64().expect("a number of heads") as usize);
    let heads = match arguments[1].as_bool().expect("true or false") {
        true => heads.causal(),
        false => heads,
    };
    if arguments[2].is_null() {
        return run(heads);
    }
    let lengths = numbers(&arguments[2]);
    let lengths: Vec<usize> = lengths.iter().map(|&n| n as usize).collect();
    run(heads.lengths(&lengths))
}
