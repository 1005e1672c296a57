"""The autoencoders of lab 9's first half in PyTorch 2, beside PCA. Run: python autoencoder_pytorch.py"""

import torch
from torch import nn

torch.manual_seed(1)


# ANCHOR: network
class Autoencoder(nn.Module):
    def __init__(self, inputs=64, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(inputs, 128), nn.ELU(), nn.Linear(128, 64), nn.ELU(), nn.Linear(64, latent),
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, 64), nn.ELU(), nn.Linear(64, 128), nn.ELU(), nn.Linear(128, inputs), nn.Sigmoid(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))
# ANCHOR_END: network


# ANCHOR: step
def step(model, optimizer, clean, noise=0.0, sparsity=0.0):
    shown = (clean + noise * torch.randn_like(clean)).clamp(0, 1) if noise else clean
    code = model.encoder(shown)
    loss = nn.functional.mse_loss(model.decoder(code), clean)       # clean, never shown
    if sparsity:
        loss = loss + sparsity * code.abs().sum(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
# ANCHOR_END: step


# ANCHOR: pca
def pca(x, k):
    mean = x.mean(0)
    _, singular, v_t = torch.linalg.svd(x - mean, full_matrices=False)
    lost = singular[k:].square().sum() / x.numel()                  # per pixel
    return lambda y: mean + (y - mean) @ v_t[:k].T @ v_t[:k], lost
# ANCHOR_END: pca


# Pictures of one bent dimension, so that the network has something to find: a bump that wanders through 64 pixels.
place = torch.rand(500, 1)
pictures = torch.exp(-((torch.linspace(0, 1, 64) - place) / 0.08) ** 2)
model = Autoencoder(latent=2)
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
for _ in range(60):
    for batch in torch.randperm(500).split(50):
        step(model, optimizer, pictures[batch])
redraw, lost = pca(pictures, 2)
with torch.no_grad():
    network = nn.functional.mse_loss(model(pictures), pictures)
print(f"two numbers: PCA {lost:.4f} ({nn.functional.mse_loss(redraw(pictures), pictures):.4f}), network {network:.4f}")
print("with noise and a penalty:", round(step(model, optimizer, pictures[:50], noise=0.3, sparsity=0.001), 4))
