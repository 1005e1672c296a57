"""Reference values for lab 11, depth: from PyTorch in double precision.

    python make_depth.py > depth.txt

Gradient lengths of the lesson's networks with 8 layers on two pictures, plain, with a way around, and with one that begins too late, and
the losses. Weight i of a layer (in the layout [height, width, in, out]) is sin(i + 1)/3, bias i is cos(i)/10; pixel i of the
batch is (1 + sin(i))/2; the classes are 3 and 7.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def numbers(count, f):
    return f(torch.arange(count, dtype=torch.float64))


def weight(shape):
    size = torch.Size(shape).numel()
    return numbers(size, lambda i: torch.sin(i + 1) / 3).reshape(shape).requires_grad_()


def bias(count):
    return numbers(count, lambda i: torch.cos(i) / 10).requires_grad_()


def network(path):
    weights = []

    def conv(x, channels, stride=1):
        w, b = weight([3, 3, x.shape[1], channels]), bias(channels)
        weights.append(w)
        return F.conv2d(x, w.permute(3, 2, 0, 1), b, stride=stride, padding=1)

    x = numbers(128, lambda i: (1 + torch.sin(i)) / 2).reshape(2, 1, 8, 8)
    x = torch.relu(conv(x, 4))
    for channels, stride in [(4, 1), (8, 2), (16, 2)]:
        first = torch.relu(conv(x, channels, stride))
        second = conv(first, channels)
        if path == "around":
            small = x[:, :, ::stride, ::stride]
            missing = channels - small.shape[1]
            second = second + F.pad(small, (0, 0, 0, 0, missing // 2, missing - missing // 2))
        if path == "late":
            second = second + first
        x = torch.relu(second)
    w, b = weight([16, 10]), bias(10)
    weights.append(w)
    loss = F.cross_entropy(x.mean(dim=(2, 3)) @ w + b, torch.tensor([3, 7]))
    loss.backward()
    return loss.item(), [w.grad.norm().item() for w in weights]


for path in ["none", "around", "late"]:
    loss, lengths = network(path)
    print(f"{path}.loss 1 {loss!r}")
    print(f"{path}.lengths {len(lengths)}", *map(repr, lengths))
