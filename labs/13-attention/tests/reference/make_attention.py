"""Reference values for attention of lab13: PyTorch in double precision, sinusoids by NumPy.

    python make_attention.py > attention.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = value.detach() if torch.is_tensor(value) else torch.as_tensor(value)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


# The sheet of three tokens: weights and outputs, causal or not, and how the last output moves with its scores.
x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]])
wq = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
wk = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
wv = torch.tensor([[1.0, 1.0], [2.0, 0.0]])
q, k, v = x @ wq, x @ wk, x @ wv
for name, causal in [("all", False), ("causal", True)]:
    raw = (q @ k.T).requires_grad_()
    scores = raw / 2**0.5
    if causal:
        scores = scores.masked_fill(torch.ones(3, 3).triu(1).bool(), float("-inf"))
    p = scores.softmax(1)
    y = p @ v
    put(f"sheet.{name}.weights", p)
    put(f"sheet.{name}.outputs", F.scaled_dot_product_attention(q, k, v, is_causal=causal))
    put(f"sheet.{name}.slopes", torch.stack([torch.autograd.grad(y[2, e], raw, retain_graph=True)[0][2] for e in range(2)], 1))

# Softmax by rows.
for name, scores in [
    ("a", [[1.0, 2.0, 0.5], [-1.0, 0.25, 3.0]]),
    ("b", [[1000.0, 999.0], [-1000.0, -1002.0], [5.0, 5.5]]),
    ("c", [[0.5, float("-inf"), float("-inf")], [1.5, -0.5, float("-inf")]]),
]:
    put(f"softmax.{name}", torch.tensor(scores).softmax(1))

# Sinusoids.
for places, width in [(3, 4), (5, 6), (2, 2)]:
    t, i = np.arange(places)[:, None], np.arange(0, width, 2)[None]
    angle = t / 10_000 ** (i / width)
    put(f"sinusoids.{places}x{width}", np.stack([np.sin(angle), np.cos(angle)], 2).reshape(places, width))

# Rotary, halves turned as in GPT-NeoX: two heads of four numbers at three places.
x = torch.tensor([[((5 * t + 3 * c * c + t * c) % 11 - 5.0) / 4 for c in range(8)] for t in range(3)])
angle = torch.arange(3.0)[:, None] * 10_000.0 ** (-torch.arange(0.0, 4, 2) / 4)
cos, sin = (torch.cat([f(angle)] * 2, 1) for f in (torch.cos, torch.sin))
heads = x.view(3, 2, 4)
back = torch.cat([-heads[..., 2:], heads[..., :2]], -1)
put("rotary.x", x)
put("rotary.y", (heads * cos[:, None] + back * sin[:, None]).reshape(3, 8))

# The kernel: causal attention of one head.
for name, count, width, size in [("one", 1, 3, 1.0), ("small", 3, 2, 1.0), ("odd", 5, 3, 2.0), ("large", 4, 2, 300.0), ("long", 70, 4, 1.0)]:
    number = lambda a, b, c: torch.tensor([[((a * t + b * j + t * j + c) % 13 - 6.0) / 4 for j in range(width)] for t in range(count)])
    q, k, v = number(5, 3, 1) * size, number(4, 7, 2), number(3, 5, 0)
    put(f"kernel.{name}.y", F.scaled_dot_product_attention(q, k, v, is_causal=True))
    if name == "odd":
        put("tiles.q", q), put("tiles.k", k), put("tiles.v", v), put("tiles.causal", F.scaled_dot_product_attention(q, k, v, is_causal=True))
        put("tiles.all", F.scaled_dot_product_attention(q, k, v))
