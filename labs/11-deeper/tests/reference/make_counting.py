"""Prints the expected values of the exercises `conv_cost` and `sees`: PyTorch counts a real convolution, and asks the gradient how far
a network of ones sees.

    python make_counting.py
"""

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

for height, width, channels, outputs, size, stride, groups, bias in [
    (7, 10, 6, 4, 3, 2, 2, True),
    (9, 5, 3, 8, 5, 1, 1, False),
    (11, 8, 12, 12, 3, 3, 12, True),
    (1, 4, 5, 7, 1, 2, 1, True),
    (2, 3, 8, 12, 7, 4, 4, False),
    (224, 224, 3, 64, 7, 2, 1, False),
]:
    conv = nn.Conv2d(channels, outputs, size, stride, padding=size // 2, groups=groups, bias=bias)
    with FlopCounterMode(display=False) as counter:
        conv(torch.rand(1, channels, height, width))
    parameters = sum(p.numel() for p in conv.parameters())
    print((height, width, channels), outputs, size, stride, groups, bias, [parameters, counter.get_total_flops() // 2])

for layers in [
    [(3, 1), (3, 1)],
    [(3, 2), (5, 1), (3, 3)],
    [(7, 2), (3, 2), (3, 1), (3, 1), (3, 2), (3, 1)],
    [(1, 2), (2, 2), (4, 1)],
    [(5, 3)],
    [(2, 1)] * 10,
]:
    net = nn.Sequential(*(nn.Conv1d(1, 1, size, stride, bias=False) for size, stride in layers))
    for parameter in net.parameters():
        nn.init.ones_(parameter)
    x = torch.zeros(1, 1, 200, requires_grad=True)
    net(x)[0, 0, 0].backward()
    seen = x.grad.flatten().nonzero().flatten()
    print(layers, int(seen.max() - seen.min()) + 1)

# The ten families: torchvision's own definitions, on a device that holds no numbers.
import torchvision  # noqa: E402

for name in "alexnet vgg16 vgg19 googlenet inception_v3 resnet18 resnet34 resnet50 resnet101 resnet152".split():
    with torch.device("meta"):
        heads = {"aux_logits": False, "init_weights": False} if name in ("googlenet", "inception_v3") else {}
        model = getattr(torchvision.models, name)(**heads).eval()
        side = 299 if name == "inception_v3" else 224
        with FlopCounterMode(display=False) as counter:
            model(torch.rand(1, 3, side, side))
    print(name, sum(p.numel() for p in model.parameters()), counter.get_total_flops() // 2)
