"""Scales the first three training digits to 28x28 with NumPy, independently of the Rust code:
cubic convolution (Keys, a = -1/2) by explicit sums over the sixteen nearest cells.

    python3 enlarge.py ../../embedded/digits.csv.gz > enlarged.txt
"""

import sys

import numpy as np

table = np.loadtxt(sys.argv[1], delimiter=",")
cells, labels = table[:, :64].reshape(-1, 8, 8) / 16, table[:, 64].astype(int)

in_class_order = np.argsort(labels, kind="stable")
train = np.setdiff1d(np.arange(len(labels)), in_class_order[::5])


def keys(t):
    t = abs(t)
    if t < 1:
        return 1.5 * t**3 - 2.5 * t**2 + 1
    if t < 2:
        return -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2
    return 0.0


def value(image, y, x):
    total = 0.0
    for row in range(int(np.floor(y)) - 1, int(np.floor(y)) + 3):
        for column in range(int(np.floor(x)) - 1, int(np.floor(x)) + 3):
            if 0 <= row < 8 and 0 <= column < 8:
                total += image[row, column] * keys(y - row) * keys(x - column)
    return min(max(2 * total - 0.6, 0.0), 1.0)


def enlarge(image):
    ys, xs = np.mgrid[0:8, 0:8]
    cy, cx = (ys * image).sum() / image.sum(), (xs * image).sum() / image.sum()
    place = (np.arange(28) - 13.5) * 8 / 20
    return np.array([[value(image, cy + dy, cx + dx) for dx in place] for dy in place])


everything = np.array([enlarge(image) for image in cells])
print(f"# mean of all 1797: {everything.mean():.9f}")
print("# training image, row, then 28 pixels")
for i in range(3):
    for y, row in enumerate(everything[train[i]]):
        print(i, y, " ".join(f"{v:.6f}" for v in row))
