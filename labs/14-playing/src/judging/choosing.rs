//! Questions on choosing. Expected values are those of `tests/reference/make_choosing.py`.

use crate::mistakes::choosing::{self as mistakes, Actions, Arms, Learned, Policy, Rewards};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![
        upper_bound(),
        value_backup(),
        corridor(),
        q_update(),
        returns(),
        log_policy_gradient(),
    ]
}

fn upper_bound() -> Exercise {
    Exercise::new("upper_bound", 15, "which arm of a bandit to pull: the mean, and a bonus for what is little known")
        .hints([
            "Look for an arm with no pulls first: `pulls.iter().position(|&n| n == 0)`.",
            "The t is one number for all arms, the sum of all pulls; the n under it is that of the arm.",
            "Of the bounds take the largest, and of two equal ones the first: go on only where `bound > best`.",
        ])
        .probes([
            ((vec![0.9, 1.1, 0.4], vec![50, 60, 3], 0.0), 1),
            ((vec![0.9, 1.1, 0.4], vec![50, 60, 3], 1.0), 2),
            ((vec![0.9, 1.1, 0.4, 0.7], vec![5, 60, 30, 5], 0.5), 0),
            ((vec![0.2, 0.55, 0.3], vec![40, 90, 4], 0.3), 2),
            // By what the task says: never pulled comes first, and the first of two.
            ((vec![0.3, -0.2, 0.0, 0.0], vec![4, 2, 0, 0], 1.5), 2),
            ((vec![-1.0, 0.5, 0.5], vec![7, 9, 9], 0.2), 1),
        ])
        .answer(|(means, pulls, curious): &Arms| exercises::upper_bound(means, pulls, *curious))
        .solution(|(means, pulls, curious): &Arms| solutions::upper_bound(means, pulls, *curious))
        .mistake("the mean alone", "That is greedy: an arm that was unlucky once is never pulled again. The bonus is missing.", mistakes::only_mean)
        .mistake("a bonus for the known", "Your bonus grows with the arm's own pulls. It is to shrink with them: ln of *all* pulls above, the arm's own below.", mistakes::all_alike)
        .mistake("never new", "An arm without a pull has the bound ∞, and comes before all others. Yours is passed over.", mistakes::never_new)
        .why("An arm is pulled for one of two reasons: it is good, or too little is known of it. Each pull takes from the second reason, so no arm is given up for good and none is pulled for nothing for long.")
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
            // Nothing good may come of it: 0 is not the least there is.
            ((vec![vec![[0.7, -1.0, -2.0], [0.2, -0.5, -4.0], [0.1, 0.0, -1.0]]], 0.8), (0, -2.64)),
        ])
        .answer(|(actions, discount): &Actions| exercises::value_backup(actions, *discount))
        .solution(|(actions, discount): &Actions| solutions::value_backup(actions, *discount))
        .mistake("the reward discounted", "The reward comes with this step and counts whole. Only what lies behind it is discounted.", mistakes::reward_discounted)
        .mistake("nothing discounted", "The value of where it leads is seen from one step earlier: times the discount.", mistakes::undiscounted)
        .mistake("what is likeliest", "You count on what is likeliest. The others count, too, each as likely as it is.", mistakes::likeliest)
        .mistake("a lucky player", "You take the best that may happen. One chooses the action; what comes of it is chance, and for that take the mean.", mistakes::lucky)
        .why("A maximum over what one chooses, a mean over what one does not: the whole of planning is this line, applied until nothing changes.")
        .done()
}

fn corridor() -> Exercise {
    Exercise::new("corridor_by_hand", 15, "value iteration on paper, in a corridor of three cells")
        .digits(4)
        .entries(["C after one sweep", "B after two", "C after two", "C at rest", "A at rest"])
        .hints([
            "Right is the best action everywhere. C: with ¾ there are 8 and the end; with ¼ one stays, for ½ of the old value of C.",
            "B after two sweeps: ½ · (¾ · C + ¼ · B), both after the first sweep. B was 0 then.",
            "At rest the new value is the old one: C = ¾ · 8 + ¼ · ½ · C. Solve it; then B = ½ · (¾ · C + ¼ · B) gives B as a multiple of C, and A is the same multiple of B.",
        ])
        // The linear equations solved by hand: 48/7, and 48/7 · (3/7)².
        .probes([((), [6.0, 2.25, 6.75, 6.857142857, 1.259475219])])
        .answer(|(): &()| exercises::corridor_by_hand())
        .solution(|(): &()| solutions::corridor_by_hand())
        .mistake("never slips", "With probability ¼ one stays where one is. You went on every time.", |(): &()| mistakes::never_slips())
        .mistake("a slip is the end", "Who slips is still there, and has the discounted value of the cell.", |(): &()| mistakes::slip_is_lost())
        .why("A value spreads from the goal, a cell with each sweep; then it settles, each sweep by a factor.")
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
        .mistake("replaced", "One step is one sample. Go only the share `rate` of the way, or the last slip decides.", mistakes::replaced)
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
        .mistake("its own left out", "The reward of step t follows from its action: it belongs to Gₜ.", mistakes::own_left_out)
        .why("This is the credit that every action of a walk gets, and the rest of the lab is about making it less noisy.")
        .done()
}

fn log_policy_gradient() -> Exercise {
    Exercise::new("log_policy_gradient", 15, "which way the logits have to move, so that an action is taken more often")
        .hints([
            "ln π(a) = z(a) − ln Σ exp z. Differentiate by z(i): the first part gives 1 or 0.",
            "The second part gives exp z(i) / Σ exp z, which is π(i).",
            "Subtract the largest logit before taking powers: the probabilities are the same.",
        ])
        .probes([
            ((vec![0.5, -1.0, 2.0, 0.25], 1), vec![-0.1542348253, 0.9655855587, -0.6912325307, -0.1201182027]),
            ((vec![0.3, 1.2], 0), vec![0.7109495026, -0.7109495026]),
            ((vec![1000.0, 998.0, 999.5], 2), vec![-0.5740969930, -0.0776955791, 0.6517925722]),
        ])
        .answer(|(logits, action): &Policy| exercises::log_policy_gradient(logits, *action))
        .solution(|(logits, action): &Policy| solutions::log_policy_gradient(logits, *action))
        .mistake("downhill", "That is the gradient of −ln π, the loss of a classifier. Here the action is to become likelier.", mistakes::downhill)
        .mistake("without the logarithm", "That is the gradient of π itself. The logarithm divides it by π(action).", mistakes::no_logarithm)
        .mistake("the others rest", "Probabilities add up to 1: what the action gains the others lose, each −π(i).", mistakes::others_rest)
        .why("It is softmax and cross-entropy once more, as if the action taken were the right label. What is new is only the credit by which it will be multiplied, and that may be negative.")
        .done()
}
