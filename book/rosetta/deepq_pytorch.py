"""Deep Q of lab 14 in PyTorch 2, on gymnasium's cart and pole. Run: python deepq_pytorch.py [TURNS]"""

import sys

import gymnasium
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

CARTS, BATCH, DISCOUNT = 8, 32, 0.99
SCALE = np.array([2.4, 2.0, np.radians(12), 2.0], dtype=np.float32)


# ANCHOR: network
def network():
    return nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 2))
# ANCHOR_END: network


# ANCHOR: play
def play(envs, states, online, epsilon, memory):
    with torch.no_grad():
        best = online(torch.tensor(np.stack(states) / SCALE)).argmax(1).numpy()
    for i, env in enumerate(envs):
        push = np.random.randint(2) if np.random.random() < epsilon else best[i]
        after, _, fell, late, _ = env.step(push)
        memory.append((states[i] / SCALE, push, fell, after / SCALE))     # late is not fell
        states[i] = env.reset()[0] if fell or late else after
# ANCHOR_END: play


# ANCHOR: learn
def learn(online, target, optimizer, memory):
    rows = [memory[i] for i in np.random.randint(len(memory), size=BATCH)]
    before, push, fell, after = (torch.tensor(np.array(column)) for column in zip(*rows))
    with torch.no_grad():
        best = online(after).argmax(1, keepdim=True)                      # one chooses,
        worth = target(after).gather(1, best)[:, 0]                       # the other says the worth
        aim = (1 - DISCOUNT) + DISCOUNT * worth * ~fell
    loss = F.mse_loss(online(before).gather(1, push[:, None])[:, 0], aim)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(online.parameters(), 1.0)
    optimizer.step()
    for slow, fast in zip(target.parameters(), online.parameters()):
        slow.data.lerp_(fast.data, 0.1)
# ANCHOR_END: learn


def exam(online, games=20):
    env, lengths = gymnasium.make("CartPole-v1"), []
    for seed in range(games):
        state, steps, over = env.reset(seed=seed)[0], 0, False
        while not over:
            with torch.no_grad():
                push = online(torch.tensor(state / SCALE)).argmax().item()
            state, _, fell, late, _ = env.step(push)
            steps, over = steps + 1, fell or late
        lengths.append(steps)
    return np.mean(lengths)


if __name__ == "__main__":
    torch.manual_seed(1)
    np.random.seed(1)
    torch.set_num_threads(1)
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    envs = [gymnasium.make("CartPole-v1") for _ in range(CARTS)]
    states = [env.reset(seed=i)[0] for i, env in enumerate(envs)]
    online, target, memory = network(), network(), []
    target.load_state_dict(online.state_dict())
    optimizer = torch.optim.Adam(online.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, turns)
    for turn in range(turns):
        play(envs, states, online, max(0.05, 1 - turn * CARTS / 6000), memory)
        learn(online, target, optimizer, memory)
        schedule.step()
        if (turn + 1) % 1000 == 0:
            print(f"{(turn + 1) * CARTS} steps: {exam(online):.1f} of 500")
