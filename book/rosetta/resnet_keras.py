"""ResNet-20 in Keras 3, by its functional API. Run: python resnet_keras.py"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)


# ANCHOR: resnet20
def conv(x, channels, stride):
    x = layers.ZeroPadding2D(1)(x)      # padding="same" would put the odd zero below and on the right when the stride is 2
    x = layers.Conv2D(channels, 3, stride, use_bias=False)(x)
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)


def block(x, channels, stride):
    path = conv(layers.ReLU()(conv(x, channels, stride)), channels, 1)
    missing = channels - x.shape[-1]
    if missing > 0:                     # every second pixel, and zeros on both sides of the channels
        x = layers.MaxPooling2D(1, stride)(x)
        x = layers.Permute((1, 3, 2))(x)
        x = layers.ZeroPadding2D((0, missing // 2))(x)
        x = layers.Permute((1, 3, 2))(x)
    return layers.ReLU()(layers.add([path, x]))


def resnet20():
    image = keras.Input(shape=(32, 32, 3))
    x = layers.ReLU()(conv(image, 16, 1))
    for channels, strides in [(16, [1, 1, 1]), (32, [2, 1, 1]), (64, [2, 1, 1])]:
        for stride in strides:
            x = block(x, channels, stride)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10)(x))
# ANCHOR_END: resnet20


model = resnet20()
learned = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
print(learned, model(np.zeros((2, 32, 32, 3), "float32")).shape)
