"""Computes with PyTorch, in double precision, what nabla's operations and optimisers must give.

    python make.py > reference.json

Inputs are multiples of 1/64, so single precision holds them exactly. The gradient that comes from
above is 1.25, -0.5, ... (see `upstream`), computed alike in reference.rs: with a plain sum, mistakes
that a sum hides would stay hidden. Written with torch 2.14 and NumPy 2; any later version will do.
"""

import json
import math

import numpy as np
import torch
import torch.nn.functional as F

import attention
import recurrent

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "identity": lambda x: x,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.25),
    "elu": lambda x: F.elu(x, 1.5),
}

OPS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "add_number": lambda x, c: x + c,
    "sub_number": lambda x, c: x - c,
    "mul_number": lambda x, c: x * c,
    "div_number": lambda x, c: x / c,
    "number_add": lambda x, c: c + x,
    "number_sub": lambda x, c: c - x,
    "number_mul": lambda x, c: c * x,
    "number_div": lambda x, c: c / x,
    "neg": lambda x: -x,
    "matmul": lambda a, b: a @ b,
    "t": lambda x: x.T,
    "reshape": lambda x, *shape: x.reshape(shape),
    "broadcast_to": lambda x, *shape: x.broadcast_to(shape),
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.mean(),
    "sum_axis": lambda x, axis: x.sum(axis, keepdim=True),
    "mean_axis": lambda x, axis: x.mean(axis, keepdim=True),
    "exp": torch.exp,
    "ln": torch.log,
    "sqrt": torch.sqrt,
    "square": torch.square,
    "abs": torch.abs,
    "powi": lambda x, n: x**n,
    "recip": torch.reciprocal,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "softplus": F.softplus,
    "prelu": lambda x, a: torch.where(x > 0, x, a * x),
    "activate": lambda x, name: ACTIVATIONS[name](x),
    "softmax": lambda x: x.softmax(-1),
    "log_softmax": lambda x: x.log_softmax(-1),
    "conv1d": lambda x, w, *how: conv1d(x, w, *bias(how)),
    "upsample2d": lambda x, down, across: x.repeat_interleave(down, 1).repeat_interleave(across, 2),
    "conv2d": lambda x, w, *how: conv2d(x, w, *bias(how)),
    "conv_transpose2d": lambda x, w, *how: conv_transpose2d(x, w, *bias(how)),
    "max_pool2d": lambda x, *how: pool(x, *how),
    "min_pool2d": lambda x, *how: -pool(-x, *how),
    "avg_pool2d": lambda x, *how: mean_pool(x, *how),
    "global_avg_pool": lambda x: x.mean((1, 2)),
    "global_max_pool": lambda x: pool(x, x.shape[1:3], [1, 1], "valid").flatten(1),
    "dropout": lambda x, rate: F.dropout(x, rate, training=False),
    "flatten": lambda x: x.flatten(1),
    "pad": lambda x, above, below, left, right: F.pad(x, (0, 0, left, right, above, below)),
    "concat": lambda *parts: torch.cat(parts[:-1], parts[-1]),
    "batch_norm": lambda x, w, b, eps: last(F.batch_norm(first(x), None, None, w, b, True, 0, eps)),
    "batch_norm_by": lambda x, w, b, eps, mean, var: last(
        F.batch_norm(first(x), torch.tensor(mean), torch.tensor(var), w, b, False, 0, eps)),
    "layer_norm": lambda x, w, *how: F.layer_norm(x, x.shape[-1:], w, *bias(how)),
    "group_norm": lambda x, w, *how: group_norm(x, w, *bias(how)),
    # Not F.instance_norm: of one picture whose channels come last, torch 2.14's gradient is wrong (it
    # differs from that of the formula and of group_norm, which agree).
    "instance_norm": lambda x, w, *how: group_norm(x, w, *bias(how), x.shape[-1]),
    "linear": lambda x, w, *how: linear(x, w, *bias(how)),
    "softmax_cross_entropy": lambda x, labels: F.cross_entropy(x, torch.tensor(labels)),
    "weighted_softmax_cross_entropy": lambda x, weights, labels: weighted(x, weights, labels),
    "softmax_cross_entropy_each": lambda x, labels: F.cross_entropy(first(x), torch.tensor(labels).reshape(x.shape[:-1]), reduction="none"),
    "softmax_cross_entropy, ignoring": lambda x, ignored, labels: F.cross_entropy(
        first(x), torch.tensor(labels).reshape(x.shape[:-1]), ignore_index=ignored),
    "sigmoid_cross_entropy": lambda x, t: F.binary_cross_entropy_with_logits(x, t),
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "kl": lambda x, p: F.kl_div(x, p, reduction="batchmean"),
    "bernoulli_loss": lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="sum") / len(x),
    "mse_each": lambda x, t: of_each(F.mse_loss(x, t, reduction="none")).mean(1),
    "mae_each": lambda x, t: of_each(F.l1_loss(x, t, reduction="none")).mean(1),
    "kl_each": lambda x, p: of_each(F.kl_div(x, p, reduction="none")).sum(1) / math.prod(x.shape[1:-1]),
    "sigmoid_cross_entropy_each": lambda x, t: of_each(F.binary_cross_entropy_with_logits(x, t, reduction="none")).mean(1),
    "bernoulli_loss_each": lambda x, t: of_each(F.binary_cross_entropy_with_logits(x, t, reduction="none")).sum(1),
    "gaussian_kl": lambda mean, log_variance: torch.distributions.kl_divergence(
        torch.distributions.Normal(mean, (log_variance / 2).exp()), torch.distributions.Normal(0.0, 1.0)).sum() / len(mean),
    "reparameterize": lambda mean, log_variance, seed: torch.distributions.Normal(0.0, 1.0).expand(mean.shape)
        .icdf(chances(seed, mean.shape)) * (log_variance / 2).exp() + mean,
    "slice": lambda x, axis, start, end: x.narrow(axis, start, end - start),
    "select": torch.select,
    "reverse": lambda x, axis: x.flip(axis),
    "stack": lambda *parts: torch.stack(parts[:-1], parts[-1]),
    **recurrent.OPS,
    **attention.OPS,
}


def chances(seed, shape):
    """The places in the standard normal distribution of the first noise on a tape with this seed, whose
    bits are those of the hash PCG-RXS-M-XS-32, worked out with whole numbers."""
    mask = (1 << 32) - 1

    def step(value, add, xor):
        state = (value * 747796405 + add) & mask
        word = (((state >> ((state >> 28) + 4)) ^ state ^ xor) * 277803737) & mask
        return (word >> 22) ^ word

    def pcg(value):
        return step(value, 2891336453, 0)

    low, high = pcg((seed & mask) ^ pcg(0)), pcg((seed >> 32) ^ pcg(1))
    add = low ^ pcg(high)
    bits = np.array([step(i, add, high ^ pcg(add)) for i in range(math.prod(shape))])
    return torch.tensor(((bits + 0.5) / 2**32).reshape(shape))


def bias(how):
    """A bias, or None if there is none before the other arguments."""
    return how if torch.is_tensor(how[0]) else (None, *how)


def linear(x, w, b, name):
    return ACTIVATIONS[name](x @ w if b is None else x @ w + b)


def group_norm(x, w, b, eps, groups):
    return last(F.group_norm(first(x), groups, w, b, eps))


def margins(image, size, stride, padding):
    """[above, below, left, right]; "same" as TensorFlow has it: the odd one below and right."""
    if padding == "valid":
        return [0, 0, 0, 0]
    if padding != "same":
        return padding
    missing = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(image, size, stride)]
    return [m for n in missing for m in (n // 2, n - n // 2)]


def reach(w, dilation):
    """From the first number under a window to behind the last."""
    return [(k - 1) * d + 1 for k, d in zip(w.shape, dilation)]


def conv2d(x, w, b, name, stride, padding, dilation=(1, 1), groups=1):
    """x is [N, H, W, C], w is [KH, KW, C/groups, K]; PyTorch wants channels first."""
    above, below, left, right = margins(x.shape[1:3], reach(w, dilation), stride, padding)
    x = F.pad(x.permute(0, 3, 1, 2), (left, right, above, below))
    y = F.conv2d(x, w.permute(3, 2, 0, 1).contiguous(), b, stride, 0, dilation, groups)
    return ACTIVATIONS[name](y.permute(0, 2, 3, 1))


def conv1d(x, w, b, name, stride, padding, dilation, groups):
    """x is [N, T, C], w is [K, C/groups, O]."""
    y = F.conv1d(F.pad(first(x), padding), w.permute(2, 1, 0).contiguous(), b, stride, 0, dilation, groups)
    return ACTIVATIONS[name](last(y))


def first(x):
    """PyTorch's channels come before the pixels."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def pool(x, size, stride, padding):
    """The largest of each window; beyond the edge lies minus infinity, so that it never is."""
    above, below, left, right = margins(x.shape[1:3], size, stride, padding)
    x = F.pad(first(x), (left, right, above, below), value=-math.inf)
    return last(F.max_pool2d(x, size, stride))


def mean_pool(x, size, stride, padding):
    """The sum of each window over the number of its places inside the image."""
    above, below, left, right = margins(x.shape[1:3], size, stride, padding)
    frame = (left, right, above, below)
    inside = F.avg_pool2d(F.pad(torch.ones_like(first(x)), frame), size, stride)
    return last(F.avg_pool2d(F.pad(first(x), frame), size, stride) / inside)


def weighted(x, weights, labels):
    losses = F.cross_entropy(x, torch.tensor(labels), reduction="none")
    return (losses * torch.tensor(weights)).sum() / sum(weights)


def of_each(losses):
    """A row for each example."""
    return losses.flatten(1)


def pools():
    """Images, window, stride, padding."""
    yield (1, 5, 7, 1), [2, 2], [2, 2], "valid"
    yield (7, 6, 4, 3), [2, 2], [2, 2], "valid"
    yield (2, 6, 9, 4), [3, 3], [3, 3], "valid"
    yield (2, 5, 6, 2), [3, 2], [1, 3], "same"
    yield (1, 7, 5, 5), [3, 3], [2, 1], [1, 1, 1, 1]
    yield (2, 4, 5, 4), [2, 3], [3, 2], [1, 0, 0, 2]
    yield (1, 3, 3, 1), [3, 3], [1, 1], [2, 2, 2, 2]
    yield (2, 5, 5, 2), [1, 1], [2, 2], "valid"


def norms():
    for x in [(7, 3), (2, 4), (7, 3, 5, 2), (2, 3, 3, 5), (3, 1, 1, 4), (2, 67)]:
        x, channels = numbers(80, *x) / 2, x[-1]
        w, b = numbers(81, channels), numbers(82, channels) / 4
        # Of two rows hardly any gradient is left but rounding, unless epsilon is large.
        for eps in [0.25] if len(x) == 2 and x.dim() == 2 else [1e-5, 0.25]:
            yield case("batch_norm", [x, w, b], eps)
        mean, var = numbers(83, channels).tolist(), positive(84, channels).tolist()
        yield case("batch_norm_by", [x, w, b], 1e-3, mean, var)
    for x in [(7, 3), (1, 5), (2, 3, 5, 2), (3, 35)]:
        x, w, b = numbers(85, *x) / 2, numbers(86, x[-1]), numbers(87, x[-1]) / 4
        yield case("layer_norm", [x, w, b], 1e-3)
        yield case("layer_norm", [x, w], 1e-3)
    for x, groups in [((7, 6), 2), ((1, 3, 5, 6), 3), ((2, 3, 3, 4), 1), ((3, 2, 5, 5), 5)]:
        x, w, b = numbers(88, *x) / 2, numbers(89, x[-1]), numbers(90, x[-1]) / 4
        yield case("group_norm", [x, w, b], 1e-3, groups)
        if x.dim() == 4:
            yield case("instance_norm", [x, w, b], 1e-3)
            yield case("instance_norm", [x, w], 1e-3)
            yield case("group_norm", [x, w], 1e-3, groups)


def conv_transpose2d(x, w, b, name, stride, padding, dilation=(1, 1), groups=1):
    """w is [KH, KW, K/groups, C]: the weight of the convolution that goes the other way."""
    size = [(n - 1) * s + r for n, s, r in zip(x.shape[1:3], stride, reach(w, dilation))]
    image = [n * s for n, s in zip(x.shape[1:3], stride)]
    above, below, left, right = margins(image, reach(w, dilation), stride, padding)
    x, w = x.permute(0, 3, 1, 2).contiguous(), w.permute(3, 2, 0, 1).contiguous()
    # "same" gives stride times as many: where a window is smaller than its stride, some see nothing.
    more = [max(i - s, 0) if padding == "same" else 0 for i, s in zip(image, size)]
    y = F.conv_transpose2d(x, w, b, stride, 0, more, groups, dilation)
    y = y[:, :, above : size[0] + more[0] - below, left : size[1] + more[1] - right]
    return ACTIVATIONS[name](y.permute(0, 2, 3, 1))


def numbers(seed, *shape):
    """Between -2.5 and 2.5, in steps of 1/64, a zero among the first few."""
    i = np.arange(math.prod(shape))
    values = ((i * 89 + seed * 57) * 31 % 321 - 160) / 64
    if values.size > 3:
        values[seed % 3] = 0.0
    return torch.tensor(values.reshape(shape))


def positive(seed, *shape):
    return numbers(seed, *shape).abs() + 0.25


def shares(seed, rows, columns):
    """Rows of probabilities, multiples of 1/64, with a zero in each."""
    table = np.zeros((rows, columns))
    for r in range(rows):
        left = 64
        for c in range(1, columns):
            take = left if c == columns - 1 else (left * (3 + (seed + r + c) % 4)) // 8
            table[r, (c + r) % columns] = take / 64
            left -= take
    return torch.tensor(table)


def upstream(count):
    return torch.tensor([(7 * i + 11) % 13 / 4 - 1.5 for i in range(count)])


def short(tensor):
    """Eight digits, one more than single precision has."""
    return {"shape": list(tensor.shape), "data": [digits(x) for x in tensor.flatten().tolist()]}


def digits(x):
    x = float(f"{x:.8g}")
    return int(x) if x == int(x) else x


def case(op, inputs, *arguments, target=None):
    """`inputs` get gradients; `arguments` are numbers or a name; `target` is the truth of a loss."""
    inputs = [x.detach().clone().requires_grad_() for x in inputs]
    extra = list(arguments) if target is None else [target]
    y = OPS[op](*inputs, *extra)
    (y.flatten() * upstream(y.numel())).sum().backward()
    zero = [torch.zeros_like(x) if x.grad is None else x.grad for x in inputs]
    out = {"op": op, "inputs": [short(x) for x in inputs], "arguments": list(arguments)}
    if isinstance(target, list):
        out["labels"] = target
    elif target is not None:
        out["target"] = short(target)
    return out | {"value": short(y), "grads": [short(g) for g in zero]}


def convolutions():
    """Shapes of x and w, stride, padding: odd ones, so that no axis can be taken for another."""
    yield (1, 4, 3, 1), (1, 1, 1, 2), [1, 1], "valid"
    yield (7, 5, 4, 2), (3, 3, 2, 3), [1, 1], "valid"
    yield (1, 5, 7, 1), (3, 3, 1, 4), [1, 1], "same"
    yield (2, 6, 5, 3), (5, 5, 3, 2), [1, 1], "same"
    yield (1, 6, 7, 5), (2, 3, 5, 3), [1, 1], "same"
    yield (2, 3, 4, 4), (2, 3, 4, 2), [1, 1], [0, 2, 3, 1]
    yield (1, 7, 6, 2), (3, 3, 2, 3), [2, 2], "valid"
    yield (2, 7, 8, 1), (3, 3, 1, 2), [2, 3], "same"
    yield (1, 8, 6, 3), (5, 5, 3, 2), [3, 2], [2, 1, 0, 3]
    yield (2, 5, 6, 2), (1, 1, 2, 3), [3, 2], "same"
    yield (1, 2, 2, 2), (3, 3, 2, 2), [1, 1], [1, 1, 1, 1]
    yield (1, 6, 6, 1), (2, 2, 1, 1), [3, 3], "valid"


def transposed_convolutions():
    """Shapes of x and w, stride, padding."""
    yield (1, 3, 4, 1), (1, 1, 2, 1), [1, 1], "valid"
    yield (7, 3, 2, 2), (3, 3, 3, 2), [1, 1], "valid"
    yield (2, 4, 3, 3), (3, 2, 2, 3), [1, 1], "same"
    yield (2, 4, 3, 1), (4, 4, 2, 1), [2, 2], [1, 1, 1, 1]
    yield (1, 3, 4, 2), (5, 5, 1, 2), [2, 3], "same"
    yield (2, 2, 3, 5), (2, 3, 2, 5), [3, 1], [0, 1, 2, 0]
    yield (1, 3, 2, 2), (2, 2, 3, 2), [3, 3], "valid"


def spaced_convolutions():
    """Shapes of x and w, stride, padding, dilation, groups."""
    yield (1, 7, 8, 3), (3, 2, 3, 2), [1, 1], "valid", [2, 3], 1
    yield (2, 6, 7, 2), (3, 3, 2, 3), [1, 1], "same", [2, 2], 1
    yield (1, 9, 8, 2), (3, 3, 2, 2), [2, 3], [2, 1, 0, 3], [3, 2], 1
    yield (2, 5, 6, 2), (2, 3, 2, 3), [2, 2], "same", [2, 2], 1
    yield (2, 5, 4, 6), (3, 2, 2, 9), [1, 1], "same", [1, 1], 3
    yield (1, 6, 5, 4), (2, 2, 2, 2), [2, 1], "valid", [1, 2], 2
    yield (2, 6, 5, 5), (3, 3, 1, 5), [1, 1], "same", [1, 1], 5
    yield (1, 7, 6, 20), (3, 2, 1, 20), [2, 1], [1, 2, 0, 1], [2, 1], 20
    yield (1, 4, 5, 3), (2, 2, 1, 6), [1, 1], "same", [2, 1], 3


def spaced_transposed_convolutions():
    """Shapes of x and w, stride, padding, dilation, groups."""
    yield (1, 3, 4, 2), (3, 2, 2, 2), [1, 1], "valid", [2, 3], 1
    yield (2, 3, 2, 3), (3, 3, 2, 3), [2, 2], "same", [2, 1], 1
    yield (1, 3, 4, 4), (2, 3, 3, 4), [2, 1], [1, 0, 0, 1], [1, 2], 2
    yield (2, 3, 2, 5), (3, 3, 1, 5), [1, 2], "same", [1, 1], 5


# The seed of nabla's tape Tape::training(&mut rng(5)).
SEED = 3712401772566903643


def operations():
    for a, b in [((7, 5), (7, 5)), ((7, 3), (3,)), ((3,), (7, 3)), ((7, 1), (1, 4)), ((), (3, 2)),
                 ((1, 5), (5,)), ((2, 1, 3), (4, 1)), ((2, 3, 2), (3, 1))]:
        for op in ["add", "sub", "mul"]:
            yield case(op, [numbers(1, *a), numbers(2, *b)])
        yield case("div", [numbers(1, *a), positive(2, *b)])
    for op in ["add_number", "sub_number", "mul_number", "div_number", "number_add", "number_sub", "number_mul"]:
        yield case(op, [numbers(3, 2, 3)], 1.75)
    yield case("number_div", [positive(3, 2, 3)], -1.75)
    yield case("neg", [numbers(4, 3, 2)])

    for m, k, n in [(1, 4, 3), (7, 5, 3), (7, 1, 2), (3, 33, 17)]:
        yield case("matmul", [numbers(5, m, k), numbers(6, k, n)])
    for shape in [(7, 3), (1, 5)]:
        yield case("t", [numbers(7, *shape)])
    yield case("reshape", [numbers(8, 6, 2)], 3, 4)
    yield case("reshape", [numbers(8, 2, 3, 2)], 12)
    for shape in [(3,), (2, 1), (1, 3), (), (4, 1, 3)]:
        target = (4, 2, 3)
        yield case("broadcast_to", [numbers(9, *shape)], *target)
    for shape in [(7, 5), (1, 3), (), (2, 3, 4)]:
        for op in ["sum", "mean"]:
            yield case(op, [numbers(10, *shape)])
        for axis in range(len(shape)):
            for op in ["sum_axis", "mean_axis"]:
                yield case(op, [numbers(11, *shape)], axis)

    for shape in [(7, 3), (1, 2)]:
        for op in ["exp", "square", "abs", "sigmoid", "tanh", "relu", "softplus"]:
            yield case(op, [numbers(12, *shape)])
        for op in ["ln", "sqrt", "recip"]:
            yield case(op, [positive(13, *shape)])
        yield case("leaky_relu", [numbers(14, *shape)], 0.25)
        yield case("elu", [numbers(15, *shape)], 1.5)
        for n in [0, 1, 2, 3]:
            yield case("powi", [numbers(16, *shape)], n)
        yield case("powi", [positive(17, *shape)], -2)
        yield case("prelu", [numbers(18, *shape), torch.tensor(0.375)])
        for name in ACTIVATIONS:
            yield case("activate", [numbers(19, *shape)], name)
    for op in ["exp", "sigmoid", "tanh", "softplus"]:
        yield case(op, [numbers(20, 2, 5) * 16])

    for x in [numbers(21, 7, 5), numbers(22, 1, 3), numbers(23, 2, 3, 4), numbers(24, 3, 6) * 16]:
        yield case("softmax", [x])
        yield case("log_softmax", [x])
    for name in ACTIVATIONS:
        for x, outputs in [((7, 5), 3), ((1, 4), 2), ((2, 3, 4), 5)]:
            yield case("linear", [numbers(25, *x), numbers(26, x[-1], outputs) / 4, numbers(27, outputs)], name)

    yield case("linear", [numbers(25, 7, 5), numbers(26, 5, 3) / 4], "tanh")
    for x, w, stride, padding in convolutions():
        x, w, b = numbers(33, *x) / 2, numbers(34, *w) / 4, numbers(35, w[-1])
        yield case("conv2d", [x, w, b], "identity", stride, padding)
    for name in ACTIVATIONS:
        x, w, b = numbers(36, 2, 5, 4, 3) / 2, numbers(37, 3, 3, 3, 2) / 4, numbers(38, 2)
        yield case("conv2d", [x, w, b], name, [1, 1], "same")
        yield case("conv2d", [x, w], name, [1, 1], "valid")
    # Channels enough for Winograd's method, and sizes that leave tiles half empty.
    x, w, b = numbers(44, 2, 5, 4, 16) / 4, numbers(45, 3, 3, 16, 32) / 64, numbers(46, 32) / 2
    yield case("conv2d", [x, w, b], "tanh", [1, 1], "same")
    for x, w, stride, padding in transposed_convolutions():
        x, w, b = numbers(47, *x) / 2, numbers(48, *w) / 4, numbers(49, w[2])
        yield case("conv_transpose2d", [x, w, b], "identity", stride, padding)
        yield case("conv_transpose2d", [x, w], "tanh", stride, padding)

    for x, w, *how in spaced_convolutions():
        x, w, b = numbers(33, *x) / 4, numbers(34, *w) / 8, numbers(35, w[-1]) / 2
        yield case("conv2d", [x, w, b], "tanh", *how)
    for x, w, *how in spaced_transposed_convolutions():
        outputs = w[2] * how[-1]
        x, w, b = numbers(47, *x) / 4, numbers(48, *w) / 8, numbers(49, outputs) / 2
        yield case("conv_transpose2d", [x, w, b], "tanh", *how)
    for x, w, *how in [((2, 7, 3), (3, 3, 4), 1, [0, 0], 1, 1), ((1, 8, 2), (3, 2, 3), 1, [4, 0], 2, 1),
                       ((2, 6, 4), (2, 2, 6), 2, [1, 2], 3, 2), ((1, 5, 6), (3, 1, 6), 1, [1, 1], 1, 6)]:
        x, w, b = numbers(99, *x) / 2, numbers(100, *w) / 4, numbers(101, w[-1])
        yield case("conv1d", [x, w, b], "tanh", *how)
        yield case("conv1d", [x, w], "identity", *how)
    for x, *factor in [((2, 3, 2, 2), 2, 2), ((1, 2, 3, 1), 1, 3), ((2, 1, 2, 3), 3, 1)]:
        yield case("upsample2d", [numbers(102, *x)], *factor)

    for x, *how in pools():
        for op in ["max_pool2d", "min_pool2d", "avg_pool2d"]:
            yield case(op, [numbers(71, *x)], *how)
            yield case(op, [numbers(72, *x).round()], *how)  # with equals in a window
    for x in [(2, 3, 5, 4), (1, 1, 1, 2), (7, 4, 3, 1)]:
        for op in ["global_avg_pool", "global_max_pool", "flatten"]:
            yield case(op, [numbers(73, *x)])
        yield case("pad", [numbers(74, *x)], 1, 0, 2, 3)
        yield case("dropout", [numbers(75, *x)], 0.25)
    for axis, sizes in [(0, (1, 3)), (1, (2, 2, 1)), (3, (4, 1))]:
        shape = [2, 3, 1, 2]
        parts = [numbers(76 + i, *shape[:axis], n, *shape[axis + 1:]) for i, n in enumerate(sizes)]
        yield case("concat", parts, axis)
    for axis, sizes in [(0, (1, 3)), (1, (2, 2)), (3, (4, 1))]:
        x = numbers(91 + axis, 4, 5, 1, 6)
        yield case("slice", [x], axis, sizes[0], sum(sizes))
        yield case("slice", [x], axis, 2, 2)
        yield case("select", [x], axis, sizes[0])
        yield case("reverse", [x], axis)
        yield case("stack", [numbers(95 + i, 3, 2, 4) for i in sizes], axis)
    yield from norms()
    yield from recurrent.cases(case, numbers)
    yield from attention.cases(case, numbers)

    for rows, classes in [(7, 5), (1, 3)]:
        x = numbers(28, rows, classes)
        yield case("softmax_cross_entropy", [x], target=[(3 * i + 1) % classes for i in range(rows)])
        p = shares(29, rows, classes)
        yield case("sigmoid_cross_entropy", [x], target=p)
        yield case("kl", [x], target=p)
        yield case("bernoulli_loss", [x], target=p)
        t = numbers(30, rows, classes)
        t[0, 1] = x[0, 1]  # where the two agree, the slope of the distance is taken as 0
        yield case("mse", [x], target=t)
        yield case("mae", [x], target=t)
    yield case("softmax_cross_entropy", [numbers(31, 3, 4) * 16], target=[3, 0, 0])
    yield case("softmax_cross_entropy", [numbers(31, 3, 4) * 256], target=[3, 0, 0])
    yield case("weighted_softmax_cross_entropy", [numbers(28, 4, 3)], [0.5, 2.0, 0.0, 1.25], [2, 0, 1, 1])
    yield case("weighted_softmax_cross_entropy", [numbers(28, 4, 3)], [0.5, -2.0, 0.25, 3.0], [2, 0, 1, 1])
    for shape in [(7, 5), (2, 3, 2, 4)]:
        labels = [(3 * i + 1) % shape[-1] for i in range(math.prod(shape[:-1]))]
        yield case("softmax_cross_entropy_each", [numbers(28, *shape)], target=labels)
        labels[1] = labels[4] = 255
        yield case("softmax_cross_entropy, ignoring", [numbers(28, *shape)], 255, labels)
        x, p = numbers(28, *shape), shares(29, math.prod(shape[:-1]), shape[-1]).reshape(shape)
        for op in ["mse_each", "mae_each", "kl_each", "sigmoid_cross_entropy_each", "bernoulli_loss_each"]:
            yield case(op, [x], target=p)
    # Sure and right: what is left is small, and not rounded away.
    sure = torch.tensor([[15.0, -15.0], [20.0, -40.0]])
    yield case("sigmoid_cross_entropy_each", [sure], target=torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    for shape in [(7, 3), (1, 2), (2, 3, 1, 2)]:
        mean, log_variance = numbers(97, *shape), numbers(98, *shape)
        yield case("gaussian_kl", [mean, log_variance])
        yield case("reparameterize", [mean, log_variance], SEED)
        yield case("bernoulli_loss", [mean * 16], target=log_variance.abs() / 4)
    yield case("sigmoid_cross_entropy", [numbers(32, 2, 3) * 32], target=torch.tensor([[0.0, 1, 0], [1, 0, 1]]))


class Syllabus:
    """Momentum as a running average, written out: delta(t+1) = -(1 - nu) rate g + nu delta(t)."""

    def __init__(self, parameters, lr, nu):
        self.parameters, self.lr, self.nu = parameters, lr, nu
        self.delta = [np.zeros(p.shape) for p in parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        for i, p in enumerate(self.parameters):
            if p.grad is not None:
                self.delta[i] = -(1 - self.nu) * self.lr * p.grad.numpy() + self.nu * self.delta[i]
                p.data += torch.tensor(self.delta[i])


def groups(parameters, lr, *decay):
    """The bias learns at a quarter of the rate, perhaps with a decay of its own."""
    weight, bias = parameters
    own = {"weight_decay": decay[0]} if decay else {}
    return [{"params": [weight]}, {"params": [bias], "lr": lr / 4, **own}]


OPTIMISERS = {
    "Sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "Sgd, decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.25),
    "Momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.75),
    "Momentum, decay": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.75, weight_decay=0.25),
    "Momentum, syllabus": lambda p: Syllabus(p, lr=0.2, nu=0.75),
    "Nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.75, nesterov=True),
    "Nesterov, decay": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.75, nesterov=True, weight_decay=0.25),
    "RmsProp": lambda p: torch.optim.RMSprop(p),
    "RmsProp, tuned": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.75, eps=0.125),
    "Adam": lambda p: torch.optim.Adam(p),
    "Adam, tuned": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.75, 0.875), eps=0.125),
    "AdamW": lambda p: torch.optim.AdamW(p),
    "AdamW, tuned": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.75, 0.875), eps=0.125, weight_decay=0.5),
    "Adadelta": lambda p: torch.optim.Adadelta(p),
    "Adadelta, tuned": lambda p: torch.optim.Adadelta(p, lr=2.0, rho=0.75, eps=1 / 1024),
    "Sgd, groups": lambda p: torch.optim.SGD(groups(p, 0.1, 0.125), lr=0.1, weight_decay=0.25),
    "Momentum, groups": lambda p: torch.optim.SGD(groups(p, 0.05, 0.125), lr=0.05, momentum=0.75, weight_decay=0.25),
    "Nesterov, groups": lambda p: torch.optim.SGD(groups(p, 0.05, 0.125), lr=0.05, momentum=0.75, nesterov=True),
    "RmsProp, groups": lambda p: torch.optim.RMSprop(groups(p, 0.01)),
    "Adam, groups": lambda p: torch.optim.Adam(groups(p, 0.001)),
    "AdamW, groups": lambda p: torch.optim.AdamW(groups(p, 0.1, 0.125), lr=0.1, weight_decay=0.5),
    "AdamW, a bias that does not shrink": lambda p: torch.optim.AdamW(
        [{"params": p[:1]}, {"params": p[1:], "weight_decay": 0.0}], lr=0.1, betas=(0.875, 0.96875), weight_decay=0.5),
    "Adadelta, groups": lambda p: torch.optim.Adadelta(groups(p, 1.0)),
}


def trajectory(name, gaps):
    """20 steps of linear regression. With gaps, of every three steps the weight has no part in the
    first and the bias none in the second; and the learning rate doubles after the tenth."""
    x, t = numbers(40, 7, 3), numbers(41, 7, 2)
    w, b = numbers(42, 3, 2).requires_grad_(), numbers(43, 2).requires_grad_()
    optimiser = OPTIMISERS[name]([w, b])
    path = []
    for step in range(20):
        if gaps and step == 10:
            for group in getattr(optimiser, "param_groups", []):
                group["lr"] *= 2
            if isinstance(optimiser, Syllabus):
                optimiser.lr *= 2
        optimiser.zero_grad()
        xw = torch.zeros(7, 2) if gaps and step % 3 == 0 else x @ w
        y = xw if gaps and step % 3 == 1 else xw + b
        F.mse_loss(y, t).backward()
        optimiser.step()
        path.append([digits(v) for v in w.flatten().tolist() + b.tolist()])
    return {"optimiser": name, "gaps": gaps, "path": path}


def schedules():
    def rates(make):
        optimiser = torch.optim.SGD([torch.zeros(1)], lr=0.75)
        schedule, rates = make(optimiser), []
        for _ in range(13):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        return rates

    S = torch.optim.lr_scheduler
    return {
        "Constant": rates(lambda o: S.ConstantLR(o, factor=1.0)),
        "Step": rates(lambda o: S.StepLR(o, step_size=5, gamma=0.5)),
        "InverseDecay": rates(lambda o: S.ExponentialLR(o, gamma=1 / 1.25)),
        "Cosine": rates(lambda o: S.CosineAnnealingLR(o, T_max=12, eta_min=0.125)),
        "WarmCosine": rates(lambda o: S.SequentialLR(o, [
            S.LinearLR(o, start_factor=1 / 4, total_iters=3), S.CosineAnnealingLR(o, T_max=9, eta_min=0.125)], [3])),
    }


def training():
    """Five steps of Adam on a small classifier, 5-8-6-3."""
    sizes = [5, 8, 6, 3]
    parameters = []
    for i, (n, m) in enumerate(zip(sizes, sizes[1:])):
        parameters += [numbers(50 + i, n, m) / 2, numbers(60 + i, m) / 8]
    start = [short(p) for p in parameters]
    for p in parameters:
        p.requires_grad_()
    optimiser = torch.optim.Adam(parameters, lr=0.05)
    x, labels, losses = numbers(70, 7, 5), [2, 0, 1, 1, 2, 0, 0], []
    for _ in range(5):
        w1, b1, w2, b2, w3, b3 = parameters
        logits = torch.tanh(torch.relu(x @ w1 + b1) @ w2 + b2) @ w3 + b3
        loss = F.cross_entropy(logits, torch.tensor(labels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return {"x": short(x), "labels": labels, "start": start, "losses": losses, "end": [short(p) for p in parameters]}


def running():
    """Batch norm as a layer: what it keeps after each of three steps, and what it then makes of a picture."""
    for momentum, shapes in [(0.1, [(7, 3), (2, 3), (5, 3)]), (0.75, [(2, 5, 3, 4), (1, 1, 2, 4), (3, 2, 2, 4)])]:
        channels = shapes[0][-1]
        layer = (torch.nn.BatchNorm1d if len(shapes[0]) == 2 else torch.nn.BatchNorm2d)(channels, momentum=momentum)
        steps = []
        for i, shape in enumerate(shapes):
            layer.train()
            x = numbers(100 + i, *shape)
            y = layer(first(x))
            layer.eval()
            z = layer(first(x))
            steps.append({"x": short(x), "training": short(last(y).detach()), "mean": short(layer.running_mean),
                          "variance": short(layer.running_var), "evaluating": short(last(z).detach())})
        yield {"momentum": momentum, "channels": channels, "steps": steps}


def clipping():
    """The gradients of three parameters, together too long, or not."""
    for largest in [0.5, 2.0, 100.0]:
        for scale in [1.0, 1 / 64]:
            parameters = [torch.zeros(shape, requires_grad=True) for shape in [(3, 4), (4,), ()]]
            for i, p in enumerate(parameters):
                p.grad = numbers(110 + i, *p.shape) * scale
            before = [short(p.grad) for p in parameters]
            norm = torch.nn.utils.clip_grad_norm_(parameters, largest).item()
            yield {"max": largest, "before": before, "norm": digits(norm), "after": [short(p.grad) for p in parameters]}


def lines(items):
    return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "\n]"


if __name__ == "__main__":
    torch_version = torch.__version__.split("+")[0]
    print('{"torch":' + json.dumps(torch_version))
    print(',"operations":' + lines(operations()))
    print(',"optimisers":' + lines(trajectory(name, gaps) for name in OPTIMISERS for gaps in (False, True)))
    print(',"schedules":' + json.dumps(schedules(), separators=(",", ":")))
    print(',"running":' + lines(running()))
    print(',"clipping":' + lines(clipping()))
    print(',"training":' + lines([training()]) + "}")
