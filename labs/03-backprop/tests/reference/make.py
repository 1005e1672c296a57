"""Reference values for lab03, from PyTorch in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


def keep(tensor):
    tensor.retain_grad()
    return tensor


def network(prefix, x, target, w1, b1, w2, b2, mean):
    """Forward and backward through a 3-3-2 net of sigmoids; every intermediate and its gradient."""
    x, w1, b1, w2, b2 = (v.clone().requires_grad_() for v in (x, w1, b1, w2, b2))
    sum1 = keep(x @ w1 + b1)
    hidden = keep(torch.sigmoid(sum1))
    sum2 = keep(hidden @ w2 + b2)
    output = keep(torch.sigmoid(sum2))
    errors = 0.5 * (target - output) ** 2
    loss = errors.sum() / len(x) if mean else errors.sum()
    loss.backward()
    put(f"{prefix}.loss", loss)
    for name, value in dict(sum1=sum1, hidden=hidden, sum2=sum2, output=output).items():
        put(f"{prefix}.{name}", value)
    for name, value in dict(
        output=output, sum2=sum2, w2=w2, b2=b2, hidden=hidden, sum1=sum1, w1=w1, b1=b1, x=x
    ).items():
        put(f"{prefix}.d_{name}", value.grad)


w1 = torch.tensor([[1.0, 2, 1], [-2, 1, -1], [2, -4, 0]])  # [in, out]: column j feeds hidden neuron j
w2 = torch.tensor([[-3.0, 0], [1, 1], [-3, 2]])

# The lecture's net: one sample, no bias (bias 0), targets 0.9 (the lecture's) and 0.1 (ours).
network("net", torch.tensor([0.5, 0.9, -0.3]), torch.tensor([0.9, 0.1]), w1, torch.zeros(3), w2, torch.zeros(2), False)

# The same net with biases, and a batch of four samples, loss averaged over the samples.
batch = torch.tensor([[0.5, 0.9, -0.3], [-1.2, 0.4, 0.8], [0.1, -0.7, 1.5], [2.0, 0.3, -0.6]])
targets = torch.tensor([[0.9, 0.1], [0.2, 0.7], [0.6, 0.4], [0.05, 0.95]])
network("batch", batch, targets, w1, torch.full((3,), 0.1), w2, torch.tensor([0.2, -0.1]), True)

# Exercise layer_backward: one linear layer, an arbitrary gradient from above.
for name, (n, i, o) in {"layer_a": (2, 3, 4), "layer_b": (3, 2, 1), "layer_c": (1, 4, 2)}.items():
    torch.manual_seed(len(name) * 100 + n)
    x, w, b, dy = (torch.round(torch.randn(s) * 10) / 4 + 0.25 for s in ((n, i), (i, o), (o,), (n, o)))
    x.requires_grad_(), w.requires_grad_(), b.requires_grad_()
    (x @ w + b).backward(dy)
    for key, value in dict(x=x, w=w, dy=dy, dx=x.grad, dw=w.grad, db=b.grad).items():
        put(f"{name}.{key}", value)

# Exercise cross_entropy_gradient: the mean binary cross-entropy of one sigmoid neuron.
for name, (x, y, w, b) in {
    "neuron_a": ([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]], [1.0, 0.0], [0.3, -0.7, 0.2], 0.1),
    "neuron_b": ([[3.0], [-2.0], [0.5], [1.0], [-0.25]], [0.0, 0.0, 1.0, 1.0, 1.0], [1.25], -0.5),
    "neuron_c": ([[2.0, 6.0]], [0.0], [1.5, 0.75], 0.5),
    # Sums of 1,200 and -1,600: sure of itself, twice right and three times wrong.
    "neuron_d": (
        [[300.0, 2.0], [-400.0, 1.0], [300.0, 5.0], [-400.0, -3.0], [300.0, 1.0]],
        [1.0, 0.0, 0.0, 1.0, 0.0], [4.0, 0.0], 0.0,
    ),
    # Sure of itself and right: nothing is left to learn.
    "neuron_e": ([[-400.0, 1.0], [-300.0, 2.0], [-500.0, 0.5]], [0.0, 0.0, 0.0], [4.0, 0.0], 0.0),
}.items():
    x, y, w, b = torch.tensor(x), torch.tensor(y), torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    F.binary_cross_entropy_with_logits(x @ w + b, y).backward()
    put(f"{name}.dw", w.grad)
    put(f"{name}.db", b.grad)

# Backwards through a layer of sigmoids.
for name, (s, d) in {
    "sigmoid_a": ([-2.0, 0.3, 1.7], [0.5, -1.25, 2.0]),
    "sigmoid_b": ([3.5, -0.1], [-0.75, 4.0]),
    "sigmoid_c": ([-0.8], [-3.0]),
}.items():
    s = torch.tensor(s, requires_grad=True)
    o = torch.sigmoid(s)
    o.backward(torch.tensor(d))
    put(f"{name}.output", o)
    put(f"{name}.d_sum", s.grad)

# Exercise kl_divergence, in nats.
for name, (p, q) in {
    "kl_a": ([0.5, 0.25, 0.125, 0.125], [0.25, 0.25, 0.25, 0.25]),
    "kl_b": ([0.7, 0.0, 0.3], [0.2, 0.5, 0.3]),
    "kl_c": ([0.1, 0.9], [0.6, 0.4]),
    "kl_d": ([0.0, 1.0, 0.0], [0.05, 0.8, 0.15]),
    "kl_e": ([0.0, 1e-9, 0.25, 0.75 - 1e-9, 0.0], [0.5, 1e-300, 0.25, 0.125, 0.125]),
    "kl_f": ([0.3, 0.3, 0.4], [0.3, 0.3, 0.4]),
    "kl_g": ([1e-9, 1.0 - 1e-9], [0.4, 0.6]),
}.items():
    put(name, F.kl_div(torch.log(torch.tensor(q)), torch.tensor(p), reduction="sum"))

# The engine: one expression through every operation it has.
a, b = torch.tensor(1.3, requires_grad=True), torch.tensor(-0.7, requires_grad=True)
c = a * b + b**3
d = c + c * 2.0 + torch.tanh(a - b)
e = torch.relu(d) + torch.sigmoid(b * 3.0) / (1.0 + torch.exp(-a))
f = e * e - torch.log(a + 2.0) - d / b
f.backward()
put("engine.value", f)
put("engine.da", a.grad)
put("engine.db", b.grad)

# Exercise train_xor: gradient descent on the mean cross-entropy of a 2-2-1 net of sigmoids over XOR's four cases. The
# nine weights: for each hidden neuron its two weights, its bias and its weight to the output; then the output's bias.
for name, (start, rate, steps) in {
    "xor_a": ([0.5, -1.0, 0.25, 1.5, -0.75, 2.0, -0.5, -1.25, 0.1], 0.5, 1),
    "xor_b": ([1.5, -0.5, -0.25, 2.0, 0.75, 1.25, 0.5, -1.0, -0.75], 2.0, 3),
    "xor_c": ([2.0, 2.0, -1.0, 3.0, -1.5, -1.0, 2.0, 2.5, -1.0], 1.0, 300),
}.items():
    w = torch.tensor(start, requires_grad=True)
    x, y = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([0.0, 1, 1, 0])
    for _ in range(steps):
        hidden = torch.sigmoid(x @ torch.stack([w[0:2], w[4:6]], 1) + torch.stack([w[2], w[6]]))
        F.binary_cross_entropy_with_logits(hidden @ torch.stack([w[3], w[7]]) + w[8], y).backward()
        with torch.no_grad():
            w -= rate * w.grad
        w.grad = None
    put(name, w)

# A planted mistake in PyTorch's own engine: gradients are added to until somebody zeroes them.
w = torch.tensor(0.0, requires_grad=True)
path = []
for _ in range(6):
    ((w - 3) ** 2).backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    path.append(w.item())
put("not_zeroed", torch.tensor(path))
