"""The variational autoencoder of lab 9 in PyTorch 2. Run: python vae_pytorch.py"""

import torch
from torch import nn
from torch.distributions import Normal, kl_divergence
from torch.nn import functional as F

torch.manual_seed(1)


# ANCHOR: network
class Vae(nn.Module):
    def __init__(self, pixels=784, hidden=400, latent=20):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU())
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)
        self.decoder = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def encode(self, x):
        hidden = self.encoder(x)
        return Normal(self.mean(hidden), torch.exp(0.5 * self.log_variance(hidden)))

    def loss(self, x):
        code = self.encode(x)
        z = code.rsample()                          # μ + σε; `sample()` has no gradient, and nobody complains
        logits = self.decoder(z)
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        divergence = kl_divergence(code, Normal(0.0, 1.0)).sum(1).mean()
        return reconstruction + divergence          # nats a picture
# ANCHOR_END: network


# ANCHOR: training
def train(model, batches, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * len(batches))
    for _ in range(epochs):
        for x in batches:
            optimizer.zero_grad()
            loss = model.loss(x)
            loss.backward()
            optimizer.step()
            schedule.step()
    return loss.item()


def draw(model, count):
    with torch.no_grad():
        return torch.sigmoid(model.decoder(torch.randn(count, 20)))
# ANCHOR_END: training


model = Vae()
print("parameters", sum(p.numel() for p in model.parameters()))
blobs = [(torch.rand(128, 784) < torch.rand(128, 1) ** 2).float() for _ in range(8)]
first = model.loss(blobs[0]).item()
print(f"loss before {first:.0f}, after {train(model, blobs, 5):.0f}; drawn {tuple(draw(model, 16).shape)}")

# The slip: with `sample` in place of `rsample` the encoder's gradient is that of KL alone.
code = model.encode(blobs[0])
for name, z in [("rsample", code.rsample()), ("sample", code.sample())]:
    print(name, "has a gradient:", z.requires_grad)
