//! A class for each pixel. Expected values are those of PyTorch's tape, from `tests/reference/make_pixels.py`.

use crate::mistakes::pixels::{Asked, dice};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![dice_loss(), lazy()]
}

fn dice_loss() -> Exercise {
    let parts = |common, both| (2.0 * common + 1.0, both + 1.0);
    let quotient = |y: f64, above: f64, below: f64| -(2.0 * y * below - above) / below.powi(2);
    Exercise::new("dice_loss", 20, "the Dice loss of one class, and its gradient")
        .entries(["the loss", "its gradient"])
        .hints([
            "Call what is above the bar A = 2·Σpy + 1 and what is below it B = Σp + Σy + 1. By how much does each grow with p[i]?",
            "A grows by 2·y[i], B by 1, whatever y[i] is: a probability given away where nothing is makes B larger.",
            "The quotient rule: ∂(A/B)/∂p = (2y·B − A)/B². The loss is 1 − A/B, so turn the sign.",
        ])
        .probes([
            (
                (vec![0.9, 0.2, 0.6, 0.1, 0.75], vec![1.0, 0.0, 1.0, 0.0, 0.0]),
                (
                    0.279_279_279_279_279_2,
                    vec![-0.230_500_771_041_311_61, 0.129_859_589_319_048_78, -0.230_500_771_041_311_61, 0.129_859_589_319_048_78, 0.129_859_589_319_048_78],
                ),
            ),
            (
                (vec![0.25, 0.5, 0.125], vec![0.0, 0.0, 0.0]),
                (0.466_666_666_666_666_7, vec![0.284_444_444_444_444_44; 3]),
            ),
            (
                (vec![1.0, 0.0, 1.0, 1.0], vec![1.0, 0.0, 1.0, 1.0]),
                (0.0, vec![-1.0 / 7.0, 1.0 / 7.0, -1.0 / 7.0, -1.0 / 7.0]),
            ),
            // Nothing there, and nothing said.
            ((vec![0.0, 0.0], vec![0.0, 0.0]), (0.0, vec![1.0, 1.0])),
            ((vec![0.3], vec![1.0]), (0.304_347_826_086_956_52, vec![-0.567_107_750_472_589_9])),
        ])
        .answer(|(p, y): &Asked| exercises::dice_loss(p, y))
        .solution(|(p, y): &Asked| solutions::dice_loss(p, y))
        .mistake(
            "uphill",
            "The gradient has the wrong sign: it is that of the overlap. The loss is one minus it.",
            dice(parts, |y, above, below| (2.0 * y * below - above) / below.powi(2)),
        )
        .mistake(
            "the overlap itself",
            "You returned the overlap and its gradient. A loss is to become smaller: one minus it.",
            |(p, y)| {
                let (loss, slopes) = solutions::dice_loss(p, y);
                (1.0 - loss, slopes.iter().map(|slope| -slope).collect())
            },
        )
        .mistake(
            "constant below",
            "In the gradient you took Σp for a constant. Every p[i] stands below the bar as well, also where y[i] is 0.",
            dice(parts, |y, _, below| -2.0 * y / below),
        )
        .mistake(
            "without the ones",
            "The ones are missing. Where a class is not there and not claimed, 0/0 would be left.",
            dice(|common, both| (2.0 * common, both), quotient),
        )
        .mistake(
            "not squared",
            "The loss is right. In the quotient rule what is below the bar is squared.",
            dice(parts, |y, above, below| -(2.0 * y * below - above) / below),
        )
        .why("The gradient at a pixel depends on all others: A and B are sums over the whole picture. In a cross-entropy each pixel pulls for itself.")
        .done()
}

fn lazy() -> Exercise {
    let [nothing, half, nats, weight] = [0.982, 0.491, 0.090_150_447_3, 54.555_555_555_555_56];
    Exercise::new("lazy", 15, "what a network gets for saying nothing; four decimals")
        .entries(["the accuracy", "the mean IoU", "the cross-entropy", "the weight"])
        .hints([
            "It calls everything “no storm”. How many pixels are so? And how many that show a storm does it call a storm?",
            "The IoU of a storm is 0 of 18,000. That of no storm is what both have, 982,000, over what either has: all. The cross-entropy is the mean of −ln of what it gave to the truth.",
            "−0.018·ln 0.018 − 0.982·ln 0.982. And w·18,000 is to be 982,000.",
        ])
        // By hand; the third is H(0.018) in nats.
        .probes([((), [nothing, half, nats, weight])])
        .digits(4)
        .answer(|()| exercises::lazy())
        .solution(|()| solutions::lazy())
        .slips([
            ("the storm left out", "You left the storm out of the mean, because the network never says it. It is there, so its IoU counts: 0.",
                [nothing, 0.982, nats, weight]),
            ("in bits", "That is the cross-entropy in bits. In nats the logarithm is ln.",
                [nothing, half, nats / std::f64::consts::LN_2, weight]),
            ("the storm's share alone", "You added up the storm alone. Where there is none, −ln 0.982 is lost, at each of 982,000 pixels.",
                [nothing, half, -0.018 * 0.018_f64.ln(), weight]),
            ("one in so many", "1/0.018 makes a storm weigh as much as *all* pixels. It is to weigh as much as the others: 0.982/0.018.",
                [nothing, half, nats, 1.0 / 0.018]),
            ("the root", "You took the root of the weight. Kurth and others did, for their training was unsteady with the whole; but then the classes do not weigh the same.",
                [nothing, half, nats, (0.982_f64 / 0.018).sqrt()]),
        ])
        .why("Half of a mean IoU, and 98.2 % of an accuracy, for nothing. Which number stands in a report decides what is learned.")
        .done()
}
