"""The toast of lab 1 in Keras 3. Run in this folder: python keras_toast.py"""

import csv

import keras
import numpy as np

with open("../tests/reference/toast.csv") as file:
    rows = [(float(row["minutes"]), float(row["burnt"])) for row in csv.DictReader(file)]

# ANCHOR: train
minutes, burnt = np.array(rows, dtype="float32").T
neuron = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
neuron.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.5),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
)
neuron.fit(minutes[:, None], burnt[:, None], batch_size=50, epochs=2000, verbose=0)
# ANCHOR_END: train
weight, bias = neuron.get_weights()
print(weight.item(), bias.item(), neuron.evaluate(minutes[:, None], burnt[:, None], verbose=0))
