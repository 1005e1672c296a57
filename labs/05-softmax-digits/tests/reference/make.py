"""Reference values for lab05, from PyTorch in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


# Softmax, the loss and its gradient with respect to the logits, one row at a time.
rows = {
    "deck": ([4.8, -2.6, 2.9], 0),
    "plain": ([2.0, -1.0, 0.5], 2),
    "huge": ([1000.0, 999.0, 998.5], 1),
    "deep": ([-1000.0, -1001.0, -999.25, -1003.5], 3),
    "far": ([700.0, -1300.0, 699.0], 1),
    "wide": ([0.0, 2000.0, -3.0], 2),
    "first": ([2000.0, 0.0, 1999.0], 2),
    "low": ([-2000.0, 1.0, 0.0, 1.0], 3),
    "tie": ([7.0, 7.0, 7.0], 1),
    "below": ([-1000.0, -1003.0, -1001.0], 1),
    "behind": ([0.0, 95.0, 1.0], 0),
    "five": ([0.3, -0.7, 1.9, 0.0, -2.4], 4),
}
for name, (logits, label) in rows.items():
    z = torch.tensor(logits, requires_grad=True)
    loss = F.cross_entropy(z[None], torch.tensor([label]))
    loss.backward()
    put(f"{name}.softmax", torch.softmax(z, 0))
    put(f"{name}.loss", loss)
    put(f"{name}.gradient", z.grad)
    put(f"{name}.log_sum_exp", torch.logsumexp(z, 0))

# A batch: the gradient of the mean, and of the quadratic cost 1/2 sum (p - y)^2, mean over rows.
batches = {
    "batch_a": ([[2.0, -1.0, 0.5], [0.25, 1.5, -0.75]], [2, 0]),
    "batch_b": ([[1.25, -0.5, 3.0, 0.75], [-2.0, 0.5, 0.25, 1.0], [0.1, 0.2, -0.3, 0.4]], [0, 3, 2]),
    "batch_c": ([[-1.5, 0.5]], [1]),
    "batch_wide": ([[0.0, 2000.0, -3.0], [-1000.0, -1003.0, -1001.0], [2000.0, 0.0, 1999.0]], [2, 0, 1]),
    "batch_twice": ([[0.5, -0.25], [0.5, -0.25], [0.5, -0.25]], [0, 0, 1]),
}
for name, (logits, labels) in batches.items():
    z = torch.tensor(logits, requires_grad=True)
    F.cross_entropy(z, torch.tensor(labels)).backward()
    put(f"{name}.gradients", z.grad)
    z = torch.tensor(logits, requires_grad=True)
    y = F.one_hot(torch.tensor(labels), len(logits[0]))
    cost = 0.5 * (torch.softmax(z, 1) - y).square().sum() / len(labels)
    cost.backward()
    put(f"{name}.quadratic", cost)
    put(f"{name}.quadratic_gradients", z.grad)

# One step of a whole network, 6-4-3, Adam: loss before and weights after three steps.
torch.manual_seed(5)
x, labels = torch.round(torch.randn(5, 6) * 8) / 8, torch.tensor([2, 0, 1, 1, 2])
w1, b1 = torch.round(torch.randn(6, 4) * 8) / 8, torch.round(torch.randn(4) * 8) / 8
w2, b2 = torch.round(torch.randn(4, 3) * 8) / 8, torch.round(torch.randn(3) * 8) / 8
for name, value in dict(x=x, w1=w1, b1=b1, w2=w2, b2=b2).items():
    put(f"net.{name}", value)
weights = [v.clone().requires_grad_() for v in (w1, b1, w2, b2)]
adam = torch.optim.Adam(weights, lr=0.01)
for step in range(3):
    adam.zero_grad()
    logits = torch.relu(x @ weights[0] + weights[1]) @ weights[2] + weights[3]
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    put(f"net.loss{step}", loss)
    adam.step()
for name, value in zip(("w1", "b1", "w2", "b2"), weights):
    put(f"net.after.{name}", value)

# Exercise standardise.
for name, train, test in [
    ("std_a", [0.0, 0.5, 1.0, 0.25], [0.5, 0.75, 0.0]),
    ("std_b", [3.0, 5.0, 4.0, 8.0, 1.5], [2.0, 9.0]),
    ("std_far", [1e8 + 1, 1e8 + 3, 1e8 + 8], [1e8 + 2, 1e8 + 10]),
    ("std_narrow", [0.1, 0.1003, 0.1008], [0.1002]),
    ("std_twice", [2.0, 2.0, 2.0, 7.0], [2.0, 7.0, 0.0]),
]:
    train, test = torch.tensor(train), torch.tensor(test)
    put(name, (test - train.mean()) / train.std(correction=0))
put("twice", [torch.softmax(torch.eye(10)[3], 0)[3], F.cross_entropy(torch.eye(10)[3], torch.tensor(3))])
