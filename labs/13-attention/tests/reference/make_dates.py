"""Reference values for the dates of lab13: PyTorch, in double precision.

    python make_dates.py > dates.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = value.detach() if torch.is_tensor(value) else torch.tensor(value)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


def attention(query, letters):
    weights = (letters @ query).softmax(0)
    return weights, weights @ letters


# What the judge asks.
for name, query, letters in [
    ("a", [0.5, -1.0], [[1.0, 0.25], [-0.5, -1.5], [2.0, 0.5], [0.0, 1.0]]),
    ("b", [2.0, 1.0, -0.5], [[0.25, 0.5, 1.0], [1.0, -0.5, 0.75]]),
    ("large", [400.0, -300.0], [[1.0, -2.0], [2.5, 0.0], [2.4975, -0.001]]),
    ("small", [-700.0, 500.0], [[2.0, 0.5], [2.001, 0.5], [1.998, 0.499]]),
    ("one", [0.75, 3.0], [[-2.0, 0.5]]),
]:
    weights, found = attention(torch.tensor(query), torch.tensor(letters))
    put(f"{name}.weights", weights)
    put(f"{name}.found", found)

# By hand.
letters = torch.tensor([[3.0, -1.0], [-2.0, 1.0], [0.0, 1.0]])
padded = torch.cat([letters, torch.zeros(2, 2)])
query = torch.tensor([1.0, 2.0])
weights, found = attention(query, letters)
more = (letters @ query + 10).softmax(0)
put("by_hand", torch.stack([weights[2], found[0], more[2], attention(2 * query, letters)[0][2], attention(query, padded)[0][2]]))

# Attention to another sequence with two heads and lengths: queries [2, 3, 4] at keys and values [2, 5, 4].
def numbers(*shape, k):
    n = torch.arange(torch.tensor(shape).prod(), dtype=torch.float64)
    return torch.sin(0.7 * k + 1.3 * n).reshape(shape)


x, read = numbers(2, 3, 4, k=1), numbers(2, 5, 4, k=2)
weights = [numbers(4, 4, k=k) for k in (3, 4, 5, 6)]
gains = [1 + 0.5 * numbers(4, k=k) for k in (7, 8)]
norm = lambda x, gain: torch.nn.functional.layer_norm(x, (4,), gain)
heads = lambda x: x.reshape(2, -1, 2, 2).transpose(1, 2)
query = heads(norm(x, gains[0]) @ weights[0])
key, value = (heads(norm(read, gains[1]) @ w) for w in weights[1:3])
mask = (torch.arange(5) < torch.tensor([[5], [3]]))[:, None, None, :]
scores = (query @ key.transpose(2, 3) / 2**0.5).masked_fill(~mask, -torch.inf)
put("cross.weights", scores.softmax(3)[0].mean(0))
seen = (scores.softmax(3) @ value).transpose(1, 2).reshape(2, 3, 4) @ weights[3]
put("cross", seen)

# A recurrent decoder's attention: queries [2, 3, 4] at states [2, 5, 4], plain dot products.
p = (x @ read.transpose(1, 2)).masked_fill(~mask[:, 0], -torch.inf).softmax(2)
put("dot.weights", p)
put("dot.found", p @ read)
