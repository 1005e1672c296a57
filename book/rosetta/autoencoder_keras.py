"""The autoencoders of lab 9's first half in Keras 3. Run: python autoencoder_keras.py"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)

# ANCHOR: network
encoder = keras.Sequential([
    keras.Input(shape=(64,)),
    layers.Dense(128, activation="elu"),
    layers.Dense(64, activation="elu"),
    layers.Dense(8),                    # activity_regularizer=keras.regularizers.L1(α) makes it sparse
])
decoder = keras.Sequential([
    keras.Input(shape=(8,)),
    layers.Dense(64, activation="elu"),
    layers.Dense(128, activation="elu"),
    layers.Dense(64, activation="sigmoid"),
])
autoencoder = keras.Sequential([encoder, decoder])
# ANCHOR_END: network

# ANCHOR: fit
pictures = np.random.rand(200, 64).astype("float32")
autoencoder.compile(optimizer=keras.optimizers.Adam(0.002), loss="mse")
autoencoder.fit(pictures, pictures, batch_size=50, epochs=2, verbose=0)         # its own input

# To take noise away: GaussianNoise is active in fit alone, and draws other noise each time.
cleans = keras.Sequential([keras.Input(shape=(64,)), layers.GaussianNoise(0.3), encoder, decoder])
cleans.compile(optimizer=keras.optimizers.Adam(0.002), loss="mse")
cleans.fit(pictures, pictures, batch_size=50, epochs=2, verbose=0)              # the target stays clean
# ANCHOR_END: fit

oddness = np.square(autoencoder.predict(pictures, verbose=0) - pictures).mean(axis=1)
print(oddness.shape, encoder.predict(pictures, verbose=0).shape)
