"""The DCGAN of lab 10 in PyTorch 2, on noise in place of digits. Run: python dcgan_pytorch.py"""

import torch
from torch import nn

torch.manual_seed(1)
latent, w = 32, 16


# ANCHOR: networks
def up(inputs, outputs, margin):
    return [nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1, bias=False),
            nn.ZeroPad2d((0, -margin, 0, -margin)),  # a negative pad crops: from 8 to the odd 7
            nn.BatchNorm2d(outputs, momentum=0.2), nn.ReLU()]


generator = nn.Sequential(
    nn.Linear(latent, 4 * 4 * 4 * w, bias=False), nn.Unflatten(1, (4 * w, 4, 4)),
    nn.BatchNorm2d(4 * w, momentum=0.2), nn.ReLU(),
    *up(4 * w, 2 * w, 1), *up(2 * w, w, 0),
    nn.ConvTranspose2d(w, 1, 4, stride=2, padding=1), nn.Sigmoid(),
)

discriminator = nn.Sequential(
    nn.Conv2d(1, w, 4, stride=2, padding=1), nn.LeakyReLU(0.2),
    nn.Conv2d(w, 2 * w, 4, stride=2, padding=1, bias=False), nn.BatchNorm2d(2 * w, momentum=0.2), nn.LeakyReLU(0.2),
    nn.ZeroPad2d((1, 2, 1, 2)),                     # 7 is odd: one more on the right and below
    nn.Conv2d(2 * w, 2 * w, 4, stride=2, bias=False), nn.BatchNorm2d(2 * w, momentum=0.2), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.Linear(4 * 4 * 2 * w, 1),
)
# ANCHOR_END: networks

for module in [*generator.modules(), *discriminator.modules()]:
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
        nn.init.normal_(module.weight, std=0.02)

# ANCHOR: round
of_generator = torch.optim.Adam(generator.parameters(), lr=2e-3, betas=(0.5, 0.999))
of_discriminator = torch.optim.Adam(discriminator.parameters(), lr=5e-4, betas=(0.5, 0.999))
loss = nn.BCEWithLogitsLoss()


def one_round(real):
    ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
    forged = generator(torch.randn(len(real), latent))
    told_apart = loss(discriminator(real), ones) + loss(discriminator(forged.detach()), zeros)
    of_discriminator.zero_grad()                    # gradients of the generator's step lie here, too
    told_apart.backward()
    of_discriminator.step()

    forged = generator(torch.randn(len(real), latent))
    found_out = loss(discriminator(forged), ones)   # −ln D
    of_generator.zero_grad()
    found_out.backward()
    of_generator.step()
    return told_apart.item(), found_out.item()
# ANCHOR_END: round


learned = lambda model: sum(p.numel() for p in model.parameters())
print(learned(generator), learned(discriminator))
print(tuple(generator(torch.randn(5, latent)).shape), tuple(discriminator(torch.rand(5, 1, 28, 28)).shape))
for _ in range(3):
    print(*(f"{v:.3f}" for v in one_round(torch.rand(32, 1, 28, 28))))
