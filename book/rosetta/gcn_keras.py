"""A graph convolution in Keras 3, from a gather and a segment sum: the names of lab 15."""

import keras
from keras import layers, ops


# ANCHOR: layer
class GraphConvolution(layers.Layer):
    """Links are [E, 2], both ways and with loops; their loudness is 1 / sqrt(d_i d_j)."""

    def __init__(self, units, activation=None):
        super().__init__()
        self.units, self.weigh = units, layers.Dense(units, use_bias=False)
        self.activation = keras.activations.get(activation)

    def call(self, x, links, loudness):
        sent = ops.take(self.weigh(x), links[:, 1], axis=0) * loudness[:, None]
        return self.activation(ops.segment_sum(sent, links[:, 0], num_segments=x.shape[0]))
# ANCHOR_END: layer


class Gcn(keras.Model):
    def __init__(self, hidden, kinds, drop=0.5):
        super().__init__()
        self.drop = layers.Dropout(drop)
        self.first, self.last = GraphConvolution(hidden, "relu"), GraphConvolution(kinds)

    def call(self, x, links, loudness, training=False):
        h = self.first(self.drop(x, training=training), links, loudness)
        return self.last(self.drop(h, training=training), links, loudness)


if __name__ == "__main__":
    links = ops.convert_to_tensor([[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 1], [2, 2]])   # a path of three nodes
    degrees = ops.segment_sum(ops.ones(7), links[:, 0], num_segments=3)
    loudness = 1 / ops.sqrt(ops.take(degrees, links[:, 0]) * ops.take(degrees, links[:, 1]))
    print(Gcn(4, 2)(ops.eye(3), links, loudness))
