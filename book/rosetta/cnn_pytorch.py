"""The networks cnn2 and deep5x5 of lab 6 in PyTorch 2, and a training step. Run: python cnn_pytorch.py"""

import torch
from torch import nn

torch.manual_seed(1)

# ANCHOR: network
cnn2 = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(),       # [N, 32, 26, 26]: channels come second
    nn.Conv2d(32, 64, 3), nn.ReLU(),      # [N, 64, 24, 24]
    nn.MaxPool2d(2),                      # [N, 64, 12, 12]
    nn.Flatten(),                         # [N, 9216], channel by channel
    nn.Linear(9216, 128), nn.ReLU(),
    nn.Linear(128, 10),
)
# ANCHOR_END: network

# ANCHOR: same
deep5x5 = nn.Sequential(
    nn.Conv2d(1, 32, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(7 * 7 * 64, 1024), nn.ReLU(), nn.Dropout(0.5),
    nn.Linear(1024, 10),
)
# ANCHOR_END: same

# ANCHOR: step
optimizer = torch.optim.SGD(cnn2.parameters(), lr=0.01, momentum=0.9)
device = "cuda" if torch.cuda.is_available() else "cpu"
cnn2.to(device)


def step(images, labels):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(cnn2(images.to(device)), labels.to(device))
    loss.backward()
    optimizer.step()
    return loss                           # still on the device; loss.item() waits for it
# ANCHOR_END: step


for network, count in (cnn2, 1_199_882), (deep5x5, 3_274_634):
    assert sum(p.numel() for p in network.parameters()) == count
images, labels = torch.rand(32, 1, 28, 28), torch.arange(32) % 10
losses = [step(images, labels).item() for _ in range(20)]
assert losses[-1] < losses[0]
print(losses[0], losses[-1])
