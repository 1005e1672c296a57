"""Reference values for lab07, from PyTorch in double precision.

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


# Batch norm on tables: rows are examples, columns are channels. "hand" is the lesson's own example: its epsilon is 0, which PyTorch refuses.
tables = {
    "hand": (
        [[0.0, 600.0], [2.0, 0.0], [2.0, 800.0], [8.0, 600.0]],
        [1.0, 2.0], [0.0, 1.0], 1e-12,
        [[1.0, 0.5], [-1.0, 2.0], [0.0, -1.0], [2.0, 0.0]],
    ),
    "narrow": (
        [[1.5, -0.25, 3.0], [0.5, 0.75, -1.0]],
        [2.0, -0.5, 1.25], [0.25, 1.0, -0.75], 0.5,
        [[0.5, 2.0, -1.0], [1.5, -0.5, 0.25]],
    ),
    "tall": (
        [[2.0, 1.0], [-1.0, 4.5], [0.5, 0.5], [3.0, -2.0], [1.25, 1.75]],
        [0.75, -1.5], [1.0, 0.5], 1e-5,
        [[1.0, -0.5], [0.25, 1.5], [-2.0, 0.75], [0.5, 0.0], [1.75, -1.0]],
    ),
}
for name, (x, gamma, beta, epsilon, dy) in tables.items():
    x, gamma, beta = (torch.tensor(v, requires_grad=True) for v in (x, gamma, beta))
    dy = torch.tensor(dy)
    mean, var = torch.zeros(x.shape[1]), torch.ones(x.shape[1])
    y = F.batch_norm(x, mean, var, gamma, beta, training=True, momentum=0.1, eps=epsilon)
    (y * dy).sum().backward()
    for what, value in dict(x=x, gamma=gamma, beta=beta, epsilon=epsilon, dy=dy, y=y, dx=x.grad, dgamma=gamma.grad,
                            dbeta=beta.grad, running_mean=mean, running_var=var).items():
        put(f"{name}.{what}", value)

# Running statistics of one channel, PyTorch's momentum: old mean, old variance, momentum, then the new ones.
for name, mean, var, batch, momentum in [
    ("running_a", 0.0, 1.0, [2.0, 4.0, 9.0], 0.1),
    ("running_b", 1.5, 4.0, [0.5, -1.0, 3.0, 2.5, 0.25], 0.25),
    ("running_c", -2.0, 0.5, [1.0, 3.0], 0.01),
]:
    m, v = torch.tensor([mean]), torch.tensor([var])
    F.batch_norm(torch.tensor(batch)[:, None], m, v, training=True, momentum=momentum)
    put(name, [m.item(), v.item()])

# Four normalisations of one [2, 2, 3, 4] (N, H, W, C), without gamma and beta.
x = ((torch.arange(48) * 37 % 23).reshape(2, 2, 3, 4) - 9.0) / 4
nchw = x.permute(0, 3, 1, 2)
back = lambda t: t.permute(0, 2, 3, 1)
put("sisters.x", x)
put("sisters.batch", back(F.batch_norm(nchw, None, None, training=True, eps=1e-5)))
put("sisters.layer", back(F.layer_norm(nchw, nchw.shape[1:], eps=1e-5)))
put("sisters.instance", back(F.instance_norm(nchw, eps=1e-5)))
put("sisters.group", back(F.group_norm(nchw, 2, eps=1e-5)))

# Inverted dropout with given draws.
for name, x, draws, rate in [
    ("dropout_a", [1.5, -2.0, 0.5, 3.0, -0.25], [0.9, 0.1, 0.6, 0.25, 0.2], 0.25),
    ("dropout_b", [2.0, 4.0, -1.0, 0.75], [0.35, 0.85, 0.79, 0.81], 0.8),
    ("dropout_c", [1.0, -3.5, 2.25], [0.0, 0.5, 0.99], 0.0),
]:
    mask = (torch.tensor(draws) >= rate).double()
    put(name, torch.tensor(x) * mask / (1 - rate))

# The weighted loss of examples whose cross-entropies are given by logits.
for name, logits, labels, weights in [
    ("weighted_a", [[1.5, -0.25, 0.75], [-1.0, 0.5, 0.25], [2.0, 1.0, -0.5], [0.125, -0.75, 1.25]], [2, 0, 1, 1], [0.5, 2.0, 1.25]),
    ("weighted_b", [[0.25, 1.0], [2.0, -1.0], [0.0, 0.5]], [0, 0, 1], [0.25, 3.0]),
]:
    logits, labels, weights = torch.tensor(logits, requires_grad=True), torch.tensor(labels), torch.tensor(weights)
    loss = F.cross_entropy(logits, labels, weight=weights)
    loss.backward()
    put(f"{name}.losses", F.cross_entropy(logits, labels, reduction="none"))
    put(f"{name}.loss", loss)
    put(f"{name}.gradient", logits.grad)

# A picture, moved by half pixels and turned about its middle: bilinear, empty beyond the edge.
picture = torch.tensor([[0.1, 0.2, 0.3, 0.4, 0.0], [0.5, 0.6, 0.7, 0.8, 0.9], [0.95, 1.0, 0.15, 0.25, 0.35], [0.45, 0.55, 0.65, 0.75, 0.85]])
h, w = picture.shape
put("warp.picture", picture)
for name, degrees, scale, down, right in [("warp.shift", 0.0, 1.0, 0.5, -1.25), ("warp.turn", 30.0, 1.0, 0.0, 0.0), ("warp.all", -20.0, 1.25, 0.5, 0.75)]:
    angle = torch.deg2rad(torch.tensor(degrees))
    rows, columns = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    y, x = rows - (h - 1) / 2 - down, columns - (w - 1) / 2 - right
    from_y, from_x = (angle.cos() * y + angle.sin() * x) / scale, (angle.cos() * x - angle.sin() * y) / scale
    # grid_sample wants -1..1 between the middles of the outermost pixels.
    grid = torch.stack([from_x * 2 / (w - 1), from_y * 2 / (h - 1)], -1)[None]
    put(name, F.grid_sample(picture[None, None], grid, mode="bilinear", padding_mode="zeros", align_corners=True)[0, 0])
