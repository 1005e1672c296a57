"""The 3-3-2 network of lab 2 in Keras 3. Run: python keras_net.py"""

import keras
import numpy as np
from keras import layers

# ANCHOR: forward
net = keras.Sequential([
    keras.Input(shape=(3,)),
    layers.Dense(3, activation="sigmoid"),
    layers.Dense(2, activation="sigmoid"),
])
hidden = np.array([[1, -2, 2], [2, 1, -4], [1, -1, 0]])
output = np.array([[-3, 1, -3], [0, 1, 2]])
net.set_weights([hidden.T, np.full(3, 0.1), output.T, np.full(2, 0.1)])  # [in, out]
print(net(np.array([[0.5, 0.9, -0.3]])))  # [[0.3449, 0.8712]]
# ANCHOR_END: forward

# ANCHOR: loss
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
print(loss(np.array([0]), np.array([[4.8, -2.6, 2.9]])))  # 0.1399
# ANCHOR_END: loss
