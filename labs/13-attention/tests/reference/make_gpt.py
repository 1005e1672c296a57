"""A small GPT in PyTorch: its weights in gpt.safetensors, its logits and the judge's values in gpt.txt.

    python make_gpt.py        (needs torch and safetensors)

The network is nanoGPT's without biases and dropout, with the names of our parts.
"""

import collections
import pathlib

import safetensors.torch
import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).parent
LETTERS, CONTEXT, WIDTH, HEADS, LAYERS = 13, 9, 20, 4, 2


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda i, o: nn.Linear(i, o, bias=False)
        self.norm, self.norm2 = [nn.LayerNorm(WIDTH, bias=False) for _ in range(2)]
        self.look, self.seen = linear(WIDTH, 3 * WIDTH), linear(WIDTH, WIDTH)
        self.up, self.down = linear(WIDTH, 4 * WIDTH), linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.look(self.norm(x)).split(WIDTH, dim=2)
        q, k, v = [a.view(n, t, HEADS, c // HEADS).transpose(1, 2) for a in (q, k, v)]
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.seen(y.transpose(1, 2).reshape(n, t, c))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.letters, self.places = nn.Embedding(LETTERS, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH, bias=False)

    def forward(self, ids):
        x = self.letters(ids) + self.places(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.letters.weight.T


torch.manual_seed(13)
gpt = Gpt()
with torch.no_grad():
    for name, p in gpt.named_parameters():
        # Large enough that a slip shows, and no norm of ones.
        p.normal_(1.0 if "norm" in name else 0.0, 0.3)
ids = torch.randint(LETTERS, (2, 7))
safetensors.torch.save_file(gpt.state_dict(), HERE / "gpt.safetensors")

lines = []


def store(name, values):
    values = torch.as_tensor(values, dtype=torch.float64)
    shape = "x".join(str(n) for n in values.shape) or "1"
    lines.append(f"{name} {shape} " + " ".join(f"{float(v):.9g}" for v in values.flatten()))


store("ids", ids)
with torch.no_grad():
    store("logits", gpt(ids))
    store("loss", F.cross_entropy(gpt(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten()))

# What one letter more sees.
for i, (t, d) in enumerate([(2, 3), (0, 2), (4, 1), (1, 4)]):
    q = torch.randn(d, dtype=torch.float64)
    k, v = torch.randn(t + 1, d, dtype=torch.float64), torch.randn(t + 1, d, dtype=torch.float64)
    seen = F.scaled_dot_product_attention(q.view(1, 1, d), k.view(1, t + 1, d), v.view(1, t + 1, d))
    for name, x in [("q", q), ("k", k), ("v", v), ("seen", seen)]:
        store(f"cache.{i}.{name}", x)

# Bytes of weights.
for i, row in enumerate([[0.5, -1.25, 0.33, 0.02], [3.0, 1.1, -0.7], [0.0, 0.0], [-0.004, 0.0011, 0.0029, 0.004, 0.0]]):
    row = torch.tensor(row)
    scale = row.abs().max() / 127
    store(f"bytes.{i}.row", row)
    store(f"bytes.{i}.scale", scale)
    store(f"bytes.{i}.whole", torch.round(row / scale) if scale > 0 else row)

# One merge of pairs.
for i, (tokens, new) in enumerate([([3, 1, 2, 1, 2, 3], 9), ([5, 5, 5, 5, 5, 2], 7), ([1, 2, 3, 2, 1], 4), ([8, 6], 9), ([2, 4, 4, 4, 1, 4, 4, 2, 4], 300)]):
    pairs = list(zip(tokens, tokens[1:]))
    best = collections.Counter(pairs).most_common(1)[0][0]  # of equal ones the first that was met
    out, t = [], 0
    while t < len(tokens):
        hit = tuple(tokens[t : t + 2]) == best
        out.append(new if hit else tokens[t])
        t += 1 + hit
    for name, x in [("tokens", tokens), ("new", [new]), ("pair", best), ("joined", out)]:
        store(f"merge.{i}.{name}", x)

# Nuclei.
for i, (p, share) in enumerate([([0.1, 0.4, 0.3, 0.2], 0.6), ([0.05, 0.15, 0.5, 0.3], 0.4), ([0.25, 0.125, 0.25, 0.125, 0.25], 0.5), ([0.2, 0.3, 0.5], 1.0), ([0.5, 0.25, 0.25], 0.75), ([0.7, 0.1, 0.2], 0.75)]):
    p = torch.tensor(p, dtype=torch.float64)
    order = torch.sort(p, descending=True, stable=True).indices
    before = p[order].cumsum(0) - p[order]
    kept = torch.zeros_like(p)
    kept[order[before < share - 1e-12]] = p[order[before < share - 1e-12]]
    store(f"top.{i}.p", p)
    store(f"top.{i}.share", [share])
    store(f"top.{i}.kept", kept / kept.sum())

(HERE / "gpt.txt").write_text("\n".join(lines) + "\n")
