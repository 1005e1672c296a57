"""Trains a small network in PyTorch on the embedded digits of 8 x 8 pixels, and keeps it as another program would find it:
opened.safetensors, its arrays in four kinds of numbers. On standard output: two pictures, and PyTorch's logits for them.

    python opened.py > opened.txt        (PyTorch 2.15, safetensors 0.8)
"""

import gzip
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

HERE = Path(__file__).parent
torch.manual_seed(1)
torch.set_num_threads(1)


def digits():
    """Pictures [N, 1, 8, 8] and labels: those to learn from, those to test with; the split of datasets::digits8."""
    with gzip.open(HERE / "../../../../datasets/embedded/digits.csv.gz", "rt") as file:
        rows = np.array([[float(x) for x in line.split(",")] for line in file])
    images = torch.tensor(rows[:, :64] / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)
    labels = torch.tensor(rows[:, 64], dtype=torch.long)
    test = np.zeros(len(rows), bool)
    test[np.argsort(rows[:, 64], kind="stable")[::5]] = True
    return (images[~test], labels[~test]), (images[test], labels[test])


# ANCHOR: network
network = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 4, 3, padding=1),
    nn.ReLU(),
    nn.Flatten(),  # [4, 4, 4]: channels, rows, columns
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 10),
)
# ANCHOR_END: network

(images, labels), (test_images, test_labels) = digits()
optimizer = torch.optim.Adam(network.parameters(), lr=0.005)
for epoch in range(20):
    for some in torch.randperm(len(images)).split(50):
        loss = nn.functional.cross_entropy(network(images[some]), labels[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
network.eval()

# ANCHOR: kept
kinds = {"0.weight": torch.float16, "4.weight": torch.float64, "7.weight": torch.bfloat16}
kept = {name: value.to(kinds.get(name, value.dtype)) for name, value in network.state_dict().items()}
save_file({name: value.contiguous() for name, value in kept.items()}, HERE / "opened.safetensors")
# ANCHOR_END: kept

network.load_state_dict(kept)  # as it reads them itself: in 32 bits
with torch.no_grad():
    logits = network(test_images)
right = (logits.argmax(1) == test_labels).double().mean()


def put(name, value):
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


put("right", right)
put("images", test_images[[0, 7]].permute(0, 2, 3, 1))
put("logits", logits[[0, 7]])
