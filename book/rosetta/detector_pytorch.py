"""A grid that answers, its loss, and what clears up after it, in PyTorch 2 with torchvision. Run: python detector_pytorch.py"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchvision import ops

SIDE, GRID = 64, 8                              # pixels and cells along a side
USUAL = 0.25                                    # a usual width or height, in scenes


# ANCHOR: network
def network(width=16):
    layers, inputs = [], 1
    for outputs, stride in [(width, 2), (2 * width, 2), (4 * width, 2), (4 * width, 1), (4 * width, 1)]:
        layers += [nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
        inputs = outputs
    last = nn.Conv2d(inputs, 15, 1)             # of each cell: is it one, four numbers of a box, ten kinds
    nn.init.normal_(last.weight, std=0.01)
    nn.init.zeros_(last.bias)
    last.bias.data[0] = -3.0                    # most cells are empty
    return nn.Sequential(*layers, last)


def answers(model, pictures):                   # [N, 1, 64, 64] to [N, 8, 8, 15]
    raw = model(pictures).movedim(1, -1)
    row, column = torch.meshgrid(torch.arange(GRID), torch.arange(GRID), indexing="ij")
    middle = (raw[..., 1:3].sigmoid() + torch.stack([column, row], -1)) / GRID
    size = raw[..., 3:5].clamp(-3, 2).exp() * USUAL
    boxes = ops.box_convert(torch.cat([middle, size], -1), "cxcywh", "xyxy")
    return raw[..., 0], boxes, raw[..., 5:]
# ANCHOR_END: network


# ANCHOR: loss
def loss(model, pictures, is_one, boxes, kinds):                # truths of all cells: [N, 8, 8], [N, 8, 8, 4], [N, 8, 8]
    logit, found, logits = answers(model, pictures)
    full = is_one == 1                                          # the others are asked for no box and no kind
    there = ops.sigmoid_focal_loss(logit, is_one, alpha=-1, gamma=2, reduction="sum")   # alpha=0.25, unless told
    place = ops.generalized_box_iou_loss(found[full], boxes[full], reduction="sum")
    kind = F.cross_entropy(logits[full], kinds[full], reduction="sum")
    return (there + 2 * place + kind) / full.sum().clamp(min=1)
# ANCHOR_END: loss


# ANCHOR: suppression
@torch.no_grad()
def detect(model, picture, least=0.3, same=0.5):
    logit, boxes, logits = (part[0].flatten(0, 1) for part in answers(model.eval(), picture[None]))
    share, kinds = logits.softmax(-1).max(-1)
    scores = logit.sigmoid() * share
    sure = scores > least
    boxes, scores, kinds = boxes[sure], scores[sure], kinds[sure]
    kept = ops.batched_nms(boxes, scores, kinds, same)          # "batched": each kind for itself
    return boxes[kept], scores[kept], kinds[kept]               # the surest first
# ANCHOR_END: suppression


def scenes(count, chance):
    """One to three squares of ten weaves in each picture, and what each cell should say."""
    weaves = np.random.default_rng(7).integers(0, 2, (10, 4, 4))
    pictures = chance.uniform(0, 0.3, (count, SIDE, SIDE))
    is_one, boxes, kinds = np.zeros((count, GRID, GRID)), np.zeros((count, GRID, GRID, 4)), np.zeros((count, GRID, GRID), int)
    for i, picture in enumerate(pictures):
        for _ in range(chance.integers(1, 4)):
            kind, side = chance.integers(10), chance.integers(12, 33)
            top, left = chance.integers(0, SIDE + 1 - side, 2)
            picture[top:top + side, left:left + side] = np.tile(weaves[kind], (8, 8))[:side, :side]
            cell = i, int(top + side / 2) * GRID // SIDE, int(left + side / 2) * GRID // SIDE
            is_one[cell], kinds[cell] = 1, kind
            boxes[cell] = np.array([left, top, left + side, top + side]) / SIDE
    numbers = [torch.tensor(part, dtype=torch.float32) for part in (pictures[:, None], is_one, boxes)]
    return *numbers, torch.tensor(kinds)


if __name__ == "__main__":
    torch.manual_seed(1)
    chance = np.random.default_rng(1)
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.004)
    for step in range(1, 601):
        cost = loss(model, *scenes(16, chance))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if step % 100 == 0:
            print(f"step {step}: loss {cost.item():.2f}")
    right = found = wanted = 0
    pictures, is_one, boxes, kinds = scenes(100, chance)
    for picture, full, truth, kind in zip(pictures, is_one == 1, boxes, kinds):
        box, _, name = detect(model, picture)
        good = (ops.box_iou(box, truth[full]) >= 0.5) & (name[:, None] == kind[full])
        right, found, wanted = right + good.any(0).sum().item(), found + len(box), wanted + full.sum().item()
    print(f"{right} of {wanted} squares found, among {found} boxes")
