"""Reference values for the pictures of lab10, from PyTorch in double precision.

    python pictures.py > pictures.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


# Transposed convolutions: picture, kernel, stride, margin.
paintings = {
    "apart": ([[1.0, 2.0], [3.0, -4.0]], [[1.0, 0.5], [-1.0, 2.0]], 2, 0),
    "overlap": ([[1.0, 2.0], [3.0, -4.0]], [[1.0, 0.5, 0.25], [-1.0, 2.0, 3.0], [0.75, -0.5, 1.5]], 2, 0),
    "dense": ([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]], [[1.0, 2.0], [-0.5, 0.75], [3.0, -2.0]], 1, 0),
    "margin": ([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]],
               [[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8], [-0.9, 1.0, 1.1, 1.2], [1.3, 1.4, 1.5, -1.6]], 2, 1),
    "gaps": ([[2.0, 3.0]], [[1.0, -1.0], [0.5, 4.0]], 3, 0),
}
for name, (x, kernel, stride, margin) in paintings.items():
    x, kernel = torch.tensor(x), torch.tensor(kernel)
    y = F.conv_transpose2d(x[None, None], kernel[None, None], stride=stride, padding=margin)[0, 0]
    for what, value in dict(x=x, kernel=kernel, y=y).items():
        put(f"paint.{name}.{what}", value)

# Points on an arc: both weights from the angle between the ends.
arcs = {
    "quarter": ([2.0, 0.0], [0.0, 2.0], 0.25),
    "space": ([1.0, 2.0, -0.5], [0.25, -1.0, 3.0], 0.4),
    "late": ([0.5, 0.5, 2.0, -1.0], [-1.5, 1.0, 0.75, 0.25], 0.9),
}
for name, (a, b, t) in arcs.items():
    a, b = torch.tensor(a), torch.tensor(b)
    angle = torch.acos(F.cosine_similarity(a, b, dim=0))
    put(f"arc.{name}", (torch.sin((1 - t) * angle) * a + torch.sin(t * angle) * b) / torch.sin(angle))

# Precision and coverage by k nearest neighbours: real points, forged points, k.
clouds = {
    "line": ([[0.0], [1.0], [3.0], [7.0]], [[0.5], [0.75], [-3.0], [4.0], [20.0]], 1),
    "plane": ([[0.0, 0.0], [1.0, 0.5], [0.25, 2.0], [3.0, 3.0], [4.0, 2.5], [20.0, 19.0], [21.0, 20.5], [20.5, 22.0]],
              [[0.5, 0.5], [3.5, 3.0], [3.25, 2.5], [30.0, -4.0], [6.0, -1.0], [0.75, 1.0], [3.75, 2.25]], 2),
    "narrow": ([[0.0, 1.0], [2.0, 1.5], [4.0, 0.0], [5.0, 5.0], [-3.0, 2.0]],
               [[0.25, 1.0], [0.5, 1.25], [40.0, 40.0]], 2),
}
for name, (real, forged, k) in clouds.items():
    real, forged = torch.tensor(real), torch.tensor(forged)
    radius = torch.cdist(real, real).kthvalue(k + 1, dim=1).values  # the first is the point itself
    inside = torch.cdist(forged, real) <= radius
    put(f"cloud.{name}", [inside.any(1).double().mean(), inside.any(0).double().mean()])
