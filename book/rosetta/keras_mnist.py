"""MNIST, 784-64-64-10, Adam, batches of 128, in Keras 3. Run: python keras_mnist.py FOLDER [EPOCHS]"""

import sys

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)


# ANCHOR: data
def load(folder, which):
    pixels = np.fromfile(f"{folder}/{which}-images-idx3-ubyte", np.uint8, offset=16)
    digits = np.fromfile(f"{folder}/{which}-labels-idx1-ubyte", np.uint8, offset=8)
    return pixels.reshape(-1, 784).astype("float32") / 255, digits
# ANCHOR_END: data


images, labels = load(sys.argv[1], "train")
test_images, test_labels = load(sys.argv[1], "t10k")
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 40

# ANCHOR: network
model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(10),
])
# ANCHOR_END: network

# ANCHOR: optimiser
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
# ANCHOR_END: optimiser

# ANCHOR: fit
model.fit(images, labels, batch_size=128, epochs=epochs, shuffle=True, verbose=2)
# ANCHOR_END: fit

# ANCHOR: accuracy
loss, accuracy = model.evaluate(test_images, test_labels, batch_size=1000, verbose=0)
# ANCHOR_END: accuracy
print(f"{accuracy:.4f}")
