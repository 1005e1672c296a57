"""The diamond y = 2x² + 3x² in PyTorch 2. Run: python diamond_pytorch.py"""

import torch

# ANCHOR: diamond
x = torch.tensor(3.0, requires_grad=True)
a = x * x
y = 2 * a + 3 * a
y.backward()  # adds to x.grad; optimizer.zero_grad() empties it before the next step
print(x.grad)  # tensor(30.)
# ANCHOR_END: diamond
assert x.grad == 30
