//! Questions on balancing. Expected values are gymnasium's and PyTorch's, from `tests/reference/make_balancing.py`.

use crate::balancing::cart::{End, State};
use crate::mistakes::balancing::{self as mistakes, Remembered, Rollout};
use crate::{exercises, solutions};
use labkit::judge::Exercise;
use shaders::{Kernel, Question, kernel};

/// The files of the exercise.
pub const KERNEL: Kernel = kernel!("labs/14-playing", "carts");

pub fn exercises() -> Vec<Exercise> {
    vec![
        cart_step(),
        baseline_by_hand(),
        advantages(),
        double_q_targets(),
        carts(),
    ]
}

/// Four steps of gymnasium's: the state, 1 for a push to the right, the state then.
const STEPS: [[f64; 9]; 4] = [
    [0.3, -0.4, 0.1, 0.5, 1.0, 0.292, -0.2064195, 0.11, 0.2404309],
    [
        -1.2, 0.8, -0.15, 1.4, 0.0, -1.184, 0.6070267, -0.122, 1.6422748,
    ],
    [0.05, 2.5, 0.7, -3.0, 0.0, 0.1, 2.3092604, 0.64, -2.5917715],
    [
        2.0, -1.5, -1.1, 2.2, 1.0, 1.97, -1.3140929, -1.056, 1.8114949,
    ],
];

fn step([x, v, a, w, right, x1, v1, a1, w1]: [f64; 9]) -> ((State, bool), State) {
    (([x, v, a, w], right == 1.0), [x1, v1, a1, w1])
}

fn cart_step() -> Exercise {
    Exercise::new("cart_step", 15, "one step of the cart and the pole: find the slip, and write it right")
        .entries(["place", "speed", "angle", "spin"])
        .tolerance(1e-6)
        .hints([
            "Place, angle and spin are right as they were written down. What does a pole do to the cart while it is thrown forward?",
            "In the chapter the last equation is solved for the cart's acceleration: the pole's share of it is subtracted.",
            "speed′ = u − 0.1 · 0.5 · spin′ · cos / 1.1; all else as it is written.",
        ])
        .probes(STEPS.map(step))
        .answer(|(state, right): &(State, bool)| exercises::cart_step(*state, *right))
        .solution(|(state, right): &(State, bool)| solutions::cart_step(*state, *right))
        .mistake("slip copied", "The slip is still there: a pole that is thrown forward pushes the cart *back*. Look at the sign in speed′.", mistakes::slip_copied)
        .mistake("new speed", "Place and angle move with the old speed and spin. You used those that the step has just made.", mistakes::new_speed)
        .mistake("no recoil", "The pole must push the cart as the cart pushes the pole: speed′ is not u alone.", mistakes::no_recoil)
        .why("With the slip the game looks the same to whoever watches it, and a network learns it as well. Only a comparison, number by number, with a simulation that one trusts finds such a thing.")
        .done()
}

fn baseline_by_hand() -> Exercise {
    Exercise::new("baseline_by_hand", 15, "a policy's slope by hand: its mean, and its variance with and without a baseline, to two decimals")
        .digits(2)
        .entries(["mean", "variance without", "value", "variance with", "best baseline"])
        .hints([
            "There are two outcomes. With b = 0: g = 3/4 · 9 with probability 1/4, and g = −1/4 · 5 with probability 3/4.",
            "The variance is the mean of g² less the square of the mean. The mean is the same for every b; so make the mean of g² small.",
            "The mean of g² is 1/4 · (3/4)² · (9 − b)² + 3/4 · (1/4)² · (5 − b)². Its slope with respect to b is 0 where b = 3/4 · 9 + 1/4 · 5.",
        ])
        .probes([((), [0.75, 12.0, 6.0, 0.75, 8.0])])
        .answer(|&()| exercises::baseline_by_hand())
        .solution(|&()| solutions::baseline_by_hand())
        .mistake("the mean of squares", "These are the means of g². A variance is what is left when the square of the mean is subtracted.", |&()| [0.75, 12.5625, 6.0, 1.3125, 8.0])
        .mistake("the value is best", "The value of the state is a good baseline, and not the best one: take the slope of the mean of g² with respect to b.", |&()| [0.75, 12.0, 6.0, 0.75, 6.0])
        .mistake("not weighted", "Right is drawn with probability 1/4, not 1/2.", |&()| [2.75, 16.0, 7.0, 0.25, 8.6])
        .why("With b = 8 the variance is 0: whatever is drawn, the estimate is 3/4. With more than two actions that is not to be had, and the value of the state comes close enough.")
        .done()
}

fn advantages() -> Exercise {
    let (not, fell, late) = (End::Not, End::Fell, End::Late);
    let probe =
        |r: &[f64], v: &[f64], n: &[f64], e: &[End], [discount, lambda]: [f64; 2], made: &[f64]| {
            (
                (
                    r.to_vec(),
                    v.to_vec(),
                    n.to_vec(),
                    e.to_vec(),
                    discount,
                    lambda,
                ),
                made.to_vec(),
            )
        };
    let (v, n) = ([4.0, 2.0, 5.0, 3.0], [2.0, 7.0, 3.0, 6.0]);
    Exercise::new("advantages", 25, "errors of forecasts, added up; lost and out of time told apart")
        .tolerance(1e-9)
        .hints([
            "Go through the steps from the last to the first, and keep the advantage of the step after.",
            "Two questions at each end. Does the forecast `nexts[t]` count? Only if the game is not lost. Does Aₜ₊₁ belong to the same game? Only if it did not end at all.",
            "`let next = if ends[t] == End::Fell { 0.0 } else { nexts[t] };` and, before adding: `if ends[t] != End::Not { later = 0.0; }`.",
        ])
        .probes([
            probe(&[1.0, 2.0, 0.5], &[3.0, 1.5, 2.5], &[1.5, 2.5, 4.0], &[not, not, not], [0.9, 0.8], &[2.15944, 3.902, 1.6]),
            probe(&[1.0, 1.0, 1.0, 2.0], &v, &n, &[not, fell, not, not], [0.9, 0.5], &[-1.65, -1.0, 0.68, 4.4]),
            probe(&[1.0, 3.0, 1.0, 2.0], &v, &n, &[not, late, not, not], [0.8, 0.75], &[2.56, 6.6, 0.68, 3.8]),
            probe(&[0.5, 1.5, 2.5], &[1.0, 6.0, 2.0], &[9.0, 8.0, 3.0], &[late, fell, late], [0.95, 1.0], &[8.05, -4.5, 3.35]),
        ])
        .answer(|(r, v, n, e, d, l): &Rollout| exercises::advantages(r, v, n, e, *d, *l))
        .solution(|(r, v, n, e, d, l): &Rollout| solutions::advantages(r, v, n, e, *d, *l))
        .mistake("late is lost", "Time that is up is no loss: the pole still stands, and the forecast counts. As you have it, a state is bad because the clock says so, which the network cannot see.", mistakes::late_is_lost)
        .mistake("lost has a future", "After a fall nothing comes any more: no forecast.", mistakes::lost_has_a_future)
        .mistake("into the next game", "Where a game has ended, the step after belongs to another one: its advantage must not be added.", mistakes::into_the_next_game)
        .mistake("lambda alone", "The advantage of the next step is worth discount · lambda of itself, not lambda alone.", mistakes::lambda_alone)
        .why("With λ = 0 only the next forecast is believed, with λ = 1 only the rewards. Between them lies the bargain of this section: less noise for some bias.")
        .done()
}

fn double_q_targets() -> Exercise {
    let online = [[1.0, 3.0], [5.0, 4.0], [2.0, 7.0], [0.5, -1.0]];
    let target = [[6.0, 2.0], [3.0, 8.0], [4.0, 9.0], [-2.0, 1.0]];
    let (rewards, fell) = ([1.0, 2.0, 0.5, 1.5], [false, false, true, false]);
    let probe = |rows: std::ops::Range<usize>, made: &[f64]| -> (Remembered, Vec<f64>) {
        let nets = (online[rows.clone()].to_vec(), target[rows.clone()].to_vec());
        let asked = (
            rewards[rows.clone()].to_vec(),
            fell[rows].to_vec(),
            nets.0,
            nets.1,
            0.9,
        );
        (asked, made.to_vec())
    };
    Exercise::new("double_q_targets", 15, "what deep Q learns to say: one network chooses, the other says the worth")
        .hints([
            "For each step: the action with the online network's larger number.",
            "What is discounted is the target network's number for that action, whether or not it is its own larger one.",
            "`let best = usize::from(online[i][1] > online[i][0]);` then `rewards[i] + discount * target[i][best]`, or the reward alone if `fell[i]`.",
        ])
        .probes([probe(0..1, &[2.8]), probe(1..3, &[4.7, 0.5]), probe(0..4, &[2.8, 4.7, 0.5, -0.3])])
        .answer(|(r, f, o, t, d): &Remembered| exercises::double_q_targets(r, f, o, t, *d))
        .solution(|(r, f, o, t, d): &Remembered| solutions::double_q_targets(r, f, o, t, *d))
        .mistake("one network", "You took the target network's largest number: it chose as well. A number that is too large by chance is then chosen because it is.", mistakes::one_network)
        .mistake("exchanged", "The other way round: the online network chooses, the target network says what that is worth.", mistakes::exchanged)
        .mistake("goes on", "After a fall nothing comes any more: the target is the reward alone.", mistakes::goes_on)
        .why("Of ten guesses the largest is too large as a rule, even if each by itself is right on average. Two networks that err differently take most of that away (van Hasselt, Guez and Silver, 2016).")
        .done()
}

fn carts() -> Exercise {
    let probe = |which: &[usize]| {
        let part = |range: std::ops::Range<usize>| -> Vec<f32> {
            let rows = which.iter().flat_map(|&i| STEPS[i][range.clone()].to_vec());
            rows.map(|x| x as f32).collect()
        };
        Question::new(&[("count", which.len())])
            .input("before", &part(0..4), &[0.5; 256])
            .input("push", &part(4..5), &[1.0; 64])
            .gives(4, &part(5..9))
    };
    let many: Vec<usize> = (0..70).map(|i| i * i % 7 % 4).collect();
    KERNEL
        .draft(25, "WGSL: one step of many carts, a cart for each invocation", [probe(&[0]), probe(&[2, 1, 3]), probe(&many)])
        .tolerance(1e-4)
        .hints([
            "First the bounds: `if id.x >= shape.count { return; }`. The numbers of cart i begin at 4·i.",
            "`let force = select(-10.0, 10.0, push[i] > 0.5);`: the second is taken where the condition holds.",
            "The solution of `cart_step` line by line, with `4u * i + 1u` for the speed and so on. Write all four numbers of `after`.",
        ])
        .mistake("no bounds", "You wrote behind the last cart. Workgroups are whole: an invocation with `id.x >= shape.count` has to return at once.", KERNEL.but(&[("i >= shape.count", "false")]))
        .mistake("select turned round", "`select(a, b, condition)` is b where the condition holds: the other way round than `?:` in C.", KERNEL.but(&[("select(-10.0, 10.0,", "select(10.0, -10.0,")]))
        .mistake("new speed", "Place and angle move with the old speed and spin.", KERNEL.but(&[("0.02 * speed;", "0.02 * (speed + 0.02 * speeds_up);"), ("0.02 * spin;", "0.02 * (spin + 0.02 * spins_up);")]))
        .mistake("pole pushes forward", "A pole that is thrown forward pushes the cart back: subtract its share in speed′.", KERNEL.but(&[("let speeds_up = u - 0.05", "let speeds_up = u + 0.05")]))
        .why("Carts do not talk to each other, so a million of them are one call: that is how robots are taught to walk, thousands side by side on one card. The branch is gone, and the lanes of a group never wait for each other.")
        .done()
}
