//! What a network costs and how far it sees, before it exists.

use crate::{exercises, solutions};
use labkit::judge::Exercise;

type Cost = ([usize; 3], usize, usize, usize, usize, bool);

/// The right answer to another question.
fn asked(other: impl Fn(Cost) -> Cost) -> impl Fn(&Cost) -> [usize; 2] {
    move |&question| {
        let (picture, outputs, size, stride, groups, bias) = other(question);
        solutions::conv_cost(picture, outputs, size, stride, groups, bias)
    }
}

pub fn conv_cost() -> Exercise {
    Exercise::new("conv_cost", 20, "parameters and multiply-adds of a convolution with stride, groups and bias")
        .entries(["parameters", "multiply-adds"])
        .hints([
            "One output at one place is a sum over the window, and over the channels of its group. How many products is that?",
            "So many weights has each output, and there are `outputs` of them: size · size · channels/groups · outputs. A bias adds one number for each output.",
            "The same weights are used at every place. With this margin, a side of 7 has places at 0, 2, 4, 6 when the stride is 2: ⌈7/2⌉ = 4.",
        ])
        .probes([
            (([7, 10, 6], 4, 3, 2, 2, true), [112, 2_160]),
            (([9, 5, 3], 8, 5, 1, 1, false), [600, 27_000]),
            (([11, 8, 12], 12, 3, 3, 12, true), [120, 1_296]),
            (([1, 4, 5], 7, 1, 2, 1, true), [42, 70]),
            (([2, 3, 8], 12, 7, 4, 4, false), [1_176, 1_176]),
            (([224, 224, 3], 64, 7, 2, 1, false), [9_408, 118_013_952]),
        ])
        .answer(|&(picture, outputs, size, stride, groups, bias)| exercises::conv_cost(picture, outputs, size, stride, groups, bias))
        .solution(|&(picture, outputs, size, stride, groups, bias)| solutions::conv_cost(picture, outputs, size, stride, groups, bias))
        .mistake("as many places as pixels", "You counted a place for each pixel that comes in. With a stride of 2 only every second one is a place, along both axes.",
            asked(|(picture, outputs, size, _, groups, bias)| (picture, outputs, size, 1, groups, bias)))
        .mistake("rounded down", "You rounded the places down. A side of 7 with stride 2 has places at 0, 2, 4 and 6: the division is rounded up.",
            asked(|([height, width, channels], outputs, size, stride, groups, bias)| {
                ([height / stride * stride, width / stride * stride, channels], outputs, size, stride, groups, bias)
            }))
        .mistake("without the margin", "You left out the margin. With it a window of odd size has a place on every pixel, also at the edge.",
            asked(|([height, width, channels], outputs, size, stride, groups, bias)| {
                let inside = |side: usize| (side + 1).saturating_sub(size);
                ([inside(height), inside(width), channels], outputs, size, stride, groups, bias)
            }))
        .mistake("groups forgotten", "Each output sees only the channels of its own group: channels/groups of them.",
            asked(|(picture, outputs, size, stride, _, bias)| (picture, outputs, size, stride, 1, bias)))
        .mistake("groups twice", "You divided inputs *and* outputs by the groups. That is the cost of one group, and there are `groups` of them.",
            |&(picture, outputs, size, stride, groups, bias)| {
                let [weights, work] = solutions::conv_cost(picture, outputs, size, stride, groups, false);
                [weights / groups + if bias { outputs } else { 0 }, work / groups]
            })
        .mistake("biases multiplied", "A bias is added, and multiplied by nothing: the multiply-adds count weights only.",
            |&(picture, outputs, size, stride, groups, bias)| {
                let [weights, work] = solutions::conv_cost(picture, outputs, size, stride, groups, false);
                let parameters = weights + if bias { outputs } else { 0 };
                [parameters, work / weights * parameters]
            })
        .why("The weights do not depend on the picture, the work does: the same convolution on a picture of twice the side costs four times as much.")
        .done()
}

pub fn sees() -> Exercise {
    // How reach and step go on behind a window (size, stride), by another rule.
    type Two = (usize, usize);
    let by = |rule: fn(Two, Two) -> Two| {
        move |layers: &Vec<Two>| layers.iter().fold((1, 1), |at, &layer| rule(at, layer)).0
    };
    Exercise::new("sees", 20, "the receptive field of a chain of windows")
        .hints([
            "Two layers of 3, stride 1: the outer neighbours of the second window see one number further on each side.",
            "Keep two numbers: how far one number sees, and how far apart two neighbours stand on the first picture.",
            "A window adds (size − 1) times that distance to the reach. *Then* its stride multiplies the distance for the layers behind it.",
        ])
        .probes([
            (vec![(3, 2), (5, 1), (3, 3)], 15),
            (vec![(3, 1), (3, 1)], 5),
            (vec![(7, 2), (3, 2), (3, 1), (3, 1), (3, 2), (3, 1)], 51),
            (vec![(1, 2), (2, 2), (4, 1)], 15),
            (vec![(5, 3)], 5),
            (vec![(2, 1); 10], 11),
            // By hand: no layer at all.
            (vec![], 1),
        ])
        .answer(|layers| exercises::sees(layers))
        .solution(|layers| solutions::sees(layers))
        .mistake("strides forgotten", "Behind a stride of 2, neighbours stand 2 apart on the first picture, so each step of a window counts twice.", by(|(reach, step), (size, _)| (reach + size - 1, step)))
        .mistake("the stride too early", "You let a layer's stride count for its own window. It moves the *next* layer's neighbours apart.", by(|(reach, step), (size, stride)| (reach + (size - 1) * step * stride, step * stride)))
        .mistake("without overlap", "A window of 3 adds two steps, not three: one of its numbers is there already.", by(|(reach, step), (size, stride)| (reach + size * step, step * stride)))
        .mistake("the last stride alone", "Strides multiply: behind 2 and 3, neighbours stand 6 apart.", by(|(reach, step), (size, stride)| (reach + (size - 1) * step, stride)))
        .mistake("upside down", "You began at the last layer with a rule for the first. The strides *before* a window spread it.", |layers| {
            solutions::sees(&layers.iter().rev().copied().collect::<Vec<_>>())
        })
        .why("Small windows see far when they are stacked, and strides are the quickest way to see far. What is seen at all is another matter: the middle is seen by many paths, the edge by one.")
        .done()
}

pub fn two_small_for_one_large() -> Exercise {
    let [small, thin, direct, behind] = [27.0 / 49.0, 14.0 / 49.0, 576_000.0, 26_880.0];
    Exercise::new("two_small_for_one_large", 15, "what small windows save, on paper; shares with two decimals")
        .entries(["how many of 3×3", "their share", "the share of 1×7 and 7×1", "5×5 directly", "behind a 1×1"])
        .hints([
            "A first 3×3 sees 3. Each one behind it sees one number further on both sides.",
            "With C channels in and out, one layer of k×k has k·k·C·C weights; in a share, C·C falls out.",
            "5·5·480·48 directly. Before: 1·1·480·16, and then 5·5·16·48, added.",
        ])
        // By hand: 27/49, 14/49, 25·480·48, 480·16 + 25·16·48.
        .probes([((), [3.0, small, thin, direct, behind])])
        .digits(2)
        .answer(|()| exercises::two_small_for_one_large())
        .solution(|()| solutions::two_small_for_one_large())
        .slips([
            ("upside down", "That is what the large one has for each weight of the small ones. Asked is their share of it: below 1.", [3.0, 49.0 / 27.0, 3.5, direct, behind]),
            ("one of them", "You compared a single small layer. There are several: their weights add up.", [3.0, 9.0 / 49.0, 7.0 / 49.0, direct, behind]),
            ("two of them", "Two of 3×3 see five numbers. One more sees seven.", [2.0, 18.0 / 49.0, thin, direct, behind]),
            ("5 for 25", "A window of 5×5 has 25 places, not 5.", [3.0, small, thin, 115_200.0, 11_520.0]),
            ("without the 1×1", "The 1×1 has weights, too: 480·16.", [3.0, small, thin, direct, 19_200.0]),
        ])
        .why("One large window can be cheaper to write down, and never to learn. The small ones also bend more often: there is a ReLU between them.")
        .done()
}

pub fn find_the_slip() -> Exercise {
    Exercise::new("find_the_slip", 15, "three lists of blocks in a lecture, one of them wrong: find it by counting, on paper")
        .entries(["which network", "its layers as printed", "the wrong entry", "the right one"])
        .hints([
            "Count the layers of the first list: blocks, times the layers of a block, and the two at the ends.",
            "3 · (3 + 4 + 6 + 3) + 2 = 50. Do the same for the other two.",
            "One comes out 15 layers too deep, so some stage has five blocks too many. Two entries could give them; compare the first and the last stage with those of its neighbours.",
        ])
        // By hand: 3·38 + 2.
        .probes([((), [101, 116, 8, 3])])
        .answer(|()| exercises::find_the_slip())
        .solution(|()| solutions::find_the_slip())
        .slips([
            ("without the ends", "You counted the blocks alone. The first convolution and the dense layer are two more.", [101, 114, 8, 3]),
            ("two layers a block", "A bottleneck has three convolutions: 1×1, 3×3, 1×1.", [101, 78, 8, 3]),
            ("another entry", "With 18 there the count is right, too. But then the last stage is unlike that of the other two networks.", [101, 116, 23, 18]),
            ("the ways around", "You counted the convolutions that lead around a block where the size changes. The name counts those that a picture goes through in a row.", [101, 120, 8, 3]),
            ("as it should be", "That is how many layers it should have. Count those that are printed.", [101, 101, 8, 3]),
        ])
        .why("A list that is printed can be checked by its own title. The trained network that everybody has is the right one, and so is the table of this lesson: the slip would have cost 22 million parameters.")
        .done()
}
