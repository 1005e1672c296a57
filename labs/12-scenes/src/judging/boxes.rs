//! Boxes, what is kept of them, and how they are counted. Expected values: `tests/reference/make_coco.py`.

use crate::mistakes::boxes::{self as mistakes, Boxes, Losses};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

/// Scores, which are right, and how many there are to be found.
type Found = (Vec<f64>, Vec<bool>, usize);

pub fn exercises() -> Vec<Exercise> {
    vec![
        iou(),
        smooth_l1(),
        non_maximum_suppression(),
        average_precision(),
        precision_by_hand(),
    ]
}

fn iou() -> Exercise {
    Exercise::new("iou", 10, "what two boxes have in common")
        .hints([
            "What both cover is a box again: from the larger left edge to the smaller right one, and so downwards.",
            "If its width or its height comes out negative, the boxes lie apart: nothing is common.",
            "What either covers is one area plus the other, minus what was counted twice.",
        ])
        .probes([
            (([0.0, 0.0, 4.0, 3.0], [2.0, 1.0, 7.0, 5.0]), 0.142_857_142_857_142_85),
            (([1.0, 1.0, 9.0, 7.0], [2.0, 3.0, 5.0, 6.0]), 0.1875),
            (([0.0, 0.0, 2.0, 5.0], [2.0, 0.0, 6.0, 5.0]), 0.0),
            (([0.0, 0.0, 2.0, 2.0], [10.0, 7.0, 13.0, 9.0]), 0.0),
            (([3.0, 4.0, 8.0, 6.5], [3.0, 4.0, 8.0, 6.5]), 1.0),
            (([0.25, 2.0, 6.0, 4.0], [1.0, 0.0, 2.5, 9.0]), 0.136_363_636_363_636_35),
        ])
        .answer(|&(a, b)| exercises::iou(a, b))
        .solution(|&(a, b)| solutions::iou(a, b))
        .mistake(
            "minus times minus",
            "These boxes lie apart in both directions; your width and your height are negative, and their product is not. Nothing is less than nothing in common.",
            |&(a, b)| mistakes::iou_apart(a, b),
        )
        .mistake(
            "counted twice",
            "You divided by the sum of both areas. What both cover is in it twice: even the same box would only reach ½.",
            |&(a, b)| mistakes::iou_over(|a, b| a + b, a, b),
        )
        .mistake(
            "over the smaller",
            "You divided by the smaller area: then a speck within a large box is a perfect match.",
            |&(a, b)| mistakes::iou_over(f64::min, a, b),
        )
        .mistake(
            "the last pixel twice",
            "You added 1 to the sides, as if boxes ended on their last pixel. Here they end behind it: boxes that touch have nothing in common.",
            |&(a, b)| {
                let more = |b: [f64; 4]| [b[0], b[1], b[2] + 1.0, b[3] + 1.0];
                solutions::iou(more(a), more(b))
            },
        )
        .mistake(
            "an area",
            "That is the area that both cover. Divide by what either covers, and it is a share.",
            |&(a, b)| mistakes::iou_over(|_, _| 1.0, a, b),
        )
        .property(
            "Both boxes moved and enlarged together have the same IoU.",
            |draws| {
                let mut one = || {
                    let corner = [draws.number(0.0..4.0), draws.number(0.0..4.0)];
                    let size = [draws.number(1.0..5.0), draws.number(1.0..5.0)];
                    [corner[0], corner[1], corner[0] + size[0], corner[1] + size[1]]
                };
                (one(), one())
            },
            |answer, &(a, b)| {
                let moved = |b: [f64; 4]| b.map(|edge| 3.0 * edge + 7.0);
                let other = (moved(a), moved(b));
                (other, answer(&other), answer(&(a, b)))
            },
        )
        .why("Paul Jaccard compared the flora of alpine meadows with it in 1901. It does not ask how large the objects are, and so a box that is two pixels off is fine for an elephant and hopeless for a fly.")
        .done()
}

fn smooth_l1() -> Exercise {
    let by = mistakes::smooth_l1;
    let near = |d: f64, beta: f64| (0.5 * d * d / beta, d / beta);
    let far = |d: f64, beta: f64| (d.abs() - 0.5 * beta, d.signum());
    let mean = |n| (n, n);
    Exercise::new("smooth_l1", 15, "a loss for boxes, and its gradient")
        .entries(["the loss", "the gradient"])
        .hints([
            "Compute d for each number, and look at |d| to see which of the two formulas is its own.",
            "The slope of ½d²/β is d/β; that of |d| − ½β is the sign of d. At |d| = β they are the same.",
            "The loss is a mean: divide the sum by how many numbers there are, and each slope too.",
        ])
        .probes([
            (
                (vec![1.0, -2.0, 0.5, 3.25], vec![0.75, 1.0, 0.5, 1.25], 1.0),
                (1.007_812_5, vec![0.0625, -0.25, 0.0, 0.25]),
            ),
            (
                (vec![0.1, 0.9, -0.3], vec![0.15, 0.2, 0.4], 0.25),
                (0.385, vec![-0.066_666_666_666_666_65, 0.333_333_333_333_333_3, -0.333_333_333_333_333_3]),
            ),
            (
                (vec![5.0, -4.0, 2.0, 2.5, 0.0], vec![2.0, -1.5, 2.0, 0.5, 2.0], 2.0),
                (1.1, vec![0.2, -0.2, 0.0, 0.2, -0.2]),
            ),
        ])
        .answer(|(found, wanted, beta): &Losses| exercises::smooth_l1(found, wanted, *beta))
        .solution(|(found, wanted, beta)| solutions::smooth_l1(found, wanted, *beta))
        .mistake("the sum", "You added up. It is the mean over the numbers, in the loss and in the gradient.", by(near, far, |_| (1.0, 1.0)))
        .mistake("a gradient of the sum", "Your loss is a mean, your gradient that of the sum: divide it by the number of numbers as well.", by(near, far, |n| (n, 1.0)))
        .mistake("a jump", "Without −½β the line does not meet the parabola: the loss jumps at |d| = β.", by(near, |d, _| (d.abs(), d.signum()), mean))
        .mistake("β forgotten", "You took ½d² for the parabola. It is ½d²/β: only then does its slope reach 1 where the line begins.", by(|d, _| (0.5 * d * d, d), far, mean))
        .mistake("β times too much", "That is Huber's loss: ½d² and β(|d| − ½β). Smooth L1 is the same divided by β.", by(|d, _| (0.5 * d * d, d), |d, beta| (beta * (d.abs() - 0.5 * beta), beta * d.signum()), mean))
        .mistake("uphill", "The sign of your gradient is wrong: d = found − wanted, and its slope in `found` is +1.", by(near, far, |n| (n, -n)))
        .mistake("a slope that grows", "Your gradient stays d/β beyond β. There the loss is a line, and its slope 1 or −1: that is what it is for.", by(near, |d, beta| (d.abs() - 0.5 * beta, d / beta), mean))
        .why("Ross Girshick wrote it for Fast R-CNN in 2015: near the target it is gentle like the squared error, far away no box can pull with more than 1.")
        .done()
}

fn non_maximum_suppression() -> Exercise {
    let of = |(boxes, scores, classes, threshold): &Boxes| {
        solutions::non_maximum_suppression(boxes, scores, classes, *threshold)
    };
    let with = move |change: fn(&mut Boxes)| {
        move |input: &Boxes| {
            let mut other = input.clone();
            change(&mut other);
            of(&other)
        }
    };
    Exercise::new("non_maximum_suppression", 25, "one box for each object")
        .hints([
            "Sort the places 0, 1, 2, … by falling score. Rust's `sort_by` is stable: equal scores stay in their order.",
            "Go through them, and keep a list of those that stay. A new one joins unless it has a double in that list.",
            "A double: the same class, and IoU > threshold. Boxes that have gone judge nobody.",
        ])
        .probes([
            (
                (
                    vec![[10.0, 10.0, 30.0, 40.0], [12.0, 11.0, 31.0, 39.0], [50.0, 8.0, 62.0, 30.0], [11.0, 12.0, 29.0, 45.0], [49.0, 9.0, 63.0, 31.0]],
                    vec![0.6, 0.9, 0.5, 0.8, 0.7],
                    vec![3, 3, 3, 5, 3],
                    0.5,
                ),
                vec![1, 3, 4],
            ),
            // A chain: each overlaps its neighbours alone.
            (
                (
                    vec![[0.0, 0.0, 10.0, 4.0], [3.0, 0.0, 13.0, 4.0], [6.0, 0.0, 16.0, 4.0], [9.0, 0.0, 19.0, 4.0]],
                    vec![0.9, 0.8, 0.7, 0.6],
                    vec![1, 1, 1, 1],
                    0.3,
                ),
                vec![0, 2],
            ),
            // The same box and the same score three times.
            (
                (
                    vec![[0.0, 0.0, 8.0, 8.0], [0.0, 0.0, 8.0, 8.0], [1.0, 0.0, 9.0, 8.0], [20.0, 20.0, 24.0, 29.0], [0.0, 0.0, 8.0, 8.0]],
                    vec![0.5, 0.5, 0.75, 0.5, 0.5],
                    vec![2, 7, 7, 2, 2],
                    0.4,
                ),
                vec![2, 0, 3],
            ),
            // An IoU of exactly the threshold. And nothing at all.
            (
                (
                    vec![[0.0, 0.0, 4.0, 2.0], [2.0, 0.0, 6.0, 2.0], [0.0, 1.0, 4.0, 5.0]],
                    vec![0.2, 0.3, 0.1],
                    vec![4, 4, 4],
                    1.0 / 3.0,
                ),
                vec![1, 0, 2],
            ),
            ((vec![], vec![], vec![], 0.5), vec![]),
        ])
        .answer(|(boxes, scores, classes, threshold): &Boxes| {
            exercises::non_maximum_suppression(boxes, scores, classes, *threshold)
        })
        .solution(of)
        .mistake(
            "all classes together",
            "You let a box of one class remove one of another. A six within a large zero would be gone.",
            with(|(_, _, classes, _)| classes.fill(0)),
        )
        .mistake(
            "as they come",
            "You took the boxes as they lie in the list. The surest is taken first.",
            with(|(_, scores, _, _)| scores.fill(0.0)),
        )
        .mistake(
            "the dead judge",
            "A box that has gone removed another in yours. Only those that stay may: in a row of overlapping boxes every second one is right.",
            mistakes::the_dead_judge,
        )
        .mistake(
            "the later of equals",
            "Of equal scores you took the later one. The earlier is wanted: a stable sort gives it.",
            with(|(_, scores, _, _)| (0..scores.len()).for_each(|i| scores[i] += 1e-9 * i as f64)),
        )
        .mistake(
            "at the threshold",
            "An IoU of exactly the threshold is not greater than it: that box stays.",
            with(|(_, _, _, threshold)| *threshold -= 1e-9),
        )
        .mistake(
            "in the list's order",
            "The right ones stay, but you return them in the order of the list. The surest comes first.",
            move |input| {
                let mut kept = of(input);
                kept.sort_unstable();
                kept
            },
        )
        .why("Every detector of that family answers several times for one object, since neighbouring cells see it too. Networks that learn to answer once (DETR, 2020) do without.")
        .done()
}

fn average_precision() -> Exercise {
    let curve = |(scores, right, truths): &Found| mistakes::curve(scores, right, *truths);
    let whole = move |input: &Found| mistakes::raised(curve(input));
    Exercise::new("average_precision", 25, "the area under precision and recall, as COCO counts")
        .hints([
            "Sort by falling score, and note recall and precision after each box.",
            "Go backwards through the list and raise each precision to the best that comes later: now it never rises again.",
            "For each recall r = 0, 0.01, …, 1 take the first point whose recall is at least r, 0 if there is none; then the mean of the 101.",
        ])
        .probes([
            ((vec![0.9, 0.8, 0.7, 0.5, 0.3], vec![true, false, true, false, true], 4), 0.570_957_095_709_570_9),
            (
                (vec![0.2, 0.95, 0.6, 0.4, 0.85, 0.1, 0.5], vec![true, true, false, true, false, false, true], 6),
                0.498_349_834_983_498_4,
            ),
            ((vec![0.5, 0.5, 0.5, 0.5, 0.9], vec![false, true, false, true, false], 3), 0.265_346_534_653_465_35),
            ((vec![0.7, 0.9], vec![false, false], 2), 0.0),
            ((vec![0.6], vec![true], 1), 1.0),
            ((vec![0.3, 0.4, 0.1, 0.2, 0.6, 0.8], vec![true, true, true, false, false, true], 9), 0.354_785_478_547_854_75),
            // Nothing found.
            ((vec![], vec![], 3), 0.0),
        ])
        .answer(|(scores, right, truths): &Found| exercises::average_precision(scores, right, *truths))
        .solution(|(scores, right, truths)| solutions::average_precision(scores, right, *truths))
        .mistake(
            "not raised",
            "You took the precision at that recall. The best at that recall *or any higher one* is meant: nobody would stop at a dip.",
            move |input| mistakes::at_points(&curve(input), 100),
        )
        .mistake(
            "as they come",
            "You took the boxes as they lie in the list. The surest comes first.",
            |(scores, right, truths)| solutions::average_precision(&vec![0.0; scores.len()], right, *truths),
        )
        .mistake(
            "eleven points",
            "You took eleven recalls, as the PASCAL challenge did until 2009. COCO takes 101.",
            move |input| mistakes::at_points(&whole(input), 10),
        )
        .mistake(
            "strips",
            "You added up strips: the exact area. COCO takes the mean at 101 recalls, which is a little more or less.",
            move |input| mistakes::strips(&whole(input)),
        )
        .mistake(
            "what is found is all there is",
            "You divided by how many were found. Recall is a share of all that were to be found: what is missed has to cost.",
            |(scores, right, _)| {
                let hits = right.iter().filter(|r| **r).count().max(1);
                solutions::average_precision(scores, right, hits)
            },
        )
        .why("One number that no threshold is chosen for. COCO takes its mean over classes, and over ten IoUs from .5 to .95: that rewards tight boxes.")
        .done()
}

fn precision_by_hand() -> Exercise {
    Exercise::new("precision_by_hand", 15, "five boxes, four sevens; four decimals")
        .entries([
            "precision from 0.6 on",
            "recall from 0.6 on",
            "precision of all",
            "recall of all",
            "average precision",
            "average precision at ¾",
        ])
        .hints([
            "Which of the five are right? The second lies well, but on a seven that is taken.",
            "Right, wrong, right, wrong, right. Precision is a share of the boxes, recall a share of the four sevens.",
            "The best precision from recall 0 to ¼ is 1 (26 of the 101 points), from there to ½ it is ⅔ (25 points), to ¾ it is ⅗ (25), beyond it is 0.",
        ])
        // By hand: 26, 25 and 25 of 101 points.
        .probes([((), [0.666_666_666_666_666_6, 0.5, 0.6, 0.75, 0.570_957_095_709_570_9, 0.257_425_742_574_257_4])])
        .digits(4)
        .answer(|()| exercises::precision_by_hand())
        .solution(|()| solutions::precision_by_hand())
        .slips([
            ("a double is right", "You counted the second box as right. Its seven is taken: who finds one seven twice has found one.",
                [1.0, 0.75, 0.8, 1.0, (76.0 + 25.0 * 0.8) / 101.0, 26.0 / 101.0]),
            ("exchanged", "Precision and recall are exchanged: precision is a share of the boxes, recall one of the sevens.",
                [0.5, 2.0 / 3.0, 0.75, 0.6, 57.666_666_666_666_66 / 101.0, 26.0 / 101.0]),
            ("strips", "You added up strips of a quarter. Of COCO's 101 recalls 26 lie from 0 to ¼: both ends count.",
                [2.0 / 3.0, 0.5, 0.6, 0.75, 0.566_666_666_666_666_7, 0.25]),
            ("¾ changes nothing", "At ¾ you counted the same boxes as right. Only the first has an IoU of that.",
                [2.0 / 3.0, 0.5, 0.6, 0.75, 57.666_666_666_666_66 / 101.0, 57.666_666_666_666_66 / 101.0]),
        ])
        .why("The second box costs precision although it is a good one: doubles have to go before anybody counts.")
        .done()
}
