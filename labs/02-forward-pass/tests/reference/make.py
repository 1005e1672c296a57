"""Reference values for lab 2, from PyTorch in 64-bit floats: python make.py > reference.json

Everything here is computed by PyTorch's own functions, so it shares no formula with the lab.
The values typed into src/judging.rs come from the "probes" part.
"""

import json
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

H = torch.tensor([[1.0, -2.0, 2.0], [2.0, 1.0, -4.0], [1.0, -1.0, 0.0]])
O = torch.tensor([[-3.0, 1.0, -3.0], [0.0, 1.0, 2.0]])


def network(x, bias):
    """Sums and sigmoids of both layers; torch's weight layout is [out, in]."""
    x = torch.tensor(x)
    hidden_sums = F.linear(x, H, torch.full((3,), bias))
    hidden = torch.sigmoid(hidden_sums)
    output_sums = F.linear(hidden, O, torch.full((2,), bias))
    return {
        "hidden_sums": hidden_sums.tolist(),
        "hidden": hidden.tolist(),
        "output_sums": output_sums.tolist(),
        "output": torch.sigmoid(output_sums).tolist(),
    }


def with_derivative(function):
    """The function and its derivative by autograd, at the places below."""
    rows = []
    for s in [-30.0, -3.0, -1.25, -0.5, -0.001, 0.0, 0.001, 0.5, 1.25, 3.0, 30.0]:
        x = torch.tensor(s, requires_grad=True)
        y = function(x)
        y.backward()
        rows.append([s, y.item(), x.grad.item()])
    return rows


ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": F.relu,
    "leaky ReLU": lambda x: F.leaky_relu(x, 0.1),
    "PReLU": lambda x: F.prelu(x.reshape(1), torch.tensor([0.25])).sum(),
    "randomised leaky ReLU": lambda x: F.rrelu(x, training=False),
    "ELU": F.elu,
}

SCORES = [[4.8, -2.6, 2.9], [1.0, 2.0, 3.0, 4.0], [1000.0, 1001.0], [-1000.0, -1003.0, -1001.0], [0.5],
          [0.0, 2000.0], [2000.0, 0.0, -5.0], [-2000.0, 1.0, 0.0, 1.0], [7.0, 7.0, 7.0]]

x = torch.tensor([[1.0, 2.0, 3.0], [-1.0, 0.5, 0.25], [0.0, -2.0, 1.5], [0.3, 0.1, -0.7]])
w = torch.tensor([[0.2, -0.4, 0.6], [-1.0, 0.5, 0.3]])
b = torch.tensor([0.1, -0.7])
w2 = torch.tensor([[0.5, -1.5], [2.0, 0.25], [-0.75, 1.0]])
b2 = torch.tensor([-0.2, 0.4, 1.1])


def elu_derivative(s, alpha):
    s = torch.tensor(s, requires_grad=True)
    F.elu(s, alpha).backward()
    return s.grad.item()


def cross_entropy(scores, true):
    return F.cross_entropy(torch.tensor([scores]), torch.tensor([true])).item()


def count(widths):
    layers = [torch.nn.Linear(i, o) for i, o in zip(widths, widths[1:])]
    return sum(p.numel() for layer in layers for p in layer.parameters())


json.dump(
    {
        "network": network([0.5, 0.9, -0.3], 0.0),
        "network_with_bias": network([0.5, 0.9, -0.3], 0.1),
        "activations": {name: with_derivative(f) for name, f in ACTIVATIONS.items()},
        "softmax": [{"scores": s, "p": torch.softmax(torch.tensor(s), 0).tolist()} for s in SCORES],
        "probes": {
            "by_hand": network([1.0, 0.5, -1.0], 0.0),
            "other_layer": torch.sigmoid(F.linear(x[1:3, :2], w2, b2)).tolist(),
            "layer": torch.sigmoid(F.linear(x, w, b)).tolist(),
            "sure_layer": torch.sigmoid(F.linear(torch.stack([800 * x[0], -800 * x[0]]), w, b)).tolist(),
            "elu_derivative": [
                [s, a, elu_derivative(s, a)]
                for s, a in [(-1.0, 0.5), (2.0, 0.5), (-0.3, 2.0), (-6.0, 1.5), (1e-9, 3.0), (-800.0, 3.0), (800.0, 3.0)]
            ],
            "cross_entropy": [
                [s, t, cross_entropy(s, t)]
                for s, t in [
                    ([4.8, -2.6, 2.9], 0),
                    ([4.8, -2.6, 2.9], 1),
                    ([0.5, -0.5, 1.5, 0.0], 3),
                    ([1000.0, 0.0, 999.0], 0),
                    ([1000.0, 0.0], 1),
                    ([0.5, -0.5, 1.5, 0.0], 1),
                    ([0.0, 2000.0, -3.0], 2),
                    ([2000.0, 0.0, 1999.0], 2),
                    ([-2000.0, 1.0, 0.0, 1.0], 3),
                    ([7.0, 7.0, 7.0], 1),
                    ([-1000.0, -1003.0, -1001.0], 1),
                    ([2000.0, 0.0], 0),
                    ([0.0, 720.0, 1.0], 0),
                    ([-3.5], 0),
                ]
            ],
            "parameters": [[n, count(n)] for n in [[3, 3, 2], [784, 64, 64, 10], [5, 1], [2, 7, 4, 3], [4, 4, 4, 4], [1, 1]]],
            "planted": {
                "right": [network(p, 0.1)["output"] for p in [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]],
            },
        },
    },
    sys.stdout,
    indent=1,
)
print()
