"""Deep Q of lab 14 in Keras 3, on gymnasium's cart and pole. Run: KERAS_BACKEND=torch python deepq_keras.py [TURNS]"""

import sys

import gymnasium
import keras
import numpy as np
from keras import layers

CARTS, BATCH, DISCOUNT = 8, 32, 0.99
SCALE = np.array([2.4, 2.0, np.radians(12), 2.0], dtype="float32")


# ANCHOR: network
def network():
    tanh = lambda: layers.Dense(32, activation="tanh")
    return keras.Sequential([keras.Input((4,)), tanh(), tanh(), layers.Dense(2)])
# ANCHOR_END: network


def say(model, states):
    return keras.ops.convert_to_numpy(model(np.stack(states)))


def play(envs, states, online, epsilon, memory):
    best = say(online, states / SCALE).argmax(1)
    for i, env in enumerate(envs):
        push = np.random.randint(2) if np.random.random() < epsilon else best[i]
        after, _, fell, late, _ = env.step(push)
        memory.append((states[i] / SCALE, push, fell, after / SCALE))
        states[i] = env.reset()[0] if fell or late else after


# ANCHOR: learn
def learn(online, target, memory):
    rows = [memory[i] for i in np.random.randint(len(memory), size=BATCH)]
    before, push, fell, after = (np.array(column) for column in zip(*rows))
    best = say(online, after).argmax(1)
    worth = say(target, after)[np.arange(BATCH), best]
    aims = say(online, before)                  # of the push that was not done nothing is to be learned,
    aims[np.arange(BATCH), push] = (1 - DISCOUNT) + DISCOUNT * worth * ~fell
    online.train_on_batch(before, aims)     # so its aim is what the network says anyway
    for slow, fast in zip(target.weights, online.weights):
        slow.assign(slow + 0.1 * (fast - slow))
# ANCHOR_END: learn


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    envs = [gymnasium.make("CartPole-v1") for _ in range(CARTS)]
    states = np.stack([env.reset(seed=i)[0] for i, env in enumerate(envs)])
    online, target, memory = network(), network(), []
    target.set_weights(online.get_weights())
    rate = keras.optimizers.schedules.CosineDecay(2e-3, turns)
    online.compile(keras.optimizers.Adam(rate, global_clipnorm=1.0), "mse")
    for turn in range(turns):
        play(envs, states, online, max(0.05, 1 - turn * CARTS / 6000), memory)
        learn(online, target, memory)
        if (turn + 1) % 1000 == 0:
            now, steps = np.stack([env.reset(seed=i)[0] for i, env in enumerate(envs)]), np.zeros(CARTS)
            over = np.zeros(CARTS, bool)
            while not over.all():
                for i, push in enumerate(say(online, now / SCALE).argmax(1)):
                    if not over[i]:
                        now[i], _, fell, late, _ = envs[i].step(push)
                        steps[i], over[i] = steps[i] + 1, fell or late
            states = np.stack([env.reset()[0] for env in envs])
            print(f"{(turn + 1) * CARTS} steps: {steps.mean():.1f} of 500")
