//! Pairs, nuclei, caches and bytes. Expected values are Python's and PyTorch's, from `tests/reference/make_gpt.py`.

use crate::gpt::cache::{Kept, Update};
use crate::mistakes::gpt::{self as mistakes, Cached, Seen};
use crate::{exercises, solutions};
use labkit::judge::Exercise;
use labkit::reference::Stored;

const STORED: Stored = Stored(include_str!("../../tests/reference/gpt.txt"));

pub fn exercises() -> Vec<Exercise> {
    vec![bpe_merge(), top_p(), cache_update(), quantise_row()]
}

fn whole(name: &str) -> Vec<u32> {
    STORED.values(name).iter().map(|&x| x as u32).collect()
}

fn bpe_merge() -> Exercise {
    type Asked = (Vec<u32>, u32);
    let probe = |i: usize| {
        let of = |part: &str| whole(&format!("merge.{i}.{part}"));
        let (asked, pair) = ((of("tokens"), of("new")[0]), of("pair"));
        (asked, ((pair[0], pair[1]), of("joined")))
    };
    Exercise::new("bpe_merge", 15, "join the most frequent pair of tokens into one")
        .entries(["the pair", "the tokens then"])
        .hints([
            "`tokens.windows(2)` has all pairs. Count them in a `HashMap`.",
            "For the pair: go through `windows(2)` once more, and take a pair only if its count is greater than the best so far. So the first of equals stays.",
            "For the tokens: at place i, if tokens[i] and tokens[i + 1] are the pair, push `new` and go on by 2; else push tokens[i] and go on by 1.",
        ])
        .probes((0..5).map(probe))
        .answer(|(tokens, new): &Asked| exercises::bpe_merge(tokens, *new))
        .solution(|(tokens, new): &Asked| solutions::bpe_merge(tokens, *new))
        .mistake("the last of equals", "Of pairs that stand there equally often you take the last. Take the one that comes first in the text.", |(tokens, new)| {
            mistakes::merged(tokens, *new, 1, |count, best| count >= best)
        })
        .mistake("cut in twos", "You cut the text in twos, and count those. The second token begins a pair as well.", |(tokens, new)| {
            mistakes::merged(tokens, *new, 2, |count, best| count > best)
        })
        .why("Encoding a new text repeats the merges in the order in which they were learned. Nothing is counted there: a text has the same tokens whoever reads it.")
        .done()
}

fn top_p() -> Exercise {
    type Asked = (Vec<f64>, f64);
    let probe = |i: usize| {
        let of = |part: &str| STORED.values(&format!("top.{i}.{part}"));
        ((of("p"), of("share")[0]), of("kept"))
    };
    Exercise::new("top_p", 15, "keep the likeliest letters that make up a share")
        .hints([
            "Sort the places 0, 1, 2 … by their probability, the largest first.",
            "Go through the places in that order and add up. Stop after the one with which the sum comes to `share` or more.",
            "places.sort_by(|&a, &b| p[b].total_cmp(&p[a])) leaves equal ones in their order. Then divide what was kept by the sum.",
        ])
        .probes((0..6).map(probe))
        .answer(|(p, share): &Asked| exercises::top_p(p, *share))
        .solution(|(p, share): &Asked| solutions::top_p(p, *share))
        .mistake("one too few", "You stop before the letter that fills up the share. It belongs to them.", |(p, share)| mistakes::too_few(p, *share))
        .mistake("not divided", "What is kept has to add up to 1 again: divide by its sum.", |(p, share)| mistakes::undivided(p, *share))
        .mistake("in the order of the list", "You take letters in the order of the list. The likeliest come first.", |(p, share)| mistakes::unsorted(p, *share))
        .property(
            "Letters in another order are kept all the same.",
            |draws| {
                let p = draws.numbers(6, 0.05..1.0);
                let sum: f64 = p.iter().sum();
                (p.iter().map(|p| p / sum).collect(), draws.number(0.1..0.9))
            },
            |answer, (p, share): &Asked| {
                let back = |p: &[f64]| p.iter().rev().copied().collect::<Vec<f64>>();
                let turned = (back(p), *share);
                let (got, want) = (answer(&turned), back(&answer(&(p.clone(), *share))));
                (turned, got, want)
            },
        )
        .why("With a share of 1 nothing changes; with a very small one, only the likeliest letter is left, and drawing is greedy search.")
        .done()
}

fn cache_update() -> Exercise {
    let probe = |i: usize| {
        let of = |part: &str| STORED.values(&format!("cache.{i}.{part}"));
        let rows = |part: &str| STORED.matrix(&format!("cache.{i}.{part}"));
        let (mut keys, mut values) = (rows("k"), rows("v"));
        let after = (of("seen"), keys.clone(), values.clone());
        let [key, value] = [&mut keys, &mut values].map(|all| all.pop().unwrap_or_default());
        ((Kept { keys, values }, [of("q"), key, value]), after)
    };
    let with = |update: Update| {
        move |(kept, [query, key, value]): &Cached| -> Seen {
            let mut kept = kept.clone();
            (update(&mut kept, query, key, value), kept.keys, kept.values)
        }
    };
    Exercise::new("cache_update", 20, "append a letter's key and value, and attend")
        .entries(["what is seen", "the keys then", "the values then"])
        .hints([
            "First `kept.keys.push(key.to_vec())`, and likewise the values. Then everything that the query may see is in the lists.",
            "A score for each key: the sum of q·k over the d numbers, divided by √d. Softmax over the scores.",
            "Let e = exp(score − largest score). What is seen, at each of the d places, is Σ e·value divided by Σ e.",
        ])
        .probes((0..4).map(probe))
        .answer(with(exercises::cache_update))
        .solution(with(solutions::cache_update))
        .mistake("blind to itself", "You attend first and append then. The new letter sees itself, too: its key belongs to them.", mistakes::blind)
        .mistake("not scaled", "The scores are q·k divided by √d.", |asked| mistakes::cached(asked, |new| mistakes::scaled(new, f64::sqrt)))
        .mistake("scaled by d", "You divide by d. It is √d: so much does q·k vary, if q and k have d numbers of variance 1.", |asked| mistakes::cached(asked, |new| mistakes::scaled(new, |d| 1.0 / d.sqrt())))
        .mistake("nothing kept", "What is seen is right, but the lists are as they were. The next letter will look for this key and value there.", |asked| {
            let (seen, ..) = mistakes::cached(asked, |_| {});
            (seen, asked.0.keys.clone(), asked.0.values.clone())
        })
        .why("No mask is needed: what has not been read is not in the list. And no query is kept: a letter asks once.")
        .done()
}

fn quantise_row() -> Exercise {
    let row = |name: &str| -> Vec<f32> { STORED.values(name).iter().map(|&x| x as f32).collect() };
    let probe = move |i: usize| {
        let whole = STORED.values(&format!("bytes.{i}.whole"));
        let whole = whole.iter().map(|&x| x as i8).collect();
        let scale = STORED.value(&format!("bytes.{i}.scale")) as f32;
        (row(&format!("bytes.{i}.row")), (scale, whole))
    };
    Exercise::new("quantise_row", 15, "a scale for a row of weights, and a byte for each")
        .entries(["the scale", "the whole numbers"])
        .hints([
            "Which weight is the largest, whatever its sign? It becomes 127 or −127.",
            "The scale is that largest size, divided by 127. A weight becomes weight/scale, rounded.",
            "let largest = row.iter().fold(0.0_f32, |m, x| m.max(x.abs())); then (x / scale).round() as i8. With a scale of 0 the division gives NaN: take zeros there.",
        ])
        .probes((0..4).map(probe))
        .answer(|row: &Vec<f32>| exercises::quantise_row(row))
        .solution(|row: &Vec<f32>| solutions::quantise_row(row))
        .mistake("the sign of the largest", "You look for the largest weight with its sign. A large negative one has no room then.", |row| {
            mistakes::row(row, |row| row.iter().copied().fold(f32::MIN, f32::max), f32::round)
        })
        .mistake("cut off", "You cut the decimals off. Round to the nearest: cut off, the error may be a whole scale, and always points to 0.", |row| mistakes::row(row, mistakes::absolute, f32::trunc))
        .mistake("a power of two", "You divide by 128. The largest weight would become 128, and a signed byte ends at 127.", |row| mistakes::row(row, |row| mistakes::absolute(row) * 127.0 / 128.0, f32::round))
        .mistake("the scale turned round", "Your scale is 127/largest, by which weights are multiplied on the way in. Asked for is the one for the way back.", |row| {
            let (scale, whole) = solutions::quantise_row(row);
            (if scale > 0.0 { 1.0 / scale } else { 0.0 }, whole)
        })
        .why("The error of a weight is half a scale at most, so one large weight makes all others of its row worse, and no other row.")
        .done()
}
