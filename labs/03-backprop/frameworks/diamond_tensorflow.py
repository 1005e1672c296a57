"""The diamond y = 2x² + 3x² on TensorFlow's tape, as in a training step of one's own in Keras.
Run: python diamond_tensorflow.py"""

import tensorflow as tf

# ANCHOR: diamond
x = tf.Variable(3.0)
with tf.GradientTape() as tape:  # records while the block runs, and is gone after one gradient
    a = x * x
    y = 2 * a + 3 * a
grad = tape.gradient(y, x)  # 30.0
# ANCHOR_END: diamond
assert grad == 30
