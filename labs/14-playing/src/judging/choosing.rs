//! Questions on choosing. Expected values are those of `tests/reference/make_choosing.py`.

use crate::mistakes::choosing::{self as mistakes, Actions, Learned, Rewards};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![bandit_by_hand(), value_backup(), q_update(), returns()]
}

fn bandit_by_hand() -> Exercise {
    Exercise::new("bandit_by_hand", 15, "what a player knows of three arms: four decimals")
        .digits(4)
        .entries(["the mean of the third", "the first by ε-greedy", "the bound of the first", "the bound of the second", "the regret"])
        .hints([
            "The means are 1.5, 1 and 1. A new mean is the old one plus (reward − mean)/n, with the new n.",
            "With probability ε any of the three is pulled, so each gets ε/3, and the best one 1 − ε besides.",
            "t is 8 for all arms. The bound of the first is 1.5 + √(ln 8 / 4). The regret: ε/3 times each gap to the best.",
        ])
        .probes([((), [2.0, 0.8, 2.2210134, 2.4420269, 0.12])])
        .answer(|(): &()| exercises::bandit_by_hand())
        .solution(|(): &()| solutions::bandit_by_hand())
        .mistake("only the others at random", "A pull at random may be of the best arm, too: each of the three gets ε/3.", |(): &()| mistakes::best_left_out())
        .mistake("its own logarithm", "Under the root stands ln t, the pulls of all arms. With ln n the seldom pulled arm gets the *smaller* bonus.", |(): &()| mistakes::own_logarithm())
        .why("The second arm has the smaller mean and the larger bound: one pull says little. A curious player pulls it, and if it is bad its bound falls soon.")
        .done()
}

fn value_backup() -> Exercise {
    Exercise::new("value_backup", 15, "Bellman's equation on slippery ground: the best action, and its value")
        .entries(["the best action", "its value"])
        .hints([
            "Two steps: a mean for each action, then the largest of the means.",
            "The mean over what may come: the sum of p · (reward + discount · value).",
            "Keep the best action and its value; go on only where a value is larger than the best so far.",
        ])
        .probes([
            ((vec![vec![[0.8, 0.0, 5.0], [0.2, -1.0, 2.0]], vec![[0.5, 2.0, 4.0], [0.5, 1.0, 3.0]]], 0.9), (1, 4.65)),
            ((vec![vec![[0.6, 3.0, 0.0], [0.4, -2.0, 6.0]], vec![[1.0, 0.5, 2.5]], vec![[0.1, 9.0, 9.0], [0.9, -1.0, 1.0]]], 0.5), (0, 2.2)),
            // Two that are equal: ¼ · (2 + ½ · 4) is 1.
            ((vec![vec![[0.25, 2.0, 4.0], [0.75, 0.0, 0.0]], vec![[1.0, 1.0, 0.0]]], 0.5), (0, 1.0)),
            // Nothing good may come of it: 0 is not the least there is.
            ((vec![vec![[0.7, -1.0, -2.0], [0.2, -0.5, -4.0], [0.1, 0.0, -1.0]]], 0.8), (0, -2.64)),
        ])
        .answer(|(actions, discount): &Actions| exercises::value_backup(actions, *discount))
        .solution(|(actions, discount): &Actions| solutions::value_backup(actions, *discount))
        .mistake("the reward discounted", "The reward comes with this step and counts whole. Only what lies behind it is discounted.", mistakes::reward_discounted)
        .mistake("nothing discounted", "The value of where it leads is seen from one step earlier: times the discount.", mistakes::undiscounted)
        .mistake("a lucky player", "You take the best that may happen. One chooses the action; what comes of it is chance, and for that take the mean.", mistakes::lucky)
        .why("A maximum over what one chooses, a mean over what one does not: the whole of planning is this line, applied until nothing changes.")
        .done()
}

fn q_update() -> Exercise {
    Exercise::new("q_update", 15, "one step of Q-learning, at the end of a walk, too")
        .hints([
            "First what the step suggests: the reward, and the discount times the largest of `next`. Then a part of the way from old to there.",
            "If the walk is over, the step suggests the reward alone.",
            "old + rate · (suggested − old).",
        ])
        // By hand: 2 + ½ (1 + 0.9 · 4 − 2), and so on.
        .probes([
            ((2.0, 0.5, 1.0, 0.9, vec![-1.0, 4.0, 3.0], false), 3.3),
            ((0.5, 0.1, -2.0, 0.8, vec![-3.0, -1.0], false), 0.17),
            ((0.4, 0.25, 1.0, 0.9, vec![0.5, 0.7, 0.2, 0.1], true), 0.55),
        ])
        .answer(|(old, rate, reward, discount, next, over): &Learned| exercises::q_update(*old, *rate, *reward, *discount, next, *over))
        .solution(|(old, rate, reward, discount, next, over): &Learned| solutions::q_update(*old, *rate, *reward, *discount, next, *over))
        .mistake("beyond the end", "After the end nothing follows: only the reward counts there. Otherwise a goal promises a second goal behind it.", mistakes::beyond_the_end)
        .mistake("the mean of what follows", "You take the mean of the next entries. One will choose the best of them.", mistakes::mean_of_next)
        .mistake("only added", "The old entry has to give way: rate · (suggested − old). Yours grows with each visit.", mistakes::only_added)
        .why("The suggestion leans on another entry of the same table, which may be wrong as well. That it comes right all the same is the contraction of value iteration, in samples.")
        .done()
}

fn returns() -> Exercise {
    Exercise::new("returns", 10, "what followed from each step on, discounted")
        .hints([
            "Write down G of the last step. What is it of the one before?",
            "Gₜ = rₜ + γ Gₜ₊₁: begin at the end.",
            "Take a copy of the rewards; for t from the last step down to the second, add discount · copy[t] to copy[t − 1].",
        ])
        .probes([
            ((vec![1.0, -2.0, 0.5, 3.0], 0.5), vec![0.5, -1.0, 2.0, 3.0]),
            ((vec![0.0, 0.0, 0.0, 1.0], 0.9), vec![0.729, 0.81, 0.9, 1.0]),
            ((vec![2.0, 3.0, -4.0], 1.0), vec![1.0, -1.0, -4.0]),
            ((vec![], 0.9), vec![]),
        ])
        .answer(|(rewards, discount): &Rewards| exercises::returns(rewards, *discount))
        .solution(|(rewards, discount): &Rewards| solutions::returns(rewards, *discount))
        .mistake("the whole walk", "A step cannot have caused what came before it: Gₜ begins at step t.", mistakes::whole_walk)
        .mistake("what came before", "You add up what led to step t. What followed from it is asked for.", mistakes::backwards)
        .mistake("discounted from the start", "Seen from step t its own reward counts whole: γ to the power of the distance, not of the number of the step.", mistakes::from_the_start)
        .why("This is the credit that every action of a walk gets, and the rest of the lab is about making it less noisy.")
        .done()
}
