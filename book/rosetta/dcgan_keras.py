"""The DCGAN of lab 10 in Keras 3, on noise in place of digits. Run: python dcgan_keras.py"""

import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(1)
latent, w = 32, 16
start = keras.initializers.RandomNormal(stddev=0.02, seed=1)


# ANCHOR: networks
def up(channels, crop):
    return [layers.Conv2DTranspose(channels, 4, strides=2, padding="same", use_bias=False, kernel_initializer=start),
            layers.Cropping2D(((0, crop), (0, crop))),      # from 8 to the odd 7
            layers.BatchNormalization(momentum=0.8),        # the share of the old: PyTorch's 0.2
            layers.ReLU()]


def down(channels):                                         # "same": from 28 to 14 to 7 to 4
    return [layers.Conv2D(channels, 4, strides=2, padding="same", use_bias=False, kernel_initializer=start),
            layers.BatchNormalization(momentum=0.8),
            layers.LeakyReLU(negative_slope=0.2)]


generator = keras.Sequential([
    keras.Input(shape=(latent,)),
    layers.Dense(4 * 4 * 4 * w, use_bias=False, kernel_initializer=start), layers.Reshape((4, 4, 4 * w)),
    layers.BatchNormalization(momentum=0.8), layers.ReLU(),
    *up(2 * w, 1), *up(w, 0),
    layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="sigmoid", kernel_initializer=start),
])

discriminator = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(w, 4, strides=2, padding="same", kernel_initializer=start), layers.LeakyReLU(negative_slope=0.2),
    *down(2 * w), *down(2 * w),
    layers.Flatten(), layers.Dense(1, kernel_initializer=start),
])
# ANCHOR_END: networks


# ANCHOR: round
class Gan(keras.Model):
    def compile(self):
        super().compile()
        self.of_generator = keras.optimizers.Adam(2e-3, beta_1=0.5)
        self.of_discriminator = keras.optimizers.Adam(5e-4, beta_1=0.5)
        self.loss_of = keras.losses.BinaryCrossentropy(from_logits=True)
        self.seeds = keras.random.SeedGenerator(1)

    def train_step(self, real):                             # with TensorFlow behind Keras
        import tensorflow as tf
        count = ops.shape(real)[0]
        ones, zeros = ops.ones((count, 1)), ops.zeros((count, 1))
        noise = lambda: keras.random.normal((count, latent), seed=self.seeds)
        with tf.GradientTape() as tape:
            forged = generator(noise(), training=True)
            told_apart = (self.loss_of(ones, discriminator(real, training=True))
                          + self.loss_of(zeros, discriminator(forged, training=True)))
        mine = discriminator.trainable_weights              # the tape gives gradients for these alone
        self.of_discriminator.apply(tape.gradient(told_apart, mine), mine)
        with tf.GradientTape() as tape:
            forged = generator(noise(), training=True)
            found_out = self.loss_of(ones, discriminator(forged, training=True))
        mine = generator.trainable_weights
        self.of_generator.apply(tape.gradient(found_out, mine), mine)
        return {"discriminator": told_apart, "generator": found_out}
# ANCHOR_END: round


for model in (generator, discriminator):
    print(sum(int(np.prod(v.shape)) for v in model.trainable_weights), model.output_shape)
gan = Gan()
gan.compile()
gan.fit(np.random.rand(96, 28, 28, 1).astype("float32"), batch_size=32, verbose=0)
