"""The 3-3-2 network of lab 2 in PyTorch 2. Run: python pytorch.py"""

import torch
from torch import nn

# ANCHOR: forward
hidden, output = nn.Linear(3, 3), nn.Linear(3, 2)
with torch.no_grad():
    hidden.weight.copy_(torch.tensor([[1, -2, 2], [2, 1, -4], [1, -1, 0]]))  # [out, in]
    output.weight.copy_(torch.tensor([[-3, 1, -3], [0, 1, 2]]))
    hidden.bias.fill_(0.1)
    output.bias.fill_(0.1)

net = nn.Sequential(hidden, nn.Sigmoid(), output, nn.Sigmoid())
print(net(torch.tensor([[0.5, 0.9, -0.3]])))  # [[0.3449, 0.8712]]
# ANCHOR_END: forward

# ANCHOR: loss
scores, truth = torch.tensor([[4.8, -2.6, 2.9]]), torch.tensor([0])
print(nn.functional.cross_entropy(scores, truth))  # 0.1399: takes scores
# ANCHOR_END: loss
