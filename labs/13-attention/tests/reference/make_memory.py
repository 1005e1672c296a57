"""Reference values for the memory with addresses and for halting: PyTorch, in double precision.

    python make_memory.py > memory.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = value.detach() if torch.is_tensor(value) else torch.tensor(value)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


def address(found, before, gate, shares, power):
    """Interpolation, circular convolution, sharpening: equations 7 to 9 of the paper."""
    kept = gate * found + (1 - gate) * before
    moved = sum(shares[..., k : k + 1] * kept.roll(k - 1, -1) for k in range(3))
    return moved**power / (moved**power).sum(-1, keepdim=True)


# The exercise `address`.
for name, found, before, gate, shares, power in [
    ("address_a", [0.1, 0.2, 0.4, 0.05, 0.25], [0.6, 0.1, 0.1, 0.15, 0.05], 0.3, [0.2, 0.1, 0.7], 2.0),
    ("address_b", [0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0], 0.0, [0.0, 0.25, 0.75], 1.0),
    ("address_c", [0.5, 0.125, 0.375], [0.25, 0.25, 0.5], 1.0, [0.75, 0.25, 0.0], 3.5),
    ("address_d", [0.7, 0.3], [0.4, 0.6], 0.6, [0.1, 0.3, 0.6], 1.5),
]:
    put(name, address(*(torch.tensor(v) for v in (found, before)), gate, torch.tensor(shares), power))

# One step of two sequences, two heads, five rows of three numbers: the first head reads, the second writes.
torch.manual_seed(13)
draw = lambda *shape: torch.randn(*shape).requires_grad_()
memory, keys, strengths = draw(2, 5, 3), draw(2, 2, 3), draw(2, 2, 1)
before, gates, shares, powers = draw(2, 2, 5), draw(2, 2, 1), draw(2, 2, 3), draw(2, 2, 1)
erase, add = draw(2, 1, 3), draw(2, 1, 3)
inputs = dict(memory=memory, keys=keys, strengths=strengths, before=before, gates=gates, shares=shares, powers=powers, erase=erase, add=add)
found = (F.cosine_similarity(keys[:, :, None], memory[:, None], dim=-1) * strengths).softmax(-1)
at = address(found, before.softmax(-1), gates.sigmoid(), shares.softmax(-1), 1 + F.softplus(powers))
w = at[:, 1, :, None]
written = memory * (1 - w * erase.sigmoid()) + w * add
read = at[:, :1] @ written
(read**2).sum().backward()
for name, value in inputs.items():
    put(f"step.{name}", value)
    put(f"step.{name}.grad", value.grad)
for name, value in dict(found=found, at=at, written=written, read=read).items():
    put(f"step.{name}", value)

# Halting: probabilities, epsilon; the weights, the remainder, the cost, and the slope of (weights · 1, 2, 3, …) + cost.
for name, h, epsilon in [
    ("halting_a", [0.1, 0.3, 0.45, 0.5, 0.7], 0.01),
    ("halting_b", [0.5, 0.25, 0.125, 0.5], 0.25),
    ("halting_c", [0.05, 0.1, 0.2], 0.01),
    ("halting_d", [0.995, 0.4], 0.01),
    ("halting_e", [0.2, 0.795, 0.3, 0.6], 0.01),
]:
    h = torch.tensor(h, requires_grad=True)
    reached = [n for n in range(len(h)) if h[: n + 1].sum() >= 1 - epsilon]
    last = reached[0] if reached else len(h) - 1
    remainder = 1 - h[:last].sum()
    weights = torch.cat([h[:last], remainder[None], torch.zeros(len(h) - last - 1)])
    cost = last + 1 + remainder
    ((weights * torch.arange(1.0, len(h) + 1)).sum() + cost).backward()
    put(f"{name}.weights", weights)
    put(f"{name}.remainder", remainder)
    put(f"{name}.cost", cost)
    put(f"{name}.grad", h.grad)
