"""Reference values for the cart and the pole, and for what learns to balance: gymnasium 1.4, PyTorch 2 in double precision.

    python make_balancing.py > balancing.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import gymnasium
import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = np.asarray(value.detach() if torch.is_tensor(value) else value, dtype=np.float64)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


# Five games of 240 steps in gymnasium, from its own starts, with a hand-made rule that keeps the pole up; now and then it is pushed
# the wrong way.
env = gymnasium.make("CartPole-v1").unwrapped
for seed in range(5):
    env.reset(seed=seed)
    states, pushes = [env.state.copy()], []
    draw = np.random.default_rng(seed)
    for _ in range(240):
        x, v, angle, spin = env.state
        right = angle + 0.2 * spin + 0.02 * x + 0.05 * v > 0
        right = int(right != (draw.random() < 0.15))
        _, _, fell, _, _ = env.step(right)
        assert not fell
        states.append(np.array(env.state))
        pushes.append(right)
    put(f"game_{seed}.states", states)
    put(f"game_{seed}.pushes", pushes)

# When a game is lost: states and gymnasium's word for it, after a push to the left.
edge = [[2.39, 0.0, 0, 0], [2.39, 1.0, 0, 0], [-2.39, -1.0, 0, 0], [0, 0, 0.2, 0.4], [0, 0, 0.2, 0.5], [0, 0, -0.2, -0.5]]
fallen = []
for state in edge:
    env.reset(seed=0)
    env.state = np.array(state)
    fallen.append(float(env.step(0)[2]))
put("edge.states", edge)
put("edge.fell", fallen)

# The exercise `cart_step`.
for name, state, right in [
    ("a", [0.3, -0.4, 0.1, 0.5], 1),
    ("b", [-1.2, 0.8, -0.15, 1.4], 0),
    ("c", [0.05, 2.5, 0.7, -3.0], 0),
    ("d", [2.0, -1.5, -1.1, 2.2], 1),
]:
    env.reset(seed=0)
    env.state = np.array(state)
    env.step(right)
    put(f"step_{name}", env.state)


def advantages(rewards, values, nexts, ends, discount, lam):
    """As a double loop: the sum of all errors to come in the same game, each discounted."""
    n = len(rewards)
    errors = [rewards[t] + discount * nexts[t] * (ends[t] != "fell") - values[t] for t in range(n)]
    made = []
    for t in range(n):
        total, factor = 0.0, 1.0
        for s in range(t, n):
            total += factor * errors[s]
            factor *= discount * lam
            if ends[s] != "not":
                break
        made.append(total)
    return made


goes, fell, late = "not", "fell", "late"
for name, args in {
    "a": ([1.0, 2.0, 0.5], [3.0, 1.5, 2.5], [1.5, 2.5, 4.0], [goes, goes, goes], 0.9, 0.8),
    "b": ([1.0, 1.0, 1.0, 2.0], [4.0, 2.0, 5.0, 3.0], [2.0, 7.0, 3.0, 6.0], [goes, fell, goes, goes], 0.9, 0.5),
    "c": ([1.0, 3.0, 1.0, 2.0], [4.0, 2.0, 5.0, 3.0], [2.0, 7.0, 3.0, 6.0], [goes, late, goes, goes], 0.8, 0.75),
    "d": ([0.5, 1.5, 2.5], [1.0, 6.0, 2.0], [9.0, 8.0, 3.0], [late, fell, late], 0.95, 1.0),
}.items():
    put(f"advantages_{name}", advantages(*args))

# Deep Q's targets, with tensors.
rewards, over = torch.tensor([1.0, 2.0, 0.5, 1.5]), torch.tensor([0.0, 0.0, 1.0, 0.0])
online = torch.tensor([[1.0, 3.0], [5.0, 4.0], [2.0, 7.0], [0.5, -1.0]])
target = torch.tensor([[6.0, 2.0], [3.0, 8.0], [4.0, 9.0], [-2.0, 1.0]])
best = online.argmax(1, keepdim=True)
put("targets_a", rewards + 0.9 * (1 - over) * target.gather(1, best)[:, 0])

# A baseline by hand: all 16 pairs of two draws would say the same; here simply both outcomes with their probabilities.
logit = torch.tensor(np.log(1 / 3), requires_grad=True)  # right with probability 1/4
p = torch.tensor([0.25, 0.75])
slopes = []
for k in range(2):
    log = torch.log(torch.sigmoid(logit) if k == 0 else 1 - torch.sigmoid(logit))
    slopes.append(torch.autograd.grad(log, logit)[0])
slopes, rewards = torch.stack(slopes), torch.tensor([9.0, 5.0])
for baseline in [0.0, 6.0, 8.0]:
    g = slopes * (rewards - baseline)
    mean = (p * g).sum()
    put(f"baseline_{baseline:.0f}", torch.stack([mean, (p * g**2).sum() - mean**2]))

# The loss of REINFORCE and of the actor, and their gradients with respect to logits.
torch.manual_seed(14)
logits = torch.randn(6, 2, requires_grad=True)
actions, advantage = torch.tensor([0, 1, 1, 0, 1, 0]), torch.randn(6)
log = logits.log_softmax(-1)
loss = -(log.gather(1, actions[:, None])[:, 0] * advantage).mean() - 0.01 * -(log.exp() * log).sum(-1).mean()
loss.backward()
put("actor.logits", logits)
put("actor.advantage", advantage)
put("actor.loss", loss)
put("actor.grad", logits.grad)
