"""Reference values for lab11's Grad-CAM, Gram matrix and total variation, from PyTorch in double precision.

    python make_looking.py > looking.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch

torch.set_default_dtype(torch.float64)
draws = torch.Generator().manual_seed(11)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


def quarters(*shape, low=-8, high=9):
    return torch.randint(low, high, shape, generator=draws) / 4.0


# Grad-CAM: PyTorch has the channels first. Drawn until some of the map is cut off and some is not.
for name, (h, w, c) in {"cam.a": (2, 4, 3), "cam.b": (4, 1, 2)}.items():
    while True:
        held, slopes = quarters(c, h, w, low=0).requires_grad_(), quarters(c, h, w)
        (held * slopes).sum().backward()
        weights = held.grad.mean(dim=(1, 2))
        raw = torch.einsum("c,chw->hw", weights, held)
        if 0.3 < (raw > 0).double().mean() < 0.8 and weights.min() < -0.1:
            break
    put(f"{name}.activations", held.permute(1, 2, 0))
    put(f"{name}.gradients", held.grad.permute(1, 2, 0))
    put(f"{name}.map", torch.relu(raw))

for name, (p, c) in {"gram.a": (8, 3), "gram.b": (2, 4), "gram.c": (5, 2)}.items():
    features = quarters(p, c)
    put(f"{name}.features", features)
    put(f"{name}.gram", torch.einsum("pi,pj->ij", features, features) / p)

# Total variation: the sum of squared differences of neighbours, and for the lesson's loss their means.
for name, (h, w, c) in {"tv.a": (3, 4, 2), "tv.b": (5, 3, 1)}.items():
    x = quarters(h, w, c).requires_grad_()
    down, across = (x[1:] - x[:-1]) ** 2, (x[:, 1:] - x[:, :-1]) ** 2
    total = down.sum() + across.sum()
    total.backward()
    put(f"{name}.x", x)
    put(f"{name}.sum", total)
    put(f"{name}.gradient", x.grad)
    put(f"{name}.mean", down.mean() + across.mean())
    (slopes,) = torch.autograd.grad(((x[1:] - x[:-1]) ** 2).mean() + ((x[:, 1:] - x[:, :-1]) ** 2).mean(), x)
    put(f"{name}.mean_gradient", slopes)
