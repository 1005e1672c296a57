"""A U-Net with Dice for a loss in PyTorch 2: the names of lab 12. Run: python unet_pytorch.py"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

KINDS = 11                                      # nothing, or one of ten weaves


# ANCHOR: network
def two(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(),
                         nn.Conv2d(outputs, outputs, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, width=16, kinds=KINDS):
        super().__init__()
        self.d1, self.d2, self.m = two(1, width), two(width, 2 * width), two(2 * width, 4 * width)
        self.u2, self.u1 = two(4 * width + 2 * width, 2 * width), two(2 * width + width, width)
        self.o = nn.Conv2d(width, kinds, 1)

    def forward(self, x):                       # [N, 1, H, W] to [N, K, H, W]
        fine = self.d1(x)
        coarse = self.d2(F.max_pool2d(fine, 2))
        deep = self.m(F.max_pool2d(coarse, 2))
        up = self.u2(torch.cat([F.interpolate(deep, scale_factor=2), coarse], dim=1))
        return self.o(self.u1(torch.cat([F.interpolate(up, scale_factor=2), fine], dim=1)))
# ANCHOR_END: network


# ANCHOR: dice
def dice_loss(logits, classes):                 # [N, K, H, W], and integers [N, H, W]
    p = logits.softmax(1)
    y = F.one_hot(classes, logits.shape[1]).movedim(-1, 1)      # the classes come last there, and second here
    common, both = (p * y).sum((0, 2, 3)), (p + y).sum((0, 2, 3))
    return 1 - ((2 * common + 1) / (both + 1))[1:].mean()       # without the background
# ANCHOR_END: dice


def scenes(count, chance):
    """One to three squares of ten weaves in each picture, and the class of each pixel: 0, or the weave and one."""
    weaves = np.random.default_rng(7).integers(0, 2, (KINDS - 1, 4, 4))
    pictures, classes = chance.uniform(0, 0.3, (count, 32, 32)), np.zeros((count, 32, 32), "int64")
    for picture, mask in zip(pictures, classes):
        for _ in range(chance.integers(1, 4)):
            kind, side = chance.integers(KINDS - 1), chance.integers(8, 17)
            top, left = chance.integers(0, 33 - side, 2)
            place = np.s_[top:top + side, left:left + side]
            picture[place], mask[place] = np.tile(weaves[kind], (4, 4))[:side, :side], kind + 1
    return torch.tensor(pictures[:, None], dtype=torch.float32), torch.tensor(classes)


def mean_iou(answers, classes):                 # over all pixels of a class, then over the classes without the background
    pairs = [(answers == kind, classes == kind) for kind in range(1, KINDS)]
    return torch.stack([(a & c).sum() / (a | c).sum() for a, c in pairs]).mean().item()


if __name__ == "__main__":
    torch.manual_seed(1)
    chance = np.random.default_rng(1)
    model = UNet()
    assert sum(p.numel() for p in model.parameters()) == 118_155
    test, truth = scenes(100, chance)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.004)
    for step in range(1, 301):
        pictures, classes = scenes(16, chance)
        logits = model(pictures)
        loss = F.cross_entropy(logits, classes) + dice_loss(logits, classes)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 0:
            with torch.no_grad():
                print(f"step {step}: loss {loss.item():.3f}, mean IoU {mean_iou(model(test).argmax(1), truth):.3f}")
