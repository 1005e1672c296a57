"""The ring of lab 10 in PyTorch 2. Run: python gan_pytorch.py"""

import math

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce

torch.manual_seed(1)
PACK, BATCH, ROUNDS, RATE = 2, 128, 2000, 2e-3


def real(count):
    angle = 2 * math.pi / 8 * torch.randint(8, (count,))
    return 2 * torch.stack([angle.cos(), angle.sin()], 1) + 0.1 * torch.randn(count, 2)


# ANCHOR: players
G = nn.Sequential(
    nn.Linear(2, 64), nn.Tanh(),
    nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 2),
)
D = nn.Sequential(
    nn.Linear(2 * PACK, 64), nn.LeakyReLU(0.2),
    nn.Linear(64, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1),
)
adam_g = torch.optim.Adam(G.parameters(), RATE, betas=(0.5, 0.999))  # G's numbers alone
adam_d = torch.optim.Adam(D.parameters(), RATE, betas=(0.5, 0.999))  # D's numbers alone
# ANCHOR_END: players


def opinion(x):
    return D(x.reshape(-1, 2 * PACK))


# ANCHOR: round
def one_round():
    of_real = opinion(real(BATCH))
    of_forged = opinion(G(torch.randn(BATCH, 2)).detach())  # plain numbers
    loss = bce(of_real, torch.ones_like(of_real)) + bce(of_forged, torch.zeros_like(of_forged))
    adam_d.zero_grad()                  # also clears what G's step left in D
    loss.backward()
    adam_d.step()

    of_forged = opinion(G(torch.randn(BATCH, 2)))           # through D
    loss = bce(of_forged, torch.ones_like(of_forged))       # −ln D
    adam_g.zero_grad()
    loss.backward()                     # fills D's .grad, too
    adam_g.step()
# ANCHOR_END: round


for step in range(ROUNDS):
    for adam in (adam_g, adam_d):
        adam.param_groups[0]["lr"] = RATE * (1 - step / ROUNDS)
    one_round()

with torch.no_grad():
    points = G(torch.randn(2000, 2))
angle = 2 * math.pi / 8 * torch.arange(8)
centres = 2 * torch.stack([angle.cos(), angle.sin()], 1)
share = (torch.cdist(points, centres) <= 0.3).float().mean(0)
print(f"clouds served: {int((share >= 0.02).sum())} of 8, good points: {share.sum():.2f}")
