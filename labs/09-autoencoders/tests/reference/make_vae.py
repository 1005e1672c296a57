"""Writes vae.txt: what PyTorch says, in double precision, of lab 9's variational half.

    python make_vae.py > vae.txt

One line a value: name, shape, numbers in row-major order.
"""

import math

import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

torch.set_default_dtype(torch.float64)


def put(name, value):
    value = torch.as_tensor(value).detach()
    shape = "x".join(map(str, value.shape)) or "1"
    print(name, shape, *(repr(v) for v in value.flatten().tolist()))


# z = mean + noise·(standard deviation), and the gradients that come back through it.
for name, mean, log_variance, noise, dz in [
    ("draw_a", [0.5, -1.25, 2.0], [0.6, -1.4, 0.0], [1.5, -0.75, 0.25], [2.0, -3.0, 0.5]),
    ("draw_b", [-0.3], [1.8], [-2.0], [1.25]),
    ("draw_c", [1.0, 0.0], [-3.0, 2.2], [0.0, 0.4], [-1.0, 1.5]),
]:
    mean, log_variance = torch.tensor(mean, requires_grad=True), torch.tensor(log_variance, requires_grad=True)
    z = mean + torch.tensor(noise) * torch.exp(0.5 * log_variance)
    (z * torch.tensor(dz)).sum().backward()
    put(f"{name}.z", z)
    put(f"{name}.mean", mean.grad)
    put(f"{name}.log_variance", log_variance.grad)

# KL(q ‖ N(0, I)): summed over the code, mean over the pictures. PyTorch's own closed form.
for name, mean, log_variance in [
    ("kl_a", [[0.5, -1.25, 2.0], [0.25, 0.75, -0.5]], [[0.6, -1.4, 0.3], [-0.2, 0.9, -2.5]]),
    ("kl_b", [[1.5]], [[-0.7]]),
    ("kl_d", [[-30.0, 0.001], [40.0, 40.0]], [[-60.0, 5.5], [0.0, -0.5]]),
    ("kl_c", [[0.0, 0.0], [2.0, 0.0], [0.0, -1.0]], [[0.0, 0.0], [0.0, 1.1], [-1.3, 0.0]]),
]:
    q = Normal(torch.tensor(mean), torch.exp(0.5 * torch.tensor(log_variance)))
    put(name, kl_divergence(q, Normal(0.0, 1.0)).sum(1).mean())

# The importance-weighted bound, from the logarithms of the weights.
for name, weights in [
    ("importance_a", [-1.0, -2.5, -0.25]),
    ("importance_b", [-812.5, -815.0, -811.25, -830.0]),
    ("importance_c", [2.0, 2.0]),
]:
    put(name, torch.logsumexp(torch.tensor(weights), 0) - math.log(len(weights)))

# A small network with made-up weights: both terms of its loss, and the gradients of all its weights.
pixels, hidden, latent, n = 6, 5, 2, 3
made = lambda *shape, k: ((torch.arange(math.prod(shape)) * k % 23).reshape(shape) - 11.0) / 16
sizes = [("encoder", pixels, hidden), ("mean", hidden, latent), ("log_variance", hidden, latent),
         ("decoder.0", latent, hidden), ("decoder.1", hidden, pixels)]
weights = {}
for i, (name, inputs, outputs) in enumerate(sizes):
    weights[f"{name}.weight"] = made(inputs, outputs, k=7 + 2 * i).requires_grad_()
    weights[f"{name}.bias"] = (made(outputs, k=5 + 2 * i) / 4).requires_grad_()
layer = lambda name, x: x @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
x = (torch.arange(n * pixels) * 5 % 17).reshape(n, pixels) / 16.0
noise = made(n, latent, k=13)
put("net.x", x)
put("net.noise", noise)
h = F.relu(layer("encoder", x))
mean, log_variance = layer("mean", h), layer("log_variance", h)
z = mean + noise * torch.exp(0.5 * log_variance)
logits = layer("decoder.1", F.relu(layer("decoder.0", z)))
reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / n
divergence = kl_divergence(Normal(mean, torch.exp(0.5 * log_variance)), Normal(0.0, 1.0)).sum() / n
(reconstruction + divergence).backward()
put("net.reconstruction", reconstruction)
put("net.divergence", divergence)
for name, weight in weights.items():
    put(f"net.{name}", weight)
    put(f"net.{name}.gradient", weight.grad)

# ln Σ p(z)·p(x|z) where z is a number: z ~ N(0,1), x ~ N(z, s²); by the trapezoid rule on 200,001 points.
for name, noise, seen in [("blurred_a", 0.5, 1.5), ("blurred_b", 1.2, -0.75)]:
    z = torch.linspace(-12, 12, 200_001)
    joint = torch.exp(Normal(0.0, 1.0).log_prob(z) + Normal(z, noise).log_prob(torch.tensor(seen)))
    put(name, torch.log(torch.trapezoid(joint, z)))
