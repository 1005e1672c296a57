"""The network cnn2 of lab 6 in Keras 3. Run: python cnn_keras.py"""

import keras
from keras import layers

keras.utils.set_random_seed(1)

# ANCHOR: network
cnn2 = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),                   # channels come last, as here
    layers.Conv2D(32, 3, activation="relu"),          # padding="valid" is the default
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dense(10),
])
cnn2.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
# ANCHOR_END: network

assert cnn2.count_params() == 1_199_882
