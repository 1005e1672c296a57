"""A U-Net with Dice for a loss in Keras 3, by its functional API. Run: python unet_keras.py"""

import keras
import numpy as np
from keras import layers, ops

KINDS = 11                              # nothing, or one of ten weaves


# ANCHOR: network
def two(x, channels):
    for _ in range(2):
        x = layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    return x


def unet(width=16, kinds=KINDS):
    image = keras.Input(shape=(None, None, 1))          # any size that four divides
    fine = two(image, width)
    coarse = two(layers.MaxPooling2D()(fine), 2 * width)
    deep = two(layers.MaxPooling2D()(coarse), 4 * width)
    up = two(layers.concatenate([layers.UpSampling2D()(deep), coarse]), 2 * width)
    up = two(layers.concatenate([layers.UpSampling2D()(up), fine]), width)
    return keras.Model(image, layers.Conv2D(kinds, 1)(up))
# ANCHOR_END: network


# ANCHOR: dice
def dice_loss(classes, logits):                         # the truth comes first, and the classes of a pixel last
    p = ops.softmax(logits)
    y = ops.one_hot(ops.cast(classes, "int32"), KINDS)
    common, both = ops.sum(p * y, axis=(0, 1, 2)), ops.sum(p + y, axis=(0, 1, 2))
    return 1 - ops.mean(((2 * common + 1) / (both + 1))[1:])    # keras.losses.Dice counts the background, and adds no 1


def loss(classes, logits):
    each = keras.losses.sparse_categorical_crossentropy(classes, logits, from_logits=True)
    return ops.mean(each) + dice_loss(classes, logits)
# ANCHOR_END: dice


def scenes(count, chance):
    """One to three squares of ten weaves in each picture, and the class of each pixel: 0, or the weave and one."""
    weaves = np.random.default_rng(7).integers(0, 2, (KINDS - 1, 4, 4))
    pictures, classes = chance.uniform(0, 0.3, (count, 32, 32)), np.zeros((count, 32, 32), "int64")
    for picture, mask in zip(pictures, classes):
        for _ in range(chance.integers(1, 4)):
            kind, side = chance.integers(KINDS - 1), chance.integers(8, 17)
            top, left = chance.integers(0, 33 - side, 2)
            place = np.s_[top:top + side, left:left + side]
            picture[place], mask[place] = np.tile(weaves[kind], (4, 4))[:side, :side], kind + 1
    return pictures[..., None].astype("float32"), classes


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    chance = np.random.default_rng(1)
    model = unet()
    assert model.count_params() == 118_155
    overlap = keras.metrics.IoU(KINDS, range(1, KINDS), sparse_y_pred=False, name="iou")   # their mean
    model.compile(keras.optimizers.Adam(0.004), loss, metrics=[overlap])
    test = scenes(100, chance)
    model.fit(*scenes(1600, chance), batch_size=16, epochs=3, validation_data=test, verbose=2)
