"""The ring of lab 10 in Keras 3: a model whose train_step is one round of the game. Run: python gan_keras.py"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(1)
PACK, BATCH = 2, 128


# ANCHOR: game
class Game(keras.Model):
    def __init__(self):
        super().__init__()
        self.generator = keras.Sequential([
            layers.Dense(64, activation="tanh"),
            layers.Dense(64, activation="tanh"),
            layers.Dense(2),
        ])
        self.discriminator = keras.Sequential([
            layers.Reshape((2 * PACK,)),            # pairs come as [N, PACK, 2]
            layers.Dense(64), layers.LeakyReLU(0.2),    # 0.3 if left out
            layers.Dense(64), layers.LeakyReLU(0.2),
            layers.Dense(1),
        ])
        self.bce = keras.losses.BinaryCrossentropy(from_logits=True)

    def compile(self, generator_rule, discriminator_rule):
        super().compile()
        self.generator_rule, self.discriminator_rule = generator_rule, discriminator_rule

    def generate(self, count):
        z = keras.random.normal((count * PACK, 2))
        return tf.reshape(self.generator(z), (count, PACK, 2))

    def train_step(self, real):
        count = tf.shape(real)[0]
        forged = self.generate(count)                  # outside the tape: plain numbers
        with tf.GradientTape() as tape:
            of_real, of_forged = self.discriminator(real), self.discriminator(forged)
            loss = self.bce(tf.ones_like(of_real), of_real) + self.bce(tf.zeros_like(of_forged), of_forged)
        numbers = self.discriminator.trainable_weights
        self.discriminator_rule.apply(tape.gradient(loss, numbers), numbers)

        with tf.GradientTape() as tape:
            of_forged = self.discriminator(self.generate(count))
            g_loss = self.bce(tf.ones_like(of_forged), of_forged)
        numbers = self.generator.trainable_weights     # the generator's alone
        self.generator_rule.apply(tape.gradient(g_loss, numbers), numbers)
        return {"discriminator": loss, "generator": g_loss}
# ANCHOR_END: game


def real(count):
    angle = 2 * np.pi / 8 * np.random.randint(8, size=count)
    points = 2 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.1 * np.random.randn(count, 2)
    return points.astype("float32").reshape(-1, PACK, 2)


game = Game()
game.compile(keras.optimizers.Adam(2e-3, beta_1=0.5), keras.optimizers.Adam(2e-3, beta_1=0.5))
game.fit(real(128_000), batch_size=BATCH // PACK, epochs=2, verbose=2)

points = game.generator.predict(np.random.randn(2000, 2).astype("float32"), verbose=0)
angle = 2 * np.pi / 8 * np.arange(8)
centres = 2 * np.stack([np.cos(angle), np.sin(angle)], 1)
near = np.linalg.norm(points[:, None] - centres[None], axis=2) <= 0.3
print("clouds served:", int((near.mean(0) >= 0.02).sum()), "of 8, good points:", near.any(1).mean())
