"""Reference values for lab06, from PyTorch in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
PyTorch keeps pictures as [N, C, H, W] and filters as [K, C, KH, KW]; ours are [N, H, W, C] and [KH, KW, C, K].
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


def grid(text):
    return torch.tensor([[float(word) for word in row.split()] for row in text.split("/")])


def slide(image, kernel, **how):
    return F.conv2d(image[None, None], kernel[None, None], **how)[0, 0]


# The lectures' examples.
seven = grid("0 0 0 0 0 0 / 0 0 0 0 0 0 / 0 0 3 7 6 6 / 0 0 9 10 10 10 / 0 0 4 4 3 1")
edge = grid("-1 0 1 / -1 0 1 / -1 0 1")
put("seven", slide(seven, edge))
put("seven.pool", F.max_pool2d(slide(seven, edge)[None], 2, 1)[0])
binary = grid("1 1 1 0 0 / 0 1 1 1 0 / 0 0 1 1 1 / 0 0 1 1 0 / 0 1 1 0 0")
put("binary", slide(binary, grid("1 0 1 / 0 1 0 / 1 0 1")))

volume = torch.stack([
    grid("0 0 0 0 0 0 0 / 0 0 0 2 2 1 0 / 0 1 2 2 1 2 0 / 0 0 2 1 2 1 0 / 0 2 2 1 1 1 0 / 0 1 0 1 0 1 0 / 0 0 0 0 0 0 0"),
    grid("0 0 0 0 0 0 0 / 0 1 1 0 2 0 0 / 0 1 0 1 1 0 0 / 0 2 2 0 2 0 0 / 0 2 1 1 1 0 0 / 0 1 1 2 1 1 0 / 0 0 0 0 0 0 0"),
    grid("0 0 0 0 0 0 0 / 0 1 2 0 0 0 0 / 0 0 2 1 0 0 0 / 0 1 0 2 1 1 0 / 0 2 1 0 2 2 0 / 0 1 1 2 2 0 0 / 0 0 0 0 0 0 0"),
])
w0 = torch.stack([grid("-1 0 -1 / 0 0 -1 / 0 -1 1"), grid("0 1 -1 / 1 0 1 / -1 1 0"), grid("1 -1 1 / -1 -1 0 / 1 0 1")])
w1 = torch.stack([grid("1 0 1 / -1 1 1 / 1 1 1"), grid("0 1 -1 / 0 0 0 / 1 0 0"), grid("1 0 -1 / 0 1 1 / -1 1 -1")])
put("volume", F.conv2d(volume[None], torch.stack([w0, w1]), torch.tensor([1.0, 0.0]), stride=2)[0])

# Exercise 3 and 5: probes.
a = grid("1 2 0 3 / 0 1 4 1 / 2 0 1 2")
b = grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5")
put("convolve.a", slide(a, grid("1 0 -2 / 3 1 -1")))
put("convolve.b", slide(b, grid("2 -1 / 0 1 / -3 0.5")))
put("convolve.c", slide(b, grid("1 2 3 4 5")))
put("pool.b21", F.max_pool2d(b[None], 2, 1)[0])
put("pool.b22", F.max_pool2d(b[None], 2, 2)[0])
put("pool.b32", F.max_pool2d(b[None], 3, 2)[0])
put("pool.minus", F.max_pool2d(-b.abs()[None] - 1, 2, 3)[0])
put("pool.mean", F.avg_pool2d(b[None], 2, 1)[0])
put("pool.min", -F.max_pool2d(-b[None], 3, 1)[0])

# The backward pass: y = conv(x, k) + 1, loss = half the squared distance to a target.
for name, x, k, target in [
    ("small", a, grid("1 0 -2 / 3 1 -1"), grid("-3 4 / -3 -4")),
    ("large", b, grid("2 -1 / 0 1 / -3 0.5"), grid("1 0 2 -1 / 0.5 3 0 1")),
]:
    x, k, bias = x.clone().requires_grad_(), k.clone().requires_grad_(), torch.tensor([1.0], requires_grad=True)
    y = F.conv2d(x[None, None], k[None, None], bias)[0, 0]
    y.retain_grad()
    loss = 0.5 * (y - target).square().sum()
    loss.backward()
    for what, value in dict(y=y, loss=loss, dy=y.grad, dk=k.grad, dx=x.grad, db=bias.grad).items():
        put(f"{name}.{what}", value)

# Three steps of a small network like the lab's, momentum 0.9: weights in our layout.
torch.manual_seed(6)


def draw(*shape):
    return torch.round(torch.randn(*shape) * 8) / 8


x, labels = draw(4, 9, 8, 1), torch.tensor([2, 0, 1, 2])
wc, bc = draw(3, 3, 1, 2), draw(2)
wd, bd = draw(3 * 3 * 2, 3), draw(3)
for name, value in dict(x=x, w1=wc, b1=bc, w2=wd, b2=bd).items():
    put(f"net.{name}", value)
weights = [v.clone().requires_grad_() for v in (wc, bc, wd, bd)]
sgd = torch.optim.SGD(weights, lr=0.01, momentum=0.9)
for step in range(3):
    sgd.zero_grad()
    y = torch.relu(F.conv2d(x.permute(0, 3, 1, 2), weights[0].permute(3, 2, 0, 1), weights[1]))
    y = F.max_pool2d(y, 2).permute(0, 2, 3, 1).reshape(4, -1)
    loss = F.cross_entropy(y @ weights[2] + weights[3], labels)
    loss.backward()
    put(f"net.loss{step}", loss)
    sgd.step()
for name, value in zip(("w1", "b1", "w2", "b2"), weights):
    put(f"net.after.{name}", value)

# Parameters of small networks, counted by PyTorch.
from torch import nn

for name, side, filters, dense in [("count.a", 28, [32], 100), ("count.b", 28, [32, 64], 128), ("count.c", 9, [2, 3, 4], 5), ("count.d", 16, [5, 3], 7)]:
    layers = [nn.Conv2d(channels, after, 3) for channels, after in zip([1] + filters, filters)]
    body = nn.Sequential(*layers, nn.MaxPool2d(2), nn.Flatten())
    inputs = body(torch.zeros(1, 1, side, side)).shape[1]
    whole = nn.Sequential(body, nn.Linear(inputs, dense), nn.Linear(dense, 10))
    put(name, float(sum(p.numel() for p in whole.parameters())))
