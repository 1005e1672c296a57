"""Reference values for masks and pairs of lab12: PyTorch's tape, in double precision.

    python make_pixels.py > pixels.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = value.detach() if torch.is_tensor(value) else torch.tensor(value)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


# Dice of one class: probabilities, truth.
for name, p, y in [
    ("dice_a", [0.9, 0.2, 0.6, 0.1, 0.75], [1.0, 0.0, 1.0, 0.0, 0.0]),
    ("dice_b", [0.25, 0.5, 0.125], [0.0, 0.0, 0.0]),
    ("dice_c", [1.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0]),
    ("dice_d", [0.0, 0.0], [0.0, 0.0]),
    ("dice_e", [0.3], [1.0]),
]:
    p, y = torch.tensor(p, requires_grad=True), torch.tensor(y)
    loss = 1 - (2 * (p * y).sum() + 1) / (p.sum() + y.sum() + 1)
    loss.backward()
    put(f"{name}.loss", loss)
    put(f"{name}.grad", p.grad)

# Dice of all classes but the first at once, from logits [N, H, W, K], and its gradient.
logits = torch.tensor([[((5 * i + 3 * i * i + 7 * k * i + 2 * k) % 13 - 6.0) / 3 for k in range(3)] for i in range(12)])
logits.requires_grad_()
labels = torch.tensor([0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0])
p, y = logits.softmax(1), F.one_hot(labels, 3).double()
loss = 1 - ((2 * (p * y).sum(0) + 1) / (p.sum(0) + y.sum(0) + 1))[1:].mean()
loss.backward()
put("dice_all.logits", logits)
put("dice_all.loss", loss)
put("dice_all.grad", logits.grad)

# One triplet: squared distances, and a lead that the other must have.
for name, a, p, n, m in [
    ("triplet_a", [1.0, 2.0], [1.5, 1.0], [2.0, 3.5], 2.5),
    ("triplet_b", [0.5, -1.0, 2.0], [0.0, 0.25, 1.0], [0.75, -0.5, 1.0], 0.2),
    ("triplet_c", [0.0, 0.0], [1.0, 0.0], [3.0, 1.0], 0.5),
    ("triplet_d", [1.0], [1.0], [1.0], 0.3),
    ("triplet_e", [-2.0, 0.5], [1.0, 0.25], [-1.0, 0.0], 0.0),
    ("triplet_f", [0.3, 0.1], [0.8, 0.3], [0.1, 0.9], 0.5),
    ("triplet_g", [1.0, 0.5], [2.0, 0.5], [1.0, 2.5], 3.0),
]:
    a, p, n = (torch.tensor(v, requires_grad=True) for v in (a, p, n))
    loss = F.relu(((a - p) ** 2).sum() - ((a - n) ** 2).sum() + m)
    loss.backward()
    put(f"{name}.loss", loss)
    for letter, v in zip("apn", (a, p, n)):
        put(f"{name}.{letter}", v.grad)

# The three losses of a batch of six points, three classes, and the gradients in the points before they have length 1.
raw = torch.tensor([[((3 * i * i + 5 * j * i + 7 * j + i) % 11 - 4.6) / 4 for j in range(3)] for i in range(6)])
kind = torch.tensor([0, 1, 0, 2, 1, 2])
same, itself = kind[:, None] == kind[None], torch.eye(6, dtype=torch.bool)
put("batch.points", raw)


def squared(x):
    e = x / (x.square().sum(1, keepdim=True) + 1e-8).sqrt()
    return ((e[:, None] - e[None]) ** 2).sum(-1)


def contrastive(d):
    short = F.relu(1 - (d + 1e-8).sqrt())
    return 0.5 * (d[same & ~itself].mean() + short[~same].square().mean())


def triplet(d):
    total = 0
    for a in range(6):
        own = next(b % 6 for b in range(a + 1, a + 6) if kind[b % 6] == kind[a])
        others = [b for b in range(6) if kind[b] != kind[a]]
        beyond = [b for b in others if d[a, b] > d[a, own]]
        other = min(beyond, key=lambda b: d[a, b]) if beyond else max(others, key=lambda b: d[a, b])
        total = total + F.relu(d[a, own] - d[a, other] + 0.3)
    return total / 6


def neighbours(d):
    p = (-d / 0.1 - 1e4 * itself).softmax(1)
    return -((p * same).sum(1) + 1e-8).log().mean()


for name, loss in [("contrastive", contrastive), ("triplet", triplet), ("neighbours", neighbours)]:
    x = raw.clone().requires_grad_()
    value = loss(squared(x))
    value.backward()
    put(f"batch.{name}.loss", value)
    put(f"batch.{name}.grad", x.grad)
