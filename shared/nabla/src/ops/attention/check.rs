//! Do the sizes fit? If not, the messages say what would.

use super::Heads;
use crate::Shape;
use crate::kernels::attention::Sizes;

#[track_caller]
pub fn apart([q, k, v]: [Shape; 3], heads: Heads) -> Sizes {
    let (&[examples, queries, columns], &[of_keys, keys, width]) = (q.dims(), k.dims()) else {
        panic!("attention: takes queries [N, T, C] and keys [N, S, C], they are {q} and {k}");
    };
    assert!(
        examples == of_keys && columns == width && k == v,
        "attention: queries are {q}, keys {k}, values {v}; they must be [N, T, C], [N, S, C] and [N, S, C]"
    );
    let sizes = [examples, queries, keys, columns];
    checked("attention", sizes, heads)
}

#[track_caller]
pub fn packed(shape: Shape, heads: Heads) -> Sizes {
    let &[examples, queries, columns] = shape.dims() else {
        panic!("self_attention: takes [N, T, 3C], this is {shape}");
    };
    assert!(
        columns.is_multiple_of(3),
        "self_attention: takes queries, keys and values beside each other, [N, T, 3C]; this is {shape}, and {columns} is no multiple of 3"
    );
    let sizes = [examples, queries, queries, columns / 3];
    checked("self_attention", sizes, heads)
}

#[track_caller]
fn checked(name: &str, [examples, queries, keys, columns]: [usize; 4], heads: Heads) -> Sizes {
    assert!(
        heads.count > 0 && columns.is_multiple_of(heads.count),
        "{name}: {columns} columns do not make {} equal heads",
        heads.count
    );
    assert!(
        u32::try_from(keys).is_ok(),
        "{name}: {keys} keys are more than can be counted"
    );
    if let Some(lengths) = heads.lengths {
        assert!(
            lengths.len() == examples,
            "{name}: {} lengths for {examples} examples; give one each",
            lengths.len()
        );
        if let Some(long) = lengths.iter().find(|&&length| length > keys) {
            panic!("{name}: a length is {long}, but there are {keys} keys");
        }
    }
    Sizes {
        examples,
        queries,
        keys,
        heads: heads.count,
        width: columns / heads.count,
    }
}
