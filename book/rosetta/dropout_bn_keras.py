"""The two networks of lab 7 in Keras 3. Run: python dropout_bn_keras.py"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)

# ANCHOR: networks
cnn2_dropout = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10),
])

cnn_bn = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.BatchNormalization(momentum=0.9, epsilon=1e-5),    # PyTorch's 0.1, and its ε
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
    layers.Dense(10),
])
# ANCHOR_END: networks

# ANCHOR: modes
picture = np.zeros((1, 28, 28, 1), "float32")
learns = cnn2_dropout(picture, training=True)
is_used = cnn2_dropout(picture, training=False)       # as in predict and evaluate; the default of a bare call
# ANCHOR_END: modes

# ANCHOR: cures
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
cnn_bn.compile(
    optimizer=keras.optimizers.AdamW(learning_rate=0.001, weight_decay=0.01),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
images, labels = np.random.rand(80, 28, 28, 1), np.arange(80) % 10
cnn_bn.fit(images, labels, validation_split=0.2, epochs=2, callbacks=[stop], verbose=0,
           class_weight={k: 18.0 if k == 4 else 1.0 for k in range(10)})
# ANCHOR_END: cures

for model in (cnn2_dropout, cnn_bn):
    learned = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    print(learned + sum(int(np.prod(w.shape)) for w in model.non_trainable_weights if w.name != "seed_generator_state"), learned)
