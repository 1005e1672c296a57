"""A grid that answers, its loss, and what clears up after it, in Keras 3. Run: python detector_keras.py"""

import keras
import numpy as np
from keras import layers, ops
from keras.utils import bounding_boxes

SIDE, GRID = 64, 8                              # pixels and cells along a side
USUAL = 0.25                                    # a usual width or height, in scenes


# ANCHOR: network
def network(width=16):
    image = x = keras.Input(shape=(SIDE, SIDE, 1))
    for channels, stride in [(width, 2), (2 * width, 2), (4 * width, 2), (4 * width, 1), (4 * width, 1)]:
        x = layers.Conv2D(channels, 3, stride, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    small = keras.initializers.RandomNormal(stddev=0.01)
    there = layers.Conv2D(1, 1, kernel_initializer=small, bias_initializer=keras.initializers.Constant(-3.0))(x)
    others = layers.Conv2D(14, 1, kernel_initializer=small)(x)      # four numbers of a box, ten kinds
    return keras.Model(image, layers.concatenate([there, others]))


def boxes_of(raw):                              # [..., 8, 8, 15] to edges, [..., 8, 8, 4]: left, top, right, bottom
    row, column = ops.meshgrid(ops.arange(GRID, dtype="float32"), ops.arange(GRID, dtype="float32"), indexing="ij")
    middle = (ops.sigmoid(raw[..., 1:3]) + ops.stack([column, row], -1)) / GRID
    half = ops.exp(ops.clip(raw[..., 3:5], -3, 2)) * USUAL / 2
    return ops.concatenate([middle - half, middle + half], -1)
# ANCHOR_END: network


# ANCHOR: loss
def generalised_iou(a, b):                      # of pairs of boxes: [..., 4] and [..., 4]
    def area(low, high):
        return ops.prod(ops.relu(high - low), axis=-1)

    both = area(ops.maximum(a[..., :2], b[..., :2]), ops.minimum(a[..., 2:], b[..., 2:]))
    hull = area(ops.minimum(a[..., :2], b[..., :2]), ops.maximum(a[..., 2:], b[..., 2:]))
    either = area(a[..., :2], a[..., 2:]) + area(b[..., :2], b[..., 2:]) - both
    return both / either - (hull - either) / hull


def loss(truth, raw):                           # [N, 8, 8, 15] both: 1 or 0, edges of a box, 1 for one of ten kinds
    is_one = truth[..., 0]
    there = keras.losses.binary_focal_crossentropy(truth[..., :1], raw[..., :1], gamma=2.0, from_logits=True)
    place = 1 - generalised_iou(boxes_of(raw), truth[..., 1:5])
    kind = keras.losses.categorical_crossentropy(truth[..., 5:], raw[..., 5:], from_logits=True)
    return ops.sum(there + is_one * (2 * place + kind)) / ops.maximum(ops.sum(is_one), 1)
# ANCHOR_END: loss


# ANCHOR: suppression
def detect(raw, least=0.3, same=0.5):           # what is said about one picture: [8, 8, 15]
    share = ops.softmax(raw[..., 5:])
    scores = ops.convert_to_numpy(ops.sigmoid(raw[..., 0]) * ops.max(share, -1)).ravel()
    kinds = ops.convert_to_numpy(ops.argmax(share, -1)).ravel()
    boxes = ops.convert_to_numpy(boxes_of(raw)).reshape(-1, 4)
    cover = ops.convert_to_numpy(bounding_boxes.compute_iou(boxes, boxes, "xyxy"))
    kept = []
    for i in np.argsort(-scores, kind="stable"):
        if scores[i] > least and not any(kinds[k] == kinds[i] and cover[k, i] > same for k in kept):
            kept.append(i)
    return boxes[kept], scores[kept], kinds[kept]
# ANCHOR_END: suppression


def scenes(count, chance):
    """One to three squares of ten weaves in each picture, and what each cell should say."""
    weaves = np.random.default_rng(7).integers(0, 2, (10, 4, 4))
    pictures = chance.uniform(0, 0.3, (count, SIDE, SIDE))
    truth = np.zeros((count, GRID, GRID, 15), "float32")
    truth[..., 3:5] = 1                         # a box of some size where there is none: nothing is divided by 0
    for i, picture in enumerate(pictures):
        for _ in range(chance.integers(1, 4)):
            kind, side = chance.integers(10), chance.integers(12, 33)
            top, left = chance.integers(0, SIDE + 1 - side, 2)
            picture[top:top + side, left:left + side] = np.tile(weaves[kind], (8, 8))[:side, :side]
            cell = i, int(top + side / 2) * GRID // SIDE, int(left + side / 2) * GRID // SIDE
            box = np.array([left, top, left + side, top + side]) / SIDE
            truth[cell] = np.concatenate([[1], box, np.eye(10)[kind]])
    return pictures[..., None].astype("float32"), truth


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    chance = np.random.default_rng(1)
    model = network()
    model.compile(keras.optimizers.Adam(0.004), loss)
    model.fit(*scenes(1600, chance), batch_size=16, epochs=6, verbose=2)
    right = found = wanted = 0
    pictures, truth = scenes(100, chance)
    for raw, cells in zip(model.predict(pictures, verbose=0), truth):
        there = cells[cells[..., 0] == 1]
        box, _, kind = detect(raw)
        if len(box):
            cover = ops.convert_to_numpy(bounding_boxes.compute_iou(box, there[:, 1:5], "xyxy"))
            right += ((cover >= 0.5) & (kind[:, None] == there[:, 5:].argmax(-1))).any(0).sum()
        found, wanted = found + len(box), wanted + len(there)
    print(f"{right} of {wanted} squares found, among {found} boxes")
