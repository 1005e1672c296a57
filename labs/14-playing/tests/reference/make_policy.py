"""The four weights of the live figure: REINFORCE with the mean return as its baseline, on a policy without hidden layers.

    python make_policy.py

A push to the right has the probability sigmoid(w · seen), with what networks see in `cart.rs`. NumPy alone, 64 carts side by side.
"""

import numpy as np

rng = np.random.default_rng(14)


def step(s, right):
    x, v, a, w = s.T
    u = (np.where(right, 10.0, -10.0) + 0.05 * w**2 * np.sin(a)) / 1.1
    spin = (9.8 * np.sin(a) - np.cos(a) * u) / (0.5 * (4 / 3 - 0.1 * np.cos(a) ** 2 / 1.1))
    speed = u - 0.05 * spin * np.cos(a) / 1.1
    return s + 0.02 * np.stack([v, speed, w, spin], 1)


def play(weights, greedy, games=64):
    s, alive = rng.uniform(-0.05, 0.05, (games, 4)), np.ones(games, bool)
    slopes, lives = [], []
    for _ in range(500):
        seen = s / [2.4, 2.0, np.radians(12), 2.0]
        p = 1 / (1 + np.exp(-seen @ weights))
        right = p > 0.5 if greedy else rng.random(games) < p
        slopes.append((right - p)[:, None] * seen)
        lives.append(alive)
        s = step(s, right)
        alive = alive & (abs(s[:, 0]) <= 2.4) & (abs(s[:, 2]) <= np.radians(12))
    return np.array(slopes), np.array(lives)


weights = np.zeros(4)
for _ in range(80):
    slopes, lives = play(weights, False)
    returns, after = np.zeros(lives.shape), np.zeros(lives.shape[1])
    for t in reversed(range(500)):
        after = returns[t] = lives[t] * (1 + 0.99 * after)
    mean = returns.sum(1) / np.maximum(1, lives.sum(1))
    advantage = lives * (returns - mean[:, None])
    weights += 0.3 * (advantage[..., None] * slopes).sum((0, 1)) / lives.sum()
_, lives = play(weights, True)
print([round(float(w), 2) for w in weights], "mean of 64 games:", lives.sum() / lives.shape[1])
