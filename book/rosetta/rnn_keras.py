"""Lab 8 in Keras 3: a letter held over a gap, and rows of uneven length. Run: python rnn_keras.py"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)


def open_forget_gates(shape, dtype=None):
    """Biases of an LSTM in Keras' order i, f, c, o: 3 at the forget gates."""
    hidden = shape[0] // 4
    biases = np.zeros(shape, dtype="float32")
    biases[hidden:2 * hidden] = 3.0
    return keras.ops.convert_to_tensor(biases)


# ANCHOR: reader
reader = keras.Sequential([
    keras.Input(shape=(None, 7)),                           # None: rows of any length
    layers.Masking(mask_value=0.0),                         # steps of zeros alone are padding
    layers.LSTM(16, bias_initializer=open_forget_gates, unit_forget_bias=False),
    layers.Dense(4),
])
reader.compile(
    optimizer=keras.optimizers.Adam(0.003, global_clipnorm=1.0),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
# ANCHOR_END: reader


def rows(count, gap, seed):
    """A capital (0..3), small letters (4, 5), a question mark (6)."""
    rng = np.random.default_rng(seed)
    capitals = rng.integers(0, 4, count)
    small = rng.integers(4, 6, (count, gap))
    symbols = np.concatenate([capitals[:, None], small, np.full((count, 1), 6)], axis=1)
    return np.eye(7, dtype="float32")[symbols], capitals


x, capitals = rows(32 * 300, 40, seed=1)
reader.fit(x, capitals, batch_size=32, epochs=1, verbose=0)
print(reader.evaluate(*rows(500, 40, seed=2), verbose=0))
