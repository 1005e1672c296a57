"""MNIST, 784-64-64-10, Adam, batches of 128, in PyTorch 2. Run: python pytorch_mnist.py FOLDER [EPOCHS]"""

import sys

import numpy as np
import torch
from torch import nn

torch.manual_seed(1)


# ANCHOR: data
def load(folder, which):
    pixels = np.fromfile(f"{folder}/{which}-images-idx3-ubyte", np.uint8, offset=16)
    digits = np.fromfile(f"{folder}/{which}-labels-idx1-ubyte", np.uint8, offset=8)
    images = torch.tensor(pixels.reshape(-1, 784), dtype=torch.float32) / 255
    return images, torch.tensor(digits, dtype=torch.int64)
# ANCHOR_END: data


images, labels = load(sys.argv[1], "train")
test_images, test_labels = load(sys.argv[1], "t10k")
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 40

# ANCHOR: network
model = nn.Sequential(
    nn.Linear(784, 64), nn.ReLU(),
    nn.Linear(64, 64), nn.ReLU(),
    nn.Linear(64, 10),
)
# ANCHOR_END: network

# ANCHOR: optimiser
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
# ANCHOR_END: optimiser


# ANCHOR: step
def step(images, labels):
    optimizer.zero_grad()
    logits = model(images)
    loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
# ANCHOR_END: step


# ANCHOR: epoch
def epoch():
    for batch in torch.randperm(len(images)).split(128):
        step(images[batch], labels[batch])
# ANCHOR_END: epoch


# ANCHOR: accuracy
@torch.no_grad()
def accuracy(images, labels):
    return (model(images).argmax(dim=1) == labels).float().mean().item()
# ANCHOR_END: accuracy


for _ in range(epochs):
    epoch()
    print(f"{accuracy(test_images, test_labels):.4f}")
