"""Expected values of `judging/pictures.rs`: patches by PyTorch's unfold. Run: python make_pictures.py"""

import torch

for picture, p in [
    (torch.arange(1.0, 25.0).reshape(4, 6), 2),
    (torch.tensor([[0.5, 0.25, 0.75, 2.0, 3.5, 1.0], [1.5, 4.0, 2.5, 6.0, 7.25, 8.0], [9.0, 5.5, 4.5, 3.0, 0.125, 6.5]]), 3),
    (torch.tensor([[3.0, 1.0], [4.0, 1.5], [9.0, 2.0]]), 1),
]:
    print(p, picture.unfold(0, p, p).unfold(1, p, p).reshape(-1, p * p).tolist())
print(10 * 0.15, 10 * 0.15 * 0.8, 10 * (0.85 + 0.15 * (0.1 + 0.1 / 4)), 0.85**10, (0.1 + 0.1 / 4) / 0.2)
