"""The probes of the exercise `max_pool_kernel`, by PyTorch: python tests/reference/gpu.py

The pictures count 0, 1, 2, … through x; number i is ((37·i + 100) mod 101)·times − less, so all are below zero.
"""

import torch
import torch.nn.functional as F

below_zero = (1 / 8, 13)
far_below = (2.0**100, 128 * 2.0**100)
for batch, height, width, channels, size, stride, (times, less) in [
    (1, 4, 3, 1, 2, 1, below_zero),
    (2, 5, 4, 2, 2, 2, below_zero),
    (1, 7, 9, 3, 3, 2, below_zero),
    (2, 3, 5, 2, 2, 3, below_zero),
    (3, 4, 3, 1, 3, 1, far_below),
]:
    count = batch * height * width * channels
    x = torch.tensor([((37 * i + 100) % 101) * times - less for i in range(count)], dtype=torch.float64)
    x = x.reshape(batch, height, width, channels).permute(0, 3, 1, 2)
    y = F.max_pool2d(x, size, stride).permute(0, 2, 3, 1)
    print([batch, height, width, channels], size, stride, list(y.shape))
    print([float(v) for v in y.flatten()])
