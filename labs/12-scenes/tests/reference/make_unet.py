"""Writes unet.safetensors and unet_values.safetensors: a narrow U-Net of PyTorch, and what it says, in double precision.

    python make_unet.py

The first file is the state dict, as a learner would save it. The second holds pictures [N, H, W, 1], their logits [N, H, W, K], the
class of each pixel, the loss, and under the names of the state dict the gradients.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / "../../../../book/rosetta"))
from unet_pytorch import UNet, dice_loss  # noqa: E402

torch.manual_seed(12)
torch.set_default_dtype(torch.float64)

model = UNet(width=2, kinds=3)
# What a file of 32 bits keeps is what is computed with.
model.load_state_dict({name: part.float().to(part.dtype) for name, part in model.state_dict().items()})
x, classes = torch.rand(2, 1, 12, 8).float().double(), torch.randint(0, 3, (2, 12, 8))
logits = model(x)
loss = dice_loss(logits, classes)
loss.backward()

values = {"x": x.movedim(1, -1), "logits": logits.movedim(1, -1), "classes": classes.flatten().double(), "loss": loss.reshape(1)}
values |= {name: part.grad for name, part in model.named_parameters()}
for name, tensors in [("unet", model.state_dict()), ("unet_values", values)]:
    save_file({key: part.detach().float().contiguous() for key, part in tensors.items()}, here / f"{name}.safetensors")
