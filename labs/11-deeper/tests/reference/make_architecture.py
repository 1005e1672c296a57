"""Writes architecture.safetensors and architecture_values.safetensors: a small network of paths side by side in PyTorch, its
logits and its gradients, computed in double precision.

    python make_architecture.py

The first file is the state dict, as a learner would save it. The second holds the pictures [N, H, W, C], the logits in use and in
training, the loss, and under the names of the state dict the gradients.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / "../../../../book/rosetta"))
from resnet_pytorch import Concat, Subsample, Sum, conv  # noqa: E402

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)


def norm(inputs, outputs, size, stride=1):
    layer = nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)
    return [layer, nn.BatchNorm2d(outputs)]


def path(*layers):
    return nn.Sequential(*layers)


relu = nn.ReLU
model = nn.Sequential(
    *conv(3, 4, 1), relu(),
    # Option A, from 4 channels to 7: one zero before, two behind.
    Sum(path(*conv(4, 7, 2), relu(), *conv(7, 7, 1)), Subsample(7, 2)), relu(),
    # Option B.
    Sum(path(*conv(7, 6, 2), relu(), *conv(6, 6, 1)), path(*norm(7, 6, 1, 2))), relu(),
    Concat(
        path(*norm(6, 2, 1), relu()),
        path(*norm(6, 3, 1), relu(), *norm(3, 4, 3), relu()),
        path(*norm(6, 1, 1), relu(), *norm(1, 2, 5), relu()),
        path(nn.MaxPool2d(3, 1, padding=1), *norm(6, 5, 1), relu()),
    ),
    # Two groups, and a bias.
    nn.Conv2d(13, 4, 1), relu(),
    nn.Conv2d(4, 6, 3, padding=1, groups=2),
    nn.MaxPool2d(2, 2, ceil_mode=True),
    nn.Flatten(), nn.Linear(12, 5),
)
for buffer in model.buffers():
    if buffer.dtype == torch.float64:
        buffer.copy_(0.5 + torch.rand_like(buffer))
for name, parameter in model.named_parameters():
    if parameter.dim() == 1:
        parameter.data = 0.5 + torch.rand_like(parameter)
# What a file of 32 bits keeps is what is computed with.
model.load_state_dict({k: v.float().to(v.dtype) for k, v in model.state_dict().items()})
x = torch.randn(4, 3, 9, 7).float().double()
labels = torch.tensor([4, 0, 3, 1])

save_file({k: v.float() for k, v in model.state_dict().items() if v.dtype == torch.float64}, here / "architecture.safetensors")
values = {"x": x.permute(0, 2, 3, 1).contiguous()}
with torch.no_grad():
    values["used"] = model.eval()(x)
values["trained"] = model.train()(x)
values["loss"] = nn.functional.cross_entropy(values["trained"], labels).reshape(1)
values["loss"].backward()
values |= {name: p.grad for name, p in model.named_parameters()}
save_file({k: v.detach().float().contiguous() for k, v in values.items()}, here / "architecture_values.safetensors")
