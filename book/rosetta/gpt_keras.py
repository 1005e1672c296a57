"""The small GPT of lab 13 in Keras 3, on the book's text. Run: python gpt_keras.py [TEXT]"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

CONTEXT, WIDTH, HEADS, LAYERS = 64, 128, 4, 4


# ANCHOR: block
def norm(x):
    return layers.LayerNormalization(center=False, epsilon=1e-5)(x)     # Keras' own epsilon is 1e-3


def block(x):
    heads = layers.MultiHeadAttention(HEADS, WIDTH // HEADS, use_bias=False)
    y = norm(x)
    x = x + heads(y, y, use_causal_mask=True)               # queries from the first, keys and values from the second
    wide = layers.Dense(4 * WIDTH, activation="gelu", use_bias=False)(norm(x))
    return x + layers.Dense(WIDTH, use_bias=False)(wide)
# ANCHOR_END: block


# ANCHOR: gpt
def gpt(vocabulary):
    tokens = keras.Input(shape=(CONTEXT,), dtype="int32")
    letters = layers.ReversibleEmbedding(vocabulary, WIDTH) # tied: the same table, turned round at the end
    places = layers.Embedding(CONTEXT, WIDTH)
    # Made of the tokens, or Keras takes it for a constant, and its table is no part of the model.
    x = letters(tokens) + places(ops.arange(CONTEXT) + ops.zeros_like(tokens))
    for _ in range(LAYERS):
        x = block(x)
    return keras.Model(tokens, letters(norm(x), reverse=True))
# ANCHOR_END: gpt


# ANCHOR: compile
def compiled(model, steps):
    rate = keras.optimizers.schedules.CosineDecay(0.0, steps, warmup_target=1e-3, warmup_steps=steps // 20, alpha=0.1)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=0.1, beta_2=0.99, global_clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["gamma"])    # the norms
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss)
    return model
# ANCHOR_END: compile


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    assert gpt(65).count_params() == 804_096
    corpus = Path(__file__).parents[2] / "datasets/embedded/corpus.txt"
    letters = (Path(sys.argv[1]) if len(sys.argv) > 1 else corpus).read_text()
    alphabet = sorted(set(letters))
    text = np.array([alphabet.index(letter) for letter in letters], dtype="int32")
    starts = np.random.default_rng(1).integers(0, len(text) - CONTEXT, (12 * 200, 1))
    windows = text[starts + np.arange(CONTEXT + 1)]
    compiled(gpt(len(alphabet)), 200).fit(windows[:, :-1], windows[:, 1:], batch_size=12, epochs=1, verbose=2)
