"""What the exercises and tests on graphs must give, by NumPy and PyTorch: python make_graphs.py > graphs.txt"""

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def adjacency(nodes, links):
    a = np.zeros((nodes, nodes))
    for i, j in links:
        a[i, j] = a[j, i] = 1
    return a


def normalised(nodes, links):
    a = adjacency(nodes, links) + np.eye(nodes)
    root = np.diag(a.sum(1) ** -0.5)
    return root @ a @ root


def show(name, x):
    x = np.asarray(x, dtype=float)
    print(name, "x".join(map(str, x.shape)) or "1", *(f"{v:.10g}" for v in x.flatten()))


TAIL = [(3, 0), (0, 2), (2, 3), (3, 4)]
show("normalised.path", normalised(3, [(0, 1), (2, 1)]))
show("normalised.tail", normalised(5, TAIL))

mean = lambda nodes, links: (lambda a: a / a.sum(1, keepdims=True))(adjacency(nodes, links) + np.eye(nodes))
show("round.path", mean(3, [(0, 1), (1, 2)]) @ [9, 0, 0])
show("round.star", mean(5, [(0, 1), (0, 2), (0, 3), (2, 3)]) @ [1, -2, 4, 0.5, 7])

a = np.zeros((3, 4))
a[0, 3], a[0, 0], a[2, 1] = 0.5, -2, 4
show("csr.first", a @ np.array([[1, 2], [3, 5], [7, 11], [13, 17]]))
show("csr.second", np.array([[0, 0, 3], [1.5, -1, 0.25]]) @ [[2], [-4], [8]])

# Networks of three layers on the graph with a tail: numbers that anybody can make again, as `fill` in the tests does.
fill = lambda seed, *shape: torch.tensor(((np.arange(np.prod(shape)) * 37 + seed * 11) % 29 - 14) / 16.0).reshape(shape)
A = torch.tensor(normalised(5, TAIL))
X, LABELS = fill(1, 5, 6), torch.tensor([2, 0])
for cure in ["none", "residual", "initial"]:
    W = [fill(k + 2, *s).requires_grad_() for k, s in enumerate([(6, 4), (4, 4), (4, 3)])]
    first = torch.relu(A @ X @ W[0])
    if cure == "initial":
        mixed = 0.9 * (A @ first) + 0.1 * first
        h = torch.relu(0.5 * mixed + 0.5 * (mixed @ W[1]))
    else:
        h = torch.relu(A @ first @ W[1]) + (first if cure == "residual" else 0)
    logits = A @ h @ W[2]
    loss = F.cross_entropy(logits[[3, 1]], LABELS) + 5e-4 / 2 * (W[0] ** 2).sum()
    loss.backward()
    show(f"{cure}.logits", logits.detach())
    show(f"{cure}.loss", [loss.item()])
    for k, w in enumerate(W):
        show(f"{cure}.grad{k}", w.grad)
unit = F.normalize(X, dim=1)
show("spread", [1 - (unit @ unit.T).mean().item()])
