"""Reference values for the first half of lab09: NumPy's singular values, PyTorch's gradients, in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = np.asarray(value.detach() if torch.is_tensor(value) else value, dtype=float)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


# The smallest autoencoder: four points, one number in the middle, gradients of the mean over the points.
points = torch.tensor([[2.0, 1.0], [-2.0, -1.0], [1.0, 2.0], [-1.0, -2.0]])
for name, e, d in [("door_start", [1.0, 0.0], [1.0, 0.0]), ("door_later", [0.75, 0.5], [1.25, -0.25])]:
    e, d = torch.tensor(e, requires_grad=True), torch.tensor(d, requires_grad=True)
    lost = ((points - (points @ e)[:, None] * d) ** 2).sum()
    (lost / 4).backward()
    put(f"{name}.lost", lost)
    put(f"{name}.e", e.grad)
    put(f"{name}.d", d.grad)

# PCA of 7 rows of 4 numbers: singular values of the centred rows, and what 2 directions make of each row.
rows = np.array([[((3 * i * i + 5 * j * i + 7 * j) % 11 - 4.0) / 4 + i / 8 for j in range(4)] for i in range(7)])
mean = rows.mean(0)
_, singular, v_t = np.linalg.svd(rows - mean, full_matrices=False)
put("pca.rows", rows)
put("pca.mean", mean)
put("pca.singular", singular)
put("pca.directions", v_t)
put("pca.back2", mean + (rows - mean) @ v_t[:2].T @ v_t[:2])

# The angles between two planes in space of four dimensions, by the cosines' definition.
a, _ = np.linalg.qr(np.array([[1.0, 2.0], [0.5, -1.0], [0.0, 1.5], [2.0, 0.25]]))
b, _ = np.linalg.qr(np.array([[0.5, 1.0], [1.0, 0.0], [-0.75, 2.0], [0.25, 1.0]]))
put("angles", np.degrees(np.arccos(np.linalg.svd(a.T @ b)[1])))

# There and back for single pictures.
for name, x, m, dirs in [
    ("back_a", [3.0, 0.0, 5.0], [1.0, 1.0, 2.0], [[0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]),
    ("back_b", [0.5, -1.5, 2.0, 0.25], [0.25, 0.5, -1.0, 0.75], [[0.5, 0.5, 0.5, 0.5]]),
    ("back_c", [2.0, 1.0, -1.0], [0.5, 0.0, 0.25], [[2 / 3, -2 / 3, 1 / 3], [1 / 3, 2 / 3, 2 / 3]]),
]:
    x, m, dirs = np.array(x), np.array(m), np.array(dirs)
    put(name, m + dirs.T @ (dirs @ (x - m)))

# The area under the ROC curve, from the ranks of the scores (Mann and Whitney): ties share their mean rank.
for name, usual, odd in [
    ("auc_a", [0.1, 0.4, 0.35, 0.8], [0.4, 0.7, 0.9]),
    ("auc_b", [3.0, 1.0, 2.0], [1.5, 0.5]),
    ("auc_c", [0.2, 0.2, 0.5, 0.5, 0.9], [0.5, 0.5, 0.2]),
    ("auc_same", [-3.0, -3.0, -3.0], [-3.0, -3.0]),
    ("auc_close", [1.0, 0.0], [1.0 + 1e-12, 1e-13]),
    ("auc_wide", [-1e300, 1e-300, 7.0], [1e300, 0.0, -1e300, 1e-300]),
]:
    scores = np.array(usual + odd)
    ranks = np.array([((scores < s).sum() + 1 + (scores <= s).sum()) / 2 for s in scores])
    n, m = len(usual), len(odd)
    put(name, (ranks[n:].sum() - m * (m + 1) / 2) / (n * m))

# Perplexities: e to PyTorch's entropy.
for name, squared, sigma in [
    ("perplexity_a", [1.0, 4.0, 9.0], 1.5),
    ("perplexity_b", [0.5, 0.5, 2.0, 8.0, 0.25], 0.5),
    ("perplexity_c", [3.0, 3.0], 2.0),
    ("perplexity_near", [0.25, 1e5, 1.0, 1.0], 1.0),
    ("perplexity_far", [1e6 + 1, 1e6, 1e6 + 0.5], 0.75),
]:
    logits = -torch.tensor(squared) / (2 * sigma**2)
    put(name, torch.distributions.Categorical(logits=logits).entropy().exp())

# t-SNE: the divergence of a map from given probabilities, and its gradient by PyTorch's own tape.
n = 6
p = torch.tensor([[0.0 if i == j else 1.0 + ((i + j) * 7 + i * j * 3) % 5 for j in range(n)] for i in range(n)])
p = (p + p.T) / (p + p.T).sum()
y = torch.tensor([[((i * 5 + 3) % 7 - 3) / 2, ((i * i * 3 + 1) % 8 - 4) / 3] for i in range(n)], requires_grad=True)
w = 1 / (1 + ((y[:, None] - y[None]) ** 2).sum(-1))
w = w * (1 - torch.eye(n))
q = w / w.sum()
kl = sum(p[i, j] * torch.log(p[i, j] / q[i, j]) for i in range(n) for j in range(n) if i != j)
kl.backward()
put("tsne.p", p)
put("tsne.y", y)
put("tsne.divergence", kl)
put("tsne.gradient", y.grad)
