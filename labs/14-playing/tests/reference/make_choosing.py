"""Reference values for bandits, grids and the gradient of a policy: NumPy and PyTorch, in double precision.

    python make_choosing.py > choosing.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = np.asarray(value.detach() if torch.is_tensor(value) else value, dtype=float)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


# The exercises.
rewards = [np.array(r, float) for r in ([2, 0, 1, 3], [1], [4, -1, 0])]
bonus = [np.sqrt(np.log(8) / len(r)) for r in rewards]
regret = 0.3 * (1.5 - np.mean([1.5, 1.2, 0.6]))
put("bandit", [np.append(rewards[2], 5).mean(), 0.7 + 0.3 / 3, rewards[0].mean() + bonus[0], rewards[1].mean() + bonus[1], regret])
for name, actions, discount in [
    ("backup_a", [[[0.8, 0.0, 5.0], [0.2, -1.0, 2.0]], [[0.5, 2.0, 4.0], [0.5, 1.0, 3.0]]], 0.9),
    ("backup_b", [[[0.6, 3.0, 0.0], [0.4, -2.0, 6.0]], [[1.0, 0.5, 2.5]], [[0.1, 9.0, 9.0], [0.9, -1.0, 1.0]]], 0.5),
    ("backup_c", [[[0.7, -1.0, -2.0], [0.2, -0.5, -4.0], [0.1, 0.0, -1.0]]], 0.8),
]:
    values = [sum(p * (r + discount * v) for p, r, v in ways) for ways in actions]
    put(name, [np.argmax(values), max(values)])
for name, rewards, discount in [("returns_a", [1.0, -2.0, 0.5, 3.0], 0.5), ("returns_b", [0.0, 0.0, 0.0, 1.0], 0.9), ("returns_c", [2.0, 3.0, -4.0], 1.0)]:
    put(name, [sum(discount ** (k - t) * rewards[k] for k in range(t, len(rewards))) for t in range(len(rewards))])
for name, logits, action in [("log_a", [0.5, -1.0, 2.0, 0.25], 1), ("log_b", [1000.0, 998.0, 999.5, 997.0], 2)]:
    x = torch.tensor(logits).requires_grad_()
    torch.log_softmax(x, 0)[action].backward()
    put(name, x.grad)


def world(rows, slip, step):
    """P[a, s, s'], the reward of coming to s', and which cells are free."""
    cells, wide = "".join(rows), len(rows[0])
    reward = np.array([step + {"G": 1.0, "P": -1.0}.get(c, 0.0) for c in cells])
    free = np.array([c not in "#GP" for c in cells])
    p = np.zeros((4, len(cells), len(cells)))
    moves = [(-1, 0), (0, 1), (1, 0), (0, -1)]
    for s in np.flatnonzero(free):
        for a in range(4):
            for turn, share in [(0, 1 - slip), (1, slip / 2), (3, slip / 2)]:
                row, column = np.array(divmod(s, wide)) + moves[(a + turn) % 4]
                inside = 0 <= row < len(rows) and 0 <= column < wide
                to = row * wide + column if inside and cells[row * wide + column] != "#" else s
                p[a, s, to] += share
    return p, reward, free


def best(rows, slip, discount):
    """Policy iteration: the values of a policy are the solution of linear equations, so nothing is swept."""
    p, reward, free = world(rows, slip, 0.0)
    policy, which = np.zeros(len(free), int), np.arange(len(free))
    for _ in range(100):
        chosen = p[policy, which]
        values = np.linalg.solve(np.eye(len(free)) - discount * chosen, chosen @ reward)
        q = p @ (reward + discount * values)
        better = np.where(q.max(0) > q[policy, which] + 1e-12, q.argmax(0), policy)
        if (better == policy).all():
            return values
        policy = better


CLIFF = ["........", ".##.##..", "........", ".PPPPPPG"]
put("cliff_dry", best(CLIFF, 0.0, 0.95))
put("cliff_wet", best(CLIFF, 0.2, 0.95))

# The gradient of what a policy brings in four steps, by PyTorch through the recursion of its values.
rows = ["..G", "..P"]
p, reward, free = (torch.tensor(x) for x in world(rows, 0.2, -0.1))
logits = torch.tensor([[((7 * i + 3) % 11 - 5) / 5 for i in range(4 * s, 4 * s + 4)] for s in range(6)]).requires_grad_()
values = torch.zeros(6)
for _ in range(4):
    q = p @ (reward + values)
    values = (logits.softmax(-1) * q.T).sum(-1) * free
values[3].backward()
put("policy_value", values)
put("policy_gradient", logits.grad)
