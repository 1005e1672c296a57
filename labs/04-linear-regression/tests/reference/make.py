"""Writes values.txt: what NumPy and PyTorch say about the numbers of lab04.

Run from anywhere: python make.py (needs numpy and torch). Each line is a name and its numbers.
"""

import gzip
import pathlib

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
EMBEDDED = HERE / "../../../../datasets/embedded"
lines = []


def put(name, values):
    values = np.asarray(values, dtype=np.float64).ravel()
    lines.append(f"{name} {values.size} " + " ".join(repr(float(v)) for v in values))


# --- The thousand steps, by PyTorch in f32: autograd for the gradient, SGD for the update. ---
x = torch.tensor([1.0, 2.0, 3.0, 4.0])
y = torch.tensor([0.0, -1.0, -2.0, -3.0])
w = torch.tensor(0.3, requires_grad=True)
b = torch.tensor(-0.3, requires_grad=True)
sgd = torch.optim.SGD([w, b], lr=0.01)
put("start_loss", ((w * x + b - y) ** 2).sum().item())
for step in range(1, 1001):
    sgd.zero_grad()
    ((w * x + b - y) ** 2).sum().backward()
    sgd.step()
    if step in (100, 200, 500, 900, 1000):
        loss = ((w * x + b - y) ** 2).sum()
        put(f"descend_{step}", [w.item(), b.item(), loss.item()])


def gradient(w, b, x, y, mean=False):
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    squares = (w * torch.tensor(x, dtype=torch.float64) + b - torch.tensor(y, dtype=torch.float64)) ** 2
    (squares.mean() if mean else squares.sum()).backward()
    return [w.grad.item(), b.grad.item()]


# --- Exercise loss_gradient ---
put("gradient_line", gradient(0.3, -0.3, [1.0, 2.0, 3.0, 4.0], [0.0, -1.0, -2.0, -3.0]))
put("gradient_three", gradient(-1.25, 0.5, [0.5, -2.0, 3.0], [1.0, 0.25, -4.0]))
put("gradient_two", gradient(2.0, -0.75, [1.5, -0.5], [0.25, 3.0]))
put("gradient_twice", gradient(-0.5, 40.0, [30.0, 30.0, -2.0], [-1.0, -1.0, 0.0]))

# --- Exercise largest_stable_rate: x = 0, 1, 2; and the lesson's x = 1..4 ---
for name, xs in (("limit_exercise", [0, 1, 2]), ("limit_line", [1, 2, 3, 4])):
    design = np.stack([np.array(xs, float), np.ones(len(xs))], axis=1)
    curvatures = np.linalg.eigvalsh(2 * design.T @ design)
    put(name, [2 / curvatures[-1], curvatures[0], curvatures[-1]])

# --- Exercise momentum_step: two steps of torch's SGD at the rate (1 - nu)·rate, gradients given ---
for name, a, change, slope, rate, nu in (
    ("momentum_a", 2.0, 0.4, -3.0, 0.1, 0.9),
    ("momentum_b", -1.0, -0.25, 2.0, 0.5, 0.75),
    ("momentum_c", 0.3, 0.0, 8.0, 0.01, 0.2),
    ("momentum_flat", 1.5, -0.5, 0.0, 0.3, 0.6),
    ("momentum_none", 1.5, -0.5, 2.0, 0.3, 0.0),
):
    p = torch.tensor(a, dtype=torch.float64, requires_grad=True)
    sgd = torch.optim.SGD([p], lr=(1 - nu) * rate, momentum=nu)
    # Torch's buffer v moves the parameter by −lr·v, so v = −change/lr stands for the last change.
    sgd.state[p]["momentum_buffer"] = torch.tensor(-change / ((1 - nu) * rate), dtype=torch.float64)
    p.grad = torch.tensor(slope, dtype=torch.float64)
    sgd.step()
    put(name, [p.item(), p.item() - a])

# --- Exercise ridge: least squares on the matrix with √(nμ)·I below V ---
RIDGE = {
    "ridge_a": ([-1.0, -0.5, 0.0, 0.5, 1.5], [2.0, -1.0, 0.5, 1.0, 3.0], 2, 0.1),
    "ridge_b": ([0.5, 1.0, 2.0, 3.0], [1.0, 3.0, 2.0, 5.0], 3, 0.01),
    "ridge_c": ([-2.0, 1.0, 3.0], [4.0, 1.5, -2.0], 1, 2.0),
    "ridge_wide": ([2.0, -1.0], [3.0, 0.5], 3, 0.25),
    "ridge_repeated": ([1.0, 1.0, 1.0, -3.0], [2.0, 4.0, 9.0, 1.0], 1, 0.5),
    "ridge_constant": ([5.0, -7.0, 2.0], [1.0, 3.0, 8.0], 0, 3.0),
}
for name, (xs, ys, degree, mu) in RIDGE.items():
    v = np.vander(xs, degree + 1, increasing=True)
    below = np.sqrt(len(xs) * mu) * np.eye(degree + 1)
    put(name, np.linalg.lstsq(np.vstack([v, below]), np.append(ys, np.zeros(degree + 1)), rcond=None)[0])

# --- Exercise minibatch_gradient ---
XS, YS = [0.5, -1.0, 2.0, 3.5, -2.5], [1.0, 0.5, -1.0, -3.0, 4.0]
for name, w0, b0, rows in (("batch_a", 0.3, -0.3, [3, 1]), ("batch_b", -1.5, 0.25, [4, 0, 2]), ("batch_c", 2.0, 1.0, [3]), ("batch_twice", 0.5, -1.0, [2, 2, 0, 2]), ("batch_all", 0.75, 2.0, [4, 3, 2, 1, 0])):
    put(name, gradient(w0, b0, [XS[i] for i in rows], [YS[i] for i in rows], mean=True))

# --- Exercise best_constants ---
for name, values in (
    ("constants_odd", [3.0, -1.0, 10.0, 2.5, 4.0]),
    ("constants_even", [7.0, 1.0, 2.0, 40.0]),
    ("constants_six", [0.5, -2.0, 8.0, 3.0, 1.25, -6.0]),
    ("constants_ties", [7.0, -2.0, 30.0, -2.0, -2.0, 31.0]),
    ("constants_tied_middle", [4.0, 1.0, 4.0, 4.0, 10.0, 12.0, 1.0]),
    ("constants_wide", [1e6, -3.0, 2.0]),
    ("constants_one", [-7.5]),
):
    put(name, [np.mean(values), np.median(values)])

# --- Exercise standardise ---
for name, train, test in (
    ("standardise_a", [1.0, 3.0, 8.0], [2.0, 10.0]),
    ("standardise_b", [-0.5, 2.5, 0.0, 6.0], [4.0, -1.0, 0.25]),
    ("standardise_c", [10.0, 12.0, 11.0, 17.0, 15.0], [16.5, 9.0]),
    ("standardise_far", [1e8 + 1.0, 1e8 + 3.0, 1e8 + 8.0], [1e8 + 2.0, 1e8 + 10.0]),
    ("standardise_tiny", [1e-9, 3e-9, 8e-9], [2e-9]),
):
    train, test = np.array(train), np.array(test)
    put(name + "_train", (train - train.mean()) / train.std())
    put(name + "_test", (test - train.mean()) / train.std())

# --- Polynomials: conditioning of the Vandermonde matrix, and one fit ---
even = np.linspace(0.0, 1.0, 40)
put("condition_unit", [np.linalg.cond(np.vander(even, d + 1, increasing=True)) for d in (3, 6, 9)])
centred = np.linspace(-1.0, 1.0, 40)
put("condition_centred", [np.linalg.cond(np.vander(centred, d + 1, increasing=True)) for d in (3, 6, 9, 12, 15)])
px = [-1.0, -0.7, -0.45, -0.1, 0.2, 0.35, 0.6, 0.9]
py = [0.8, -0.3, -0.9, -0.35, 0.75, 1.0, 0.65, -0.5]
v = np.vander(px, 4, increasing=True)
put("cubic", np.linalg.lstsq(v, py, rcond=None)[0])

# --- Two columns that say the same: the best fit of least length ---
v = np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 4.0], [1.0, 3.0, 6.0], [1.0, 4.0, 8.0]])
put("least_length", np.linalg.lstsq(v, np.array([0.0, -1.0, -2.0, -3.0]), rcond=None)[0])

# --- Diabetes: standardised features, least squares ---
with gzip.open(EMBEDDED / "diabetes_data_raw.csv.gz") as file:
    features = np.loadtxt(file)
with gzip.open(EMBEDDED / "diabetes_target.csv.gz") as file:
    targets = np.loadtxt(file)
assert features.shape == (442, 10) and targets.shape == (442,)
standard = (features - features.mean(axis=0)) / features.std(axis=0)
design = np.hstack([np.ones((442, 1)), standard])
best = np.linalg.lstsq(design, targets, rcond=None)[0]
put("diabetes", best)
residual = design @ best - targets
put("diabetes_explained", 1 - (residual**2).sum() / ((targets - targets.mean()) ** 2).sum())
put("diabetes_condition", [np.linalg.cond(design), np.linalg.cond(np.hstack([np.ones((442, 1)), features]))])

(HERE / "values.txt").write_text("\n".join(lines) + "\n", newline="\n")
