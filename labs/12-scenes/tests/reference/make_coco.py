"""Reference values for the boxes of lab12: PyTorch, torchvision and pycocotools, in double precision.

    pip install torch torchvision pycocotools
    python make_coco.py > coco.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import contextlib
import io

import numpy as np
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torchvision.ops import box_iou, generalized_box_iou, nms

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = np.asarray(value.detach() if torch.is_tensor(value) else value, dtype=float)
    shape = "x".join(str(n) for n in value.shape) or "1"
    print(name, shape, *(repr(float(v)) for v in value.reshape(-1)))


def evaluate(truths, found):
    """truths: (image, class, l, t, r, b); found: (image, class, score, l, t, r, b). AP at ½, at ¾, and averaged."""
    images = sorted({int(t[0]) for t in truths} | {int(f[0]) for f in found})
    classes = sorted({int(t[1]) for t in truths} | {int(f[1]) for f in found})
    box = lambda l, t, r, b: [l, t, r - l, b - t]
    with contextlib.redirect_stdout(io.StringIO()):
        gt = COCO()
        gt.dataset = {
            "info": {},
            "images": [{"id": i} for i in images],
            "categories": [{"id": c} for c in classes],
            "annotations": [
                {"id": n + 1, "image_id": int(i), "category_id": int(c), "bbox": box(*edges), "area": box(*edges)[2] * box(*edges)[3], "iscrowd": 0}
                for n, (i, c, *edges) in enumerate(truths)
            ],
        }
        gt.createIndex()
        results = [{"image_id": int(i), "category_id": int(c), "score": s, "bbox": box(*edges)} for i, c, s, *edges in found]
        run = COCOeval(gt, gt.loadRes(results), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return run.stats[1], run.stats[2], run.stats[0]


# Whole evaluations: several images and classes, boxes in quarters of a pixel, scores with many ties.
for case, seed in enumerate([1, 2, 3]):
    rng = np.random.default_rng(seed)
    truths, found = [], []
    for image in range(12):
        for _ in range(rng.integers(1, 6)):
            left, top = rng.integers(0, 160, 2) / 4
            width, height = rng.integers(24, 96, 2) / 4
            c = rng.integers(0, 4)
            truths.append((image, c, left, top, left + width, top + height))
            for _ in range(rng.integers(0, 4)):
                l, t, r, b = np.array(truths[-1][2:]) + rng.integers(-9, 10, 4) / 4 * rng.choice([0, 0.25, 1])
                other = rng.integers(0, 4) if rng.random() < 0.2 else c
                found.append((image, other, round(rng.random(), 1 + case % 2), l, t, r, b))
        for _ in range(rng.integers(0, 3)):
            l, t = rng.integers(0, 160, 2) / 4
            found.append((image, rng.integers(0, 4), round(rng.random(), 1), l, t, l + 10, t + 12.5))
    put(f"case{case}.truths", truths)
    put(f"case{case}.found", found)
    put(f"case{case}.ap", evaluate(truths, found))

# The average precision of a list: each box in an image of its own, so that what is right is right.
lists = {
    "ap_a": ([0.9, 0.8, 0.7, 0.5, 0.3], [1, 0, 1, 0, 1], 4),
    "ap_b": ([0.2, 0.95, 0.6, 0.4, 0.85, 0.1, 0.5], [1, 1, 0, 1, 0, 0, 1], 6),
    "ap_c": ([0.5, 0.5, 0.5, 0.5, 0.9], [0, 1, 0, 1, 0], 3),
    "ap_d": ([0.7, 0.9], [0, 0], 2),
    "ap_e": ([0.6], [1], 1),
    "ap_f": ([0.3, 0.4, 0.1, 0.2, 0.6, 0.8], [1, 1, 1, 0, 0, 1], 9),
}
for name, (scores, right, truths) in lists.items():
    t = [(i, 1, 0, 0, 8, 6) for i, hit in enumerate(right) if hit]
    t += [(100 + i, 1, 0, 0, 8, 6) for i in range(truths - sum(right))]
    f = [(i, 1, s, 0, 0, 8, 6) if hit else (i, 1, s, 20, 20, 28, 26) for i, (s, hit) in enumerate(zip(scores, right))]
    put(name, evaluate(t, f)[0])

# Overlaps: partly, one within the other, touching, apart, the same.
pairs = [
    ([0, 0, 4, 3], [2, 1, 7, 5]),
    ([1, 1, 9, 7], [2, 3, 5, 6]),
    ([0, 0, 2, 5], [2, 0, 6, 5]),
    ([0, 0, 2, 2], [10, 7, 13, 9]),
    ([3, 4, 8, 6.5], [3, 4, 8, 6.5]),
    ([0.25, 2, 6, 4], [1, 0, 2.5, 9]),
]
put("iou", [box_iou(torch.tensor([a], dtype=torch.float64), torch.tensor([b], dtype=torch.float64)).item() for a, b in pairs])
put("giou", [generalized_box_iou(torch.tensor([a], dtype=torch.float64), torch.tensor([b], dtype=torch.float64)).item() for a, b in pairs])

# Smooth L1.
for name, found, wanted, beta in [
    ("smooth_a", [1.0, -2.0, 0.5, 3.25], [0.75, 1.0, 0.5, 1.25], 1.0),
    ("smooth_b", [0.1, 0.9, -0.3], [0.15, 0.2, 0.4], 0.25),
    ("smooth_c", [5.0, -4.0, 2.0, 2.5, 0.0], [2.0, -1.5, 2.0, 0.5, 2.0], 2.0),
]:
    x = torch.tensor(found, requires_grad=True)
    loss = torch.nn.functional.smooth_l1_loss(x, torch.tensor(wanted), beta=beta)
    loss.backward()
    put(f"{name}.loss", loss)
    put(f"{name}.gradient", x.grad)

# Non-maximum suppression, class by class, then all by score.
suppress = {
    "nms_a": ([[10, 10, 30, 40], [12, 11, 31, 39], [50, 8, 62, 30], [11, 12, 29, 45], [49, 9, 63, 31]], [0.6, 0.9, 0.5, 0.8, 0.7], [3, 3, 3, 5, 3], 0.5),
    "nms_b": ([[0, 0, 10, 4], [3, 0, 13, 4], [6, 0, 16, 4], [9, 0, 19, 4]], [0.9, 0.8, 0.7, 0.6], [1, 1, 1, 1], 0.3),
    "nms_c": ([[0, 0, 8, 8], [0, 0, 8, 8], [1, 0, 9, 8], [20, 20, 24, 29], [0, 0, 8, 8]], [0.5, 0.5, 0.75, 0.5, 0.5], [2, 7, 7, 2, 2], 0.4),
    "nms_d": ([[0, 0, 4, 2], [2, 0, 6, 2], [0, 1, 4, 5]], [0.2, 0.3, 0.1], [4, 4, 4], 1 / 3),
}
for name, (boxes, scores, classes, threshold) in suppress.items():
    boxes, scores, classes = torch.tensor(boxes, dtype=torch.float64), torch.tensor(scores), torch.tensor(classes)
    kept = []
    for c in classes.unique():
        at = torch.where(classes == c)[0]
        kept += at[nms(boxes[at], scores[at], threshold)].tolist()
    kept.sort(key=lambda i: (-scores[i].item(), i))
    put(name, kept)
