"""The variational autoencoder of lab 9 in Keras 3. Run: python vae_keras.py"""

import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(1)


# ANCHOR: network
class Vae(keras.Model):
    def __init__(self, pixels=784, hidden=400, latent=20):
        super().__init__()
        self.encoder = layers.Dense(hidden, activation="relu")
        self.mean = layers.Dense(latent)
        self.log_variance = layers.Dense(latent)
        self.decoder = keras.Sequential([layers.Dense(hidden, activation="relu"), layers.Dense(pixels)])
        self.draws = keras.random.SeedGenerator(1)

    def call(self, x):
        hidden = self.encoder(x)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        noise = keras.random.normal(ops.shape(mean), seed=self.draws)
        divergence = 0.5 * ops.sum(ops.exp(log_variance) + mean**2 - 1 - log_variance, axis=1)
        self.add_loss(ops.mean(divergence))         # summed over the code, mean over the batch
        return self.decoder(mean + ops.exp(0.5 * log_variance) * noise)


def reconstruction(x, logits):
    # `binary_crossentropy` takes the mean over the pixels; the bound wants the sum
    return ops.sum(ops.softplus(logits) - logits * x, axis=1)
# ANCHOR_END: network


# ANCHOR: training
model = Vae()
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=reconstruction)
images = np.random.rand(256, 784).astype("float32")
model.fit(images, images, batch_size=128, epochs=2, verbose=0)
drawn = ops.sigmoid(model.decoder(keras.random.normal((16, 20))))
# ANCHOR_END: training

print(model.count_params(), drawn.shape)
