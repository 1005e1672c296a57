"""Independent values for lab 1, from NumPy and PyTorch in double precision.

Reads toast.csv (the fifty slices of the lesson, written down once), prints lines: a name, how many numbers, the numbers.
Run:  python make.py > reference.txt        (NumPy 2.4, PyTorch 2.14; any recent ones will do)
"""

import pathlib

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent


def out(name, *values):
    name = name.replace(" ", "_")
    print(name, len(values), *(repr(v.item() if hasattr(v, "item") else float(v)) for v in values))


def logistic(x, w, b):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-(b + w * x)))


# --- the probes of the exercises -------------------------------------------------------------
for x, w, b in [(0.5, 2.0, -1.7), (-1.3, 0.8, 0.4), (3.0, -1.5, 2.0), (0.0, 5.0, 1.2), (2.5, 12.0, 0.5), (8.0, 100.0, 0.5), (-8.0, 100.0, 0.5)]:
    out(f"logistic({x},{w},{b})", logistic(x, w, b))
    t = torch.tensor(x, requires_grad=True)
    torch.sigmoid(b + w * t).backward()
    out(f"logistic_derivative({x},{w},{b})", t.grad)

for x, left, right, k in [(0.3, -1.0, 2.0, 3.0), (2.2, -1.0, 2.0, 3.0), (-1.5, -1.0, 2.0, 4.0), (0.9, 0.5, 0.8, 6.0), (0.5, -1.0, 2.0, 400.0), (-3.0, -1.0, 2.0, 400.0), (5.0, -1.0, 2.0, 400.0)]:
    out(f"bump({x},{left},{right},{k})", logistic(x - left, k, 0) - logistic(x - right, k, 0))

for s, y in [(0.7, 1), (-1.9, 1), (2.4, 0), (0.0, 1), (800.0, 0), (-800.0, 1), (800.0, 1), (45.0, 0), (-45.0, 0), (-45.0, 1), (30.5, 1), (1000.0, 0), (-1000.0, 1), (-1000.0, 0)]:
    out(f"log_loss({s},{y})", bce(torch.tensor(s), torch.tensor(float(y))))

for slices, w, b in [([(20.0, 0.0)], 40.0, 0.5), ([(-3.0, 1.0), (1.5, 0.0), (1.5, 0.0)], 0.75, 0.25)]:
    p = torch.tensor([w, b], requires_grad=True)
    x, y = torch.tensor(slices).T
    bce(p[1] + p[0] * x, y).backward()
    out(f"gradient_of_{len(slices)}({w},{b})", *p.grad)

SLICES = [(0.8, 0.0), (1.7, 0.0), (2.9, 1.0), (3.1, 0.0), (4.2, 1.0)]
for w, b in [(0.0, 0.0), (0.9, -2.0), (-0.4, 1.5)]:
    p = torch.tensor([w, b], requires_grad=True)
    x, y = torch.tensor(SLICES).T
    bce(p[1] + p[0] * x, y).backward()
    out(f"gradient({w},{b})", *p.grad)

# --- the toast of the lesson --------------------------------------------------------------------
x, y = np.loadtxt(HERE / "toast.csv", delimiter=",", skiprows=1).T
X = np.stack([x, np.ones_like(x)], axis=1)
theta = np.zeros(2)
for _ in range(50):  # iteratively reweighted least squares
    p = 1 / (1 + np.exp(-X @ theta))
    theta += np.linalg.solve(X.T @ (X * (p * (1 - p))[:, None]), X.T @ (y - p))
p = 1 / (1 + np.exp(-X @ theta))
out("toast optimum", *theta)
out("toast optimum loss", -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
out("toast curvature", *np.linalg.eigvalsh(X.T @ (X * (p * (1 - p))[:, None]) / len(x)))

t = torch.tensor([0.7, -1.1], requires_grad=True)
loss = bce(t[1] + t[0] * torch.tensor(x), torch.tensor(y))
loss.backward()
out("toast loss at (0.7,-1.1)", loss)
out("toast gradient at (0.7,-1.1)", *t.grad)

t = torch.zeros(2, requires_grad=True)
sgd = torch.optim.SGD([t], lr=0.5)
for _ in range(1000):
    sgd.zero_grad()
    bce(t[1] + t[0] * torch.tensor(x), torch.tensor(y)).backward()
    sgd.step()
out("toast after 1000 steps of 0.5", *t)

# --- the gates -----------------------------------------------------------------------------------
CORNERS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}
for name, answers in GATES.items():
    start = [2.0, -1.0, 0.5] if name == "XOR" else [0.0, 0.0, 0.0]
    t = torch.tensor(start, requires_grad=True)
    sgd = torch.optim.SGD([t], lr=1.0)
    answers = torch.tensor(answers, dtype=torch.float64)
    for _ in range(2000):
        sgd.zero_grad()
        loss = bce(CORNERS @ t[:2] + t[2], answers)
        loss.backward()
        sgd.step()
    out(f"{name} after 2000 steps of 1", *t)
    out(f"{name} loss", bce(CORNERS @ t[:2] + t[2], answers))
