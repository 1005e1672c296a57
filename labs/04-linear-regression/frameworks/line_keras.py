"""The thousand steps of lab 4 in Keras 3: pip install keras tensorflow; python line_keras.py"""

# ANCHOR: line
import keras
import numpy as np

x = np.array([[1.0], [2.0], [3.0], [4.0]], dtype="float32")
y = np.array([[0.0], [-1.0], [-2.0], [-3.0]], dtype="float32")

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.set_weights([np.array([[0.3]]), np.array([-0.3])])
# Keras takes the mean of the four squares: a quarter of the gradient, so four times the rate.
model.compile(optimizer=keras.optimizers.SGD(0.04), loss="mse")
model.fit(x, y, batch_size=4, epochs=1000, shuffle=False, verbose=0)

print(model.get_weights())
# ANCHOR_END: line
