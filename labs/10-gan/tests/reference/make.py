"""Reference values for lab10, from PyTorch and NumPy in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, values):
    values = torch.as_tensor(values).detach()
    shape = "x".join(str(n) for n in values.shape) or "1"
    print(name, shape, *(repr(v) for v in values.reshape(-1).tolist()))


# The best discriminator: the output that costs least, found by ternary search, not by the formula.
def cheapest(data, forged, label):
    def cost(d):
        return -data * (label * np.log(d) + (1 - label) * np.log(1 - d)) - forged * np.log(1 - d)

    low, high = 1e-12, 1 - 1e-12
    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, b) if cost(a) < cost(b) else (a, high)
    return (low + high) / 2


for i, probe in enumerate([(0.3, 0.1, 1.0), (0.05, 0.4, 1.0), (0.25, 0.15, 0.9), (1.6, 0.2, 0.8)]):
    put(f"best_{i}", [*probe, cheapest(*probe)])

# Two places.
p, q = np.array([0.6, 0.4]), np.array([0.2, 0.8])
d = [cheapest(a, b, 1.0) for a, b in zip(p, q)]
m = (p + q) / 2
js = 0.5 * np.sum(p * np.log(p / m)) + 0.5 * np.sum(q * np.log(q / m))
put("value", [*d, np.sum(p * np.log(d)) + np.sum(q * np.log(1 - np.array(d))), js])

# Gradients of the generator's three losses with respect to the logits; of the third by a complex step, where D/(1 − D) is not
# the quotient of two rounded numbers.
def by_complex_step(logits):
    s = np.array(logits) + 1e-30j
    return np.imag(-np.exp(s)) / 1e-30 / len(logits)


for i, logits in enumerate([[0.5, -2.0, 3.0], [-7.0], [1.25, -0.75, 0.0, -4.5, 2.0], [40.0, 0.5, -800.0]]):
    s = torch.tensor(logits, requires_grad=True)
    (saturating,) = torch.autograd.grad(F.logsigmoid(-s).mean(), s)
    (non_saturating,) = torch.autograd.grad(-F.logsigmoid(s).mean(), s)
    put(f"gradients_{i}.logits", s)
    put(f"gradients_{i}.saturating", saturating)
    put(f"gradients_{i}.non_saturating", non_saturating)
    put(f"gradients_{i}.likelihood", by_complex_step(logits))

# One optimiser for both.
x, w, c = (torch.tensor(v, requires_grad=True) for v in (0.5, 2.0, -2.0))
optimizer = torch.optim.SGD([x, w, c], lr=1.0)
(-F.logsigmoid(w * x + c)).backward()
optimizer.step()
put("both", [v.item() for v in (x, w, c, torch.sigmoid(w * 0.5 + c))])

# The round on paper: the gradient of V with respect to (w, c), then after the discriminator's step those of the two losses
# with respect to (a, b).
real, noise = torch.tensor([2.0, 4.0]), torch.tensor([-0.5, 1.0])
a, b, w, c = (torch.tensor(v, requires_grad=True) for v in (2.0, 1.0, 1.0, -2.0))


def value():
    return F.logsigmoid(w * real + c).mean() + F.logsigmoid(-(w * (a * noise + b) + c)).mean()


put("round.value", value())
gradient = torch.autograd.grad(value(), (w, c))
put("round.discriminator", gradient)
with torch.no_grad():
    w += 0.5 * gradient[0]
    c += 0.5 * gradient[1]
put("round.after", value())
put("round.saturating", torch.autograd.grad(value(), (a, b)))
put("round.non_saturating", torch.autograd.grad(-F.logsigmoid(w * (a * noise + b) + c).mean(), (a, b)))

# Divergence of two normal distributions: (mean, standard deviation) twice, then JS, by the trapezoidal rule on a fine grid.
for i, both in enumerate([(0.0, 1.0, 1.0, 1.0), (4.0, 0.8, 2.0, 1.2), (4.0, 0.8, 0.0, 1.5), (0.0, 1.0, 8.0, 1.0)]):
    x = np.linspace(-15, 20, 400_001)
    f, g = (np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi)) for mean, sd in (both[:2], both[2:]))
    mix = (f + g) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.nan_to_num(f * np.log(f / mix)) + np.nan_to_num(g * np.log(g / mix))
    put(f"js_{i}", [*both, np.trapezoid(terms, x) / 2])

# The game x·y, as matrices: where (1, 1) is after ten steps of 0.3.
eta = 0.3
one, zero = np.eye(2), np.zeros((2, 2))
field = np.array([[0.0, -eta], [eta, 0.0]])
put("together", np.linalg.matrix_power(one + field, 10) @ [1, 1])
alternating = np.array([[1, 0], [eta, 1]]) @ np.array([[1, -eta], [0, 1]])
put("alternating", np.linalg.matrix_power(alternating, 10) @ [1, 1])
put("lookahead", np.linalg.matrix_power(one + field @ (one + field), 10) @ [1, 1])
optimistic = np.block([[one + 2 * field, -field], [one, zero]])
put("optimistic", (np.linalg.matrix_power(optimistic, 10) @ [1, 1, 1, 1])[:2])
