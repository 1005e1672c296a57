"""Random networks: which operations, in which order, on what shapes, is drawn; values and gradients are PyTorch's,
in double precision.

    python nets.py 200 1 > nets.json                                      # the ones that a test keeps
    python nets.py 2000 7 | cargo run -p nabla --example random_nets      # others: how many, and a seed

A network is a list of values: a leaf (shape, seed, what it is scaled by), or an operation of make.py (its name, the
values it is given, what else). One line a network. Its last value is made a number as in make.py, by `upstream`.

Where single precision alone goes wrong by a good part of what the comparison allows (a relu whose input is all but 0),
nothing would be learned: PyTorch computes each network in single precision as well, and such are left out.
"""

import json
import random
import sys

import numpy as np
import torch

from make import ACTIVATIONS, OPS, upstream

# |got - want| / the largest of the tensor: what PyTorch may lose in single precision, a quarter of what nets.rs allows.
TOLERANCE = 5e-5
MOST = 400  # numbers in a value


def leaf(shape, seed, scale):
    """Between -1.5 and 1.5 times the scale, on a grid of 2^-15 of it: no two are likely to be the same."""
    i = np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64((seed << 32) % 2**64)
    i = (i ^ (i >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    i = (i ^ (i >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    bits = ((i ^ (i >> np.uint64(31))) >> np.uint64(48)).astype(np.float64)
    return torch.tensor(((bits - 32768 + 0.5) / 32768 * 1.5 * scale).reshape(shape))


class Net:
    """A network that is being drawn."""

    def __init__(self, rng):
        self.rng, self.lines, self.values = rng, [], []

    def leaf(self, *shape, scale=1.0):
        seed = self.rng.randrange(1 << 30)
        self.lines.append([list(shape), seed, scale])
        self.values.append(leaf(shape, seed, scale))
        return len(self.values) - 1

    def apply(self, op, inputs, *arguments):
        y = OPS[op](*(self.values[i] for i in inputs), *arguments)
        self.lines.append([op, inputs, list(arguments)])
        self.values.append(y)
        return len(self.values) - 1

    def shape(self, i):
        return list(self.values[i].shape)

    def positive(self, i):
        return self.apply("add_number", [self.apply("square", [i])], 0.5)


def window(net, shape):
    size = [net.rng.randint(1, min(3, n)) for n in shape[1:3]]
    stride = [net.rng.randint(1, 2) for _ in size]
    return size, stride, net.rng.choice(["valid", "same"])


def activation(net):
    return net.rng.choice(list(ACTIVATIONS))


def elementwise(net, x):
    op = net.rng.choice(["exp", "square", "abs", "sigmoid", "tanh", "relu", "softplus", "neg", "gelu", "silu"])
    return net.apply(op, [x])


def of_positive(net, x):
    return net.apply(net.rng.choice(["ln", "sqrt", "recip"]), [net.positive(x)])


def with_number(net, x):
    op, number = net.rng.choice([("leaky_relu", 0.25), ("elu", 1.5), ("powi", 3), ("number_sub", 0.75), ("div_number", -1.75)])
    return net.apply(op, [x], number)


def clamp(net, x):
    return net.apply("clamp", [x], -0.75, 1.25)


def partner(net, x):
    """Another value that broadcasts with x: one that there is, or a new one that lacks some axes."""
    same = [i for i in range(len(net.values)) if net.shape(i) == net.shape(x)]
    if net.rng.random() < 0.4:
        return net.rng.choice(same)
    shape = [n if net.rng.random() < 0.7 else 1 for n in net.shape(x)]
    return net.leaf(*shape[net.rng.randint(0, len(shape)) :])


def binary(net, x):
    op = net.rng.choice(["add", "sub", "mul", "div", "maximum", "minimum"])
    other = partner(net, x)
    if op == "div":
        other = net.positive(other)
    inputs = [x, other] if op == "div" or net.rng.random() < 0.5 else [other, x]
    return net.apply(op, inputs)


def linear(net, x):
    inputs, outputs = net.shape(x)[-1], net.rng.randint(1, 5)
    weights = [net.leaf(inputs, outputs, scale=0.5)]
    if net.rng.random() < 0.7:
        weights.append(net.leaf(outputs, scale=0.5))
    return net.apply("linear", [x, *weights], activation(net))


def attention(net, x):
    """softmax(q k' / 2 + mask) v: nobody looks ahead, or a mask that is learned, or none. Or all of it as one operation."""
    n, t, c = net.shape(x)
    if net.rng.random() < 0.5:
        causal, lengths = net.rng.random() < 0.5, net.rng.choice([None, [net.rng.randint(1, t) for _ in range(n)]])
        heads = net.rng.choice([1, 2])
        if net.rng.random() < 0.5:
            return net.apply("self_attention", [net.apply("matmul", [x, net.leaf(c, 12, scale=0.5)])], heads, causal, lengths)
        q, k, v = (net.apply("matmul", [x, net.leaf(c, 4, scale=0.5)]) for _ in range(3))
        return net.apply("attention", [q, k, v], heads, causal, lengths)
    q, k, v = (net.apply("matmul", [x, net.leaf(c, 4, scale=0.5)]) for _ in range(3))
    scores = net.apply("mul_number", [net.apply("matmul_t", [q, k])], 0.5)
    mask = net.rng.choice(["softmax", "softmax_causal", "softmax_masked"])
    learned = [net.leaf(*net.rng.choice([[t, t], [n, 1, t], [n, t, 1]]))] if mask == "softmax_masked" else []
    return net.apply("matmul", [net.apply(mask, [scores, *learned]), v])


def matmul(net, x):
    *batch, m, k = net.shape(x)
    n = net.rng.randint(1, 4)
    other = net.rng.choice([[], batch, [1] * len(batch)])
    if net.rng.random() < 0.3:
        return net.apply("matmul", [net.leaf(*other, n, m, scale=0.5), x])
    return net.apply("matmul", [x, net.leaf(*other, k, n, scale=0.5)])


def swap_axes(net, x):
    a, b = (net.rng.randrange(len(net.shape(x))) for _ in range(2))
    return net.apply("swap_axes", [x], a, b)


def along_an_axis(net, x):
    axis = net.rng.randrange(len(net.shape(x)))
    y = net.apply(net.rng.choice(["sum_axis", "mean_axis", "max_axis"]), [x], axis)
    return net.apply("mul", [x, y]) if net.rng.random() < 0.5 else net.apply("sub", [x, y])


def rows(net, x):
    return net.apply(net.rng.choice(["softmax", "log_softmax"]), [x])


def cut(net, x):
    axis = net.rng.randrange(len(net.shape(x)))
    size = net.shape(x)[axis]
    start = net.rng.randrange(size)
    return net.apply("slice", [x], axis, start, net.rng.randint(start + 1, size))


def join(net, x):
    axis, shape = net.rng.randrange(len(net.shape(x))), net.shape(x)
    other = shape.copy()
    other[axis] = net.rng.randint(1, 2)
    return net.apply("concat", [x, net.leaf(*other), x][: net.rng.randint(2, 3)], axis)


def pile(net, x):
    y = net.apply("stack", [x, net.leaf(*net.shape(x))], net.rng.randint(0, len(net.shape(x))))
    return net.apply("max_axis", [y], net.rng.randrange(len(net.shape(y))))


def backwards(net, x):
    return net.apply("reverse", [x], net.rng.randrange(len(net.shape(x))))


def flat(net, x):
    return net.apply("flatten", [x])


def norm(net, x):
    channels = net.shape(x)[-1]
    w, b = net.leaf(channels), net.leaf(channels, scale=0.5)
    rows = int(np.prod(net.shape(x)[:-1]))
    op = net.rng.choice(["batch_norm", "layer_norm"]) if rows > 1 else "layer_norm"
    return net.apply(op, [x, w, b], 0.25)


def chosen_rows(net, x):
    count = net.shape(x)[0]
    ids = [net.rng.randrange(count) for _ in range(net.rng.randint(1, 5))]
    y = net.apply("gather", [x], ids)
    if net.rng.random() < 0.5:
        return y
    parts = net.rng.randint(1, 3)
    return net.apply("segment_sum", [y], [net.rng.randrange(parts) for _ in ids], parts)


def pick(net, x):
    *rows, columns = net.shape(x)
    return net.apply("pick", [x], [net.rng.randrange(columns) for _ in range(int(np.prod(rows)))])


def convolve(net, x):
    shape = net.shape(x)
    size, stride, padding = window(net, shape)
    channels, dilation = shape[-1], [1, 1]
    groups = net.rng.choice([g for g in (1, channels, 2) if channels % g == 0])
    if net.rng.random() < 0.3:
        dilation, padding = [net.rng.randint(1, 2), 2], "same"
    outputs = groups * net.rng.randint(1, 2)
    w = net.leaf(*size, channels // groups, outputs, scale=0.5)
    bias = [net.leaf(outputs)] if net.rng.random() < 0.7 else []
    name, how = activation(net), [stride, padding]
    if groups > 1 or dilation != [1, 1]:
        how += [dilation, groups]
    return net.apply("conv2d", [x, w, *bias], name, *how)


def convolve_back(net, x):
    size, stride, padding = window(net, net.shape(x))
    outputs = net.rng.randint(1, 3)
    w = net.leaf(*size, outputs, net.shape(x)[-1], scale=0.5)
    return net.apply("conv_transpose2d", [x, w, net.leaf(outputs)], activation(net), stride, padding)


def pool(net, x):
    return net.apply(net.rng.choice(["max_pool2d", "min_pool2d", "avg_pool2d"]), [x], *window(net, net.shape(x)))


def whole_picture(net, x):
    return net.apply(net.rng.choice(["global_avg_pool", "global_max_pool"]), [x])


def upsample(net, x):
    return net.apply("upsample2d", [x], net.rng.randint(1, 2), net.rng.randint(1, 2))


def frame(net, x):
    return net.apply("pad", [x], *(net.rng.randint(0, 2) for _ in range(4)))


def groups(net, x):
    channels = net.shape(x)[-1]
    w, b = net.leaf(channels), net.leaf(channels, scale=0.5)
    count = net.rng.choice([g for g in range(1, channels + 1) if channels % g == 0])
    return net.apply("group_norm", [x, w, b], 0.25, count)


def read(net, x):
    """A recurrent layer; its results lie side by side, [N, T * H + H]."""
    n, steps, inputs = net.shape(x)
    kind, hidden = net.rng.choice(["rnn", "lstm", "gru"]), net.rng.randint(1, 3)
    columns = {"rnn": 1, "lstm": 4, "gru": 3}[kind] * hidden
    weights = [net.leaf(inputs, columns, scale=0.5), net.leaf(hidden, columns, scale=0.5)]
    weights += [net.leaf(columns, scale=0.5) for _ in range(2 if kind == "gru" else 1)]
    lengths = net.rng.choice([None, [steps - net.rng.randrange(steps) for _ in range(n - 1)] + [steps]])
    return net.apply(kind, [x, *weights], lengths)


def convolve_letters(net, x):
    _, steps, channels = net.shape(x)
    groups = net.rng.choice([1, channels])
    size, outputs = net.rng.randint(1, min(3, steps)), groups * net.rng.randint(1, 2)
    w, b = net.leaf(size, channels // groups, outputs, scale=0.5), net.leaf(outputs)
    before = [net.rng.randint(0, 2), net.rng.randint(0, 1)]
    return net.apply("conv1d", [x, w, b], activation(net), net.rng.randint(1, 2), before, 1, groups)


# By the number of axes: any, at least two, tables, sequences, pictures.
ANY = [elementwise, elementwise, of_positive, with_number, clamp, binary, binary]
WIDE = [linear, linear, along_an_axis, rows, cut, join, backwards, swap_axes, chosen_rows, norm]
TABLES = [matmul, pile]
SEQUENCES = [attention, attention, read, matmul, convolve_letters, pick, flat]
PICTURES = [convolve, convolve, convolve_back, pool, upsample, frame, groups, whole_picture, flat]


def moves(axes):
    return ANY + (WIDE if axes >= 2 else []) + {2: TABLES, 3: SEQUENCES, 4: PICTURES}.get(axes, [])


def start(net):
    n = net.rng.randint(2, 4)
    kinds = [(n, net.rng.randint(2, 6)), (n, net.rng.randint(2, 5), net.rng.randint(2, 4)),
             (n, net.rng.randint(3, 6), net.rng.randint(3, 6), net.rng.randint(1, 4))]
    return net.leaf(*kinds[net.rng.choice([0, 1, 2, 2])])


def loss(net, x):
    """Most networks end in the loss of a classifier, of a regression, or in none."""
    kind, shape = net.rng.choice(["classes", "squares", "none"]), net.shape(x)
    if kind == "classes" and len(shape) == 2:
        return net.apply("softmax_cross_entropy", [x], [net.rng.randrange(shape[1]) for _ in range(shape[0])])
    if kind == "squares":
        return net.apply("mean", [net.apply("square", [x])])
    return x


def draw(seed):
    net = Net(random.Random(seed))
    x = start(net)
    for _ in range(net.rng.randint(3, 9)):
        kept = len(net.values)
        y = net.rng.choice(moves(len(net.shape(x))))(net, x)
        largest = net.values[y].abs().max().item()
        if not 0 < len(net.shape(y)) <= 5 or net.values[y].numel() > MOST or not largest < 1e4:
            del net.values[kept:], net.lines[kept:]
            continue
        x = net.apply("mul_number", [y], 2.0 ** -round(np.log2(largest))) if largest > 8 else y
    loss(net, x)
    return net.lines


def run(lines, kind):
    """The last value, and the gradient of every leaf."""
    torch.set_default_dtype(kind)
    values, leaves = [], []
    for what, *rest in lines:
        if isinstance(what, list):
            values.append(leaf(what, *rest).to(kind).requires_grad_())
            leaves.append(values[-1])
        else:
            values.append(OPS[what](*(values[i] for i in rest[0]), *rest[1]))
    y = values[-1]
    (y.flatten() * upstream(y.numel()).to(kind)).sum().backward()
    torch.set_default_dtype(torch.float64)
    grads = [torch.zeros_like(x) if x.grad is None else x.grad for x in leaves]
    return [t.detach().double().flatten() for t in [y, *grads]]


def is_sound(double, single):
    """Does single precision give about the same?"""
    for want, got in zip(double, single):
        largest = want.abs().max().item()
        if not 5e-3 < largest < 1e6 and largest != 0 or not (got - want).abs().max().item() <= TOLERANCE * largest:
            return False
    return True


def main(count, seed):
    left_out = 0
    for i in range(seed * 1_000_000, (seed + 1) * 1_000_000):
        lines = draw(i)
        double = run(lines, torch.float64)
        if len(lines) < 4 or not is_sound(double, run(lines, torch.float32)):
            left_out += 1
            continue
        values = [[float(f"{x:.7g}") for x in t.tolist()] for t in double]
        print(json.dumps({"net": lines, "value": values[0], "grads": values[1:]}, separators=(",", ":")))
        count -= 1
        if count == 0:
            break
    print(f"{left_out} left out", file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
