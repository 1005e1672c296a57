"""The two networks of lab 7 in PyTorch 2, and the two ways through them. Run: python dropout_bn_pytorch.py"""

import torch
from torch import nn

torch.manual_seed(1)


# ANCHOR: networks
def cnn2_dropout():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(128, 10),
    )


def cnn_bn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.BatchNorm2d(32),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.BatchNorm2d(64),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.BatchNorm1d(128),
        nn.Linear(128, 10),
    )
# ANCHOR_END: networks


# ANCHOR: modes
def step(model, optimizer, images, labels, class_weights=None):
    model.train()                               # a flag in the model: drops, looks at the batch
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(images), labels, weight=class_weights)
    loss.backward()
    optimizer.step()


def read(model, images):
    model.eval()                                # forget this line, and nobody complains
    with torch.no_grad():
        return model(images).argmax(1)
# ANCHOR_END: modes


for make in (cnn2_dropout, cnn_bn):
    model = make()
    learned = sum(p.numel() for p in model.parameters())
    kept = sum(b.numel() for b in model.buffers() if b.dim() > 0)  # not the counts of batches
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
    step(model, optimizer, torch.rand(8, 1, 28, 28), torch.randint(0, 10, (8,)), torch.ones(10))
    print(make.__name__, learned + kept, learned, kept, tuple(read(model, torch.rand(1, 1, 28, 28)).shape))
