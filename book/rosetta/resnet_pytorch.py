"""Paths side by side, and ResNet-20, in PyTorch 2: the names of lab 11. Run: python resnet_pytorch.py [FILE.safetensors to write]"""

import sys

import torch
from torch import nn


# ANCHOR: paths
class Sum(nn.Module):
    def __init__(self, *paths):
        super().__init__()
        self.paths = nn.ModuleList(paths)       # a plain list would hide the parameters

    def forward(self, x):
        return sum(path(x) for path in self.paths)


class Concat(Sum):
    def forward(self, x):
        return torch.cat([path(x) for path in self.paths], dim=1)   # channels come second


class Subsample(nn.Module):
    def __init__(self, outputs, stride):
        super().__init__()
        self.outputs, self.stride = outputs, stride

    def forward(self, x):
        missing = self.outputs - x.shape[1]
        before = missing // 2
        x = x[:, :, ::self.stride, ::self.stride]
        return nn.functional.pad(x, (0, 0, 0, 0, before, missing - before))
# ANCHOR_END: paths


# ANCHOR: resnet20
def conv(inputs, outputs, stride):
    return [nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs)]


def resnet20(widths=(16, 16, 16, 16, 32, 32, 32, 64, 64, 64), classes=10):
    layers = [*conv(3, widths[0], 1), nn.ReLU()]
    for inputs, outputs in zip(widths, widths[1:]):
        stride = 1 if inputs == outputs else 2
        path = nn.Sequential(*conv(inputs, outputs, stride), nn.ReLU(), *conv(outputs, outputs, 1))
        layers += [Sum(path, Subsample(outputs, stride)), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], classes))
# ANCHOR_END: resnet20


if __name__ == "__main__":
    model = resnet20()
    print(sum(p.numel() for p in model.parameters()), model(torch.rand(2, 3, 32, 32)).shape)
    if sys.argv[1:]:
        from safetensors.torch import save_file

        save_file(model.state_dict(), sys.argv[1])
