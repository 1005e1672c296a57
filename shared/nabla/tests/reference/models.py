"""Seven models of later chapters, each a few lines of PyTorch: the loss, and its gradient with respect to every leaf.

    python models.py > models.json

models.rs writes each of them with nabla. Leaf i of a model is that of nets.py with seed i.
"""

import json

import torch
import torch.nn.functional as F

from nets import leaf


def residual_block(x, w1, b1, w2, b2):
    def convolve(x, w, b):
        return F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), b, padding=1).permute(0, 2, 3, 1)

    y = torch.relu(x + convolve(torch.relu(convolve(x, w1, b1)), w2, b2))
    return y.square().mean()


def self_attention(x, w_q, w_k, w_v, w_o):
    """Two heads; nobody looks ahead, and the second sentence has three words."""
    n, t, c = x.shape
    heads = lambda w: (x @ w).reshape(n, t, 2, c // 2).transpose(1, 2)
    hidden = torch.ones(t, t).triu(1).bool() | (torch.arange(t) >= torch.tensor([5, 3])[:, None, None, None])
    y = F.scaled_dot_product_attention(heads(w_q), heads(w_k), heads(w_v), ~hidden)
    return (y.transpose(1, 2).reshape(n, t, c) @ w_o).square().mean()


def siamese_pair(a, b, w, bias):
    """Contrastive loss (Hadsell, Chopra and LeCun, 2006): rows 0 and 2 show the same, the others do not."""
    code = lambda x: torch.tanh(x @ w + bias)
    distance = (code(a) - code(b)).square().sum(1).sqrt()
    same = torch.tensor([1.0, 0.0, 1.0, 0.0])
    return (same * distance.square() + (1 - same) * (2 - distance).clamp(0).square()).mean()


def generator_step(z, g, g_bias, d, d_bias):
    """The discriminator's parameters are held: their gradients are not asked for."""
    logits = torch.tanh(z @ g + g_bias) @ d.detach() + d_bias.detach()
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))


def policy_gradient(states, w, b):
    """Advantages of either sign (Williams, 1992)."""
    losses = F.cross_entropy(states @ w + b, torch.tensor([2, 0, 1, 1]), reduction="none")
    return (losses * torch.tensor([1.5, -0.5, 0.25, -2.0])).mean()


def graph_layer(nodes, w, own, b):
    """Each node hears the mean of its neighbours (Kipf and Welling, 2016, with a weight of its own)."""
    source, target = torch.tensor([1, 2, 0, 4, 3, 0]), torch.tensor([0, 0, 1, 3, 4, 4])
    heard = torch.zeros(5, 3).index_add(0, target, nodes[source])
    count = torch.tensor([2.0, 1.0, 1.0, 1.0, 2.0])[:, None]  # nobody speaks to node 2
    logits = heard / count @ w + nodes @ own + b
    return F.cross_entropy(logits, torch.tensor([1, 0, 1, 1, 0]))


def tied_ends(table, w, gamma):
    """Letters become rows of a table, and what is made of them is held against the same rows (Press and Wolf, 2017)."""
    x = table[torch.tensor([[3, 0, 3, 5], [1, 1, 4, 0]])]
    y = F.layer_norm(x + F.gelu(x @ w), (4,), gamma)
    return F.cross_entropy((y @ table.T).flatten(0, 1), torch.tensor([0, 3, 5, 2, 1, 4, 0, 3]))


MODELS = {
    residual_block: [[2, 5, 4, 3], [3, 3, 3, 3], [3], [3, 3, 3, 3], [3]],
    self_attention: [[2, 5, 8], [8, 8], [8, 8], [8, 8], [8, 8]],
    siamese_pair: [[4, 5], [4, 5], [5, 3], [3]],
    generator_step: [[6, 4], [4, 5], [5], [5, 1], [1]],
    policy_gradient: [[4, 5], [5, 3], [3]],
    tied_ends: [[6, 4], [4, 4], [4]],
    graph_layer: [[5, 3], [3, 2], [3, 2], [2]],
}


def lines():
    for model, shapes in MODELS.items():
        leaves = [leaf(shape, i, 0.5).requires_grad_() for i, shape in enumerate(shapes)]
        loss = model(*leaves)
        loss.backward()
        grads = [None if x.grad is None else [float(f"{g:.8g}") for g in x.grad.flatten().tolist()] for x in leaves]
        row = {"name": model.__name__, "shapes": shapes, "loss": float(f"{loss.item():.9g}"), "grads": grads}
        yield json.dumps(row, separators=(",", ":"))


if __name__ == "__main__":
    print("[\n" + ",\n".join(lines()) + "\n]")
