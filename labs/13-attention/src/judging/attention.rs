//! Attention by hand. Expected values are PyTorch's and NumPy's, from `tests/reference/make_attention.py`, or counted by hand.

pub mod kernel;

use crate::mistakes::attention::{self as mistakes, Asked, exchanged, in_turn, waves};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

const MINUS: f64 = f64::NEG_INFINITY;

pub fn exercises() -> Vec<Exercise> {
    vec![
        causal_mask(),
        softmax_rows(),
        split_heads(),
        sinusoids(),
        gpt2_parameters(),
    ]
}

fn causal_mask() -> Exercise {
    let rows = |rows: &[&str]| -> Vec<Vec<bool>> {
        let row = |row: &&str| row.chars().map(|c| c == 'x').collect();
        rows.iter().map(row).collect()
    };
    Exercise::new("causal_mask", 10, "which keys each query may look at")
        .hints([
            "Draw the square first, as many keys as queries: what may the first query see, what the last?",
            "With more keys than queries all queries have moved to the right: query t stands at place keys − queries + t.",
            "Key s may be looked at where s ≤ keys − queries + t. Unsigned numbers: s + queries ≤ keys + t never falls below 0.",
        ])
        // By hand.
        .probes([
            ((3, 3), rows(&["x..", "xx.", "xxx"])),
            ((2, 5), rows(&["xxxx.", "xxxxx"])),
            ((1, 4), rows(&["xxxx"])),
            ((3, 4), rows(&["xx..", "xxx.", "xxxx"])),
        ])
        .answer(|&(queries, keys): &(usize, usize)| exercises::causal_mask(queries, keys))
        .solution(|&(queries, keys): &(usize, usize)| solutions::causal_mask(queries, keys))
        .mistake(
            "at the first places",
            "Your queries stand at the first places of the keys. They stand at the last: what was read before may all be seen.",
            mistakes::mask(|t, s, _| s <= t),
        )
        .mistake(
            "not itself",
            "A query may look at its own place, too. The first token would have nothing to look at otherwise.",
            mistakes::mask(|t, s, before| s < before + t),
        )
        .mistake(
            "what is hidden",
            "You marked what is hidden. True means: may look. (PyTorch has both conventions, in two functions.)",
            mistakes::mask(|t, s, before| s > before + t),
        )
        .why("With it one pass over a text asks for every next word at once, and no question sees its answer. With fewer queries than keys it is what a cache needs, where only the new word asks.")
        .done()
}

fn softmax_rows() -> Exercise {
    let rows = |rows: &[&[f64]]| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
    Exercise::new("softmax_rows", 10, "scores to weights, over the right axis")
        .hints([
            "Token t shares its attention out. Among what? Which numbers have to add up to 1?",
            "Each row by itself. e^1000 is ∞ on a computer: subtract the row's largest score first, which changes no share.",
            "A row of nothing but −∞ has the largest score −∞, and −∞ − (−∞) is NaN. Give zeros before you come to that.",
        ])
        .probes([
            (
                rows(&[&[1.0, 2.0, 0.5], &[-1.0, 0.25, 3.0]]),
                rows(&[
                    &[0.231_223_897_622_149_07, 0.628_531_719_211_762_4, 0.140_244_383_166_088_48],
                    &[0.016_923_768_899_622_816, 0.059_069_757_592_510_23, 0.924_006_473_507_866_9],
                ]),
            ),
            (
                rows(&[&[0.5, MINUS, MINUS], &[1.5, -0.5, MINUS]]),
                rows(&[&[1.0, 0.0, 0.0], &[0.880_797_077_977_882_3, 0.119_202_922_022_117_55, 0.0]]),
            ),
            // By hand: nowhere to look.
            (rows(&[&[MINUS, MINUS], &[0.0, 0.0], &[MINUS, 1.0]]), rows(&[&[0.0, 0.0], &[0.5, 0.5], &[0.0, 1.0]])),
            (
                rows(&[&[1000.0, 999.0], &[-1000.0, -1002.0], &[5.0, 5.5]]),
                rows(&[
                    &[0.731_058_578_630_004_9, 0.268_941_421_369_995_16],
                    &[0.880_797_077_977_882_3, 0.119_202_922_022_117_55],
                    &[0.377_540_668_798_145_46, 0.622_459_331_201_854_6],
                ]),
            ),
        ])
        .answer(|scores: &Vec<Vec<f64>>| exercises::softmax_rows(scores))
        .solution(|scores: &Vec<Vec<f64>>| solutions::softmax_rows(scores))
        .mistake(
            "over the queries",
            "Your columns add up to 1: each key shares itself out among those who ask. Each token that asks takes a mean, so its row has to add up to 1.",
            |scores| mistakes::by_columns(scores),
        )
        .mistake(
            "without the largest",
            "Right where scores are small. e^1000 is ∞, and ∞/∞ is NaN: subtract the row's largest score first.",
            mistakes::plain(|_| 0.0),
        )
        .mistake(
            "nothing to look at",
            "A row of −∞ became NaN. A token that must not look anywhere gets zeros.",
            mistakes::plain(|top| top),
        )
        .why("Over the wrong axis nothing fails: the shapes are the same, and where T queries ask T keys even a glance at the sizes says nothing.")
        .done()
}

/// Numbers that say where they come from: token, and place in the row.
fn numbered(tokens: usize, width: usize) -> Vec<f64> {
    let number = |i: usize| (10 * (i / width + 1) + i % width) as f64;
    (0..tokens * width).map(number).collect()
}

fn split_heads() -> Exercise {
    let card = |(x, _, heads): &Asked| exchanged(x, [x.len() / heads, *heads, 1]);
    Exercise::new("split_heads", 20, "[tokens, C] to [heads, tokens, C/heads], and back")
        .hints([
            "Write down two tokens of four numbers for two heads, and then by hand what is wanted.",
            "A row holds the pieces of all heads of one token. Wanted: outside the head, inside it the token, and inside that the numbers of a piece.",
            "Piece h of token t begins at t·C + h·C/heads.",
        ])
        // By hand: 10·token + place in the row.
        .probes([
            ((numbered(3, 4), 3, 2), vec![10.0, 11.0, 20.0, 21.0, 30.0, 31.0, 12.0, 13.0, 22.0, 23.0, 32.0, 33.0]),
            ((numbered(2, 6), 2, 3), vec![10.0, 11.0, 20.0, 21.0, 12.0, 13.0, 22.0, 23.0, 14.0, 15.0, 24.0, 25.0]),
            ((numbered(1, 4), 1, 4), vec![10.0, 11.0, 12.0, 13.0]),
        ])
        .answer(|(x, tokens, heads): &Asked| exercises::split_heads(x, *tokens, *heads))
        .solution(|(x, tokens, heads): &Asked| solutions::split_heads(x, *tokens, *heads))
        .mistake(
            "only another shape",
            "You gave back the numbers in the order in which they came: a reshape. Then head 0 gets all numbers of the first tokens; an exchange of two axes is needed as well.",
            |(x, _, _)| x.clone(),
        )
        .mistake(
            "dealt like cards",
            "Head 0 got the first number of each token, head 1 the second, and so on in turn. Head 0 has the first C/heads, side by side.",
            card,
        )
        .mistake(
            "turned over",
            "You exchanged tokens and numbers: within a head the numbers of one token no longer stand together.",
            |(x, tokens, _)| exchanged(x, [*tokens, x.len() / tokens, 1]),
        )
        .property(
            "With the counts of tokens and heads exchanged, it puts together again what it split.",
            |draws| (draws.numbers(24, -1.0..1.0), draws.whole(2..4), 4),
            |split, (x, tokens, heads)| {
                let apart = split(&(x.clone(), *tokens, *heads));
                let back = (apart, *heads, *tokens);
                (back.clone(), split(&back), x.clone())
            },
        )
        .why("A reshape copies nothing, an exchange of axes has to. And heads of tokens are to tokens of heads what these are to those, so the same function merges.")
        .done()
}

fn sinusoids() -> Exercise {
    Exercise::new("sinusoids", 15, "a row of sines and cosines for each place")
        .hints([
            "Number j of a row belongs to pair i = j/2, rounded down. Even j: a sine, odd j: a cosine.",
            "The exponent is 2i/width with 2i the even number of the pair, 0, 2, 4, …: the same for its sine and its cosine.",
            "`let angle = t as f64 / 10_000_f64.powf((j - j % 2) as f64 / width as f64);`",
        ])
        .probes([
            (
                (3, 4),
                vec![
                    vec![0.0, 1.0, 0.0, 1.0],
                    vec![0.841_470_984_807_896_5, 0.540_302_305_868_139_8, 0.009_999_833_334_166_664, 0.999_950_000_416_665_3],
                    vec![0.909_297_426_825_681_7, -0.416_146_836_547_142_4, 0.019_998_666_693_333_08, 0.999_800_006_666_577_8],
                ],
            ),
            (
                (2, 6),
                vec![
                    vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
                    vec![
                        0.841_470_984_807_896_5, 0.540_302_305_868_139_8, 0.046_399_223_464_731_285, 0.998_922_976_040_630_4,
                        0.002_154_433_023_365_604_5, 0.999_997_679_206_480_9,
                    ],
                ],
            ),
            ((2, 2), vec![vec![0.0, 1.0], vec![0.841_470_984_807_896_5, 0.540_302_305_868_139_8]]),
        ])
        .answer(|&(places, width): &(usize, usize)| exercises::sinusoids(places, width))
        .solution(|&(places, width): &(usize, usize)| solutions::sinusoids(places, width))
        .mistake(
            "all sines first",
            "You wrote all sines, then all cosines. It works as well, and some programs do; here sine and cosine of a pair stand side by side.",
            waves(|t, j, width| {
                let (i, half) = (j % (width / 2), width / 2);
                in_turn(t, j / half, i as f64 / half as f64)
            }),
        )
        .mistake(
            "a cosine of its own speed",
            "Your sines and cosines have speeds of their own, as if the exponent were j/width. Those of a pair turn together.",
            waves(|t, j, width| in_turn(t, j, j as f64 / width as f64)),
        )
        .mistake(
            "faster and faster",
            "You multiplied by 10,000^(2i/width). The first pair is the fastest, those behind it are slower.",
            waves(|t, j, width| in_turn(t, j, -((j - j % 2) as f64) / width as f64)),
        )
        .why("A step of k places turns each pair by the same angle wherever it begins, so the row of place t + k is a fixed matrix times that of place t.")
        .done()
}

fn gpt2_parameters() -> Exercise {
    Exercise::new("gpt2_parameters", 15, "the parameters of GPT-2 small, counted")
        .entries(["both tables", "one block's attention", "one block's dense layers", "the whole"])
        .hints([
            "With biases a layer from a to b has a·b + b parameters. A norm has a gain and a shift for each of the 768 numbers.",
            "Attention: a norm, a layer from 768 to 3·768, a layer from 768 to 768. Dense layers: a norm, 768 to 3,072, 3,072 to 768.",
            "(50,257 + 1,024)·768 for the tables, twelve blocks of 7,087,872, and one more norm of 1,536.",
        ])
        .probes([((), [39_383_808, 2_363_904, 4_723_968, 124_439_808])])
        .answer(|()| exercises::gpt2_parameters())
        .solution(|()| solutions::gpt2_parameters())
        .slips([
            ("a last layer of its own", "You counted the table of words twice. It is the first layer and the last one, and learned once.",
                [39_383_808, 2_363_904, 4_723_968, 124_439_808 + 50_257 * 768]),
            ("without biases", "These are the weights alone. Here every layer has biases, and every norm a shift.",
                [39_383_808, 2_360_064, 4_719_360, 124_337_664]),
            ("a set for each head", "You gave each of the 12 heads matrices from 768 to 768. A head asks with 64 numbers; all heads together have one matrix of 768 × 768 each for queries, keys and values.",
                [39_383_808, 2_363_904 + 11 * 3 * (768 * 768 + 768), 4_723_968, 124_439_808]),
        ])
        .why("A third of it is a table of words, and two thirds of each block are its dense layers. Attention, which gave the paper its title, has less than a quarter.")
        .done()
}
