"""The networks of the scoreboard in PyTorch, one training step timed, to be run beside ours:

    cargo run --release -p scoreboard -- speed --threads 2 --beside "python3 tests/peers/pytorch.py"

Needs `pip install torch`. Called as `pytorch.py --threads N --seconds S --device cpu|cuda ROW`, it prints one JSON
line with `ms_per_step`: the best of five rounds of S seconds, after five steps to warm up. A step is what it is in
Rust: forget the gradients, forward, loss, backward, optimiser, on one batch of random pixels or letters that stays in
memory.
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional


def dense(*sizes):
    layers = [nn.Flatten()]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])  # The last layer gives logits.


def conv(inputs, outputs, size, padding="valid"):
    return [nn.Conv2d(inputs, outputs, size, padding=padding), nn.ReLU()]


def cnn1():
    return nn.Sequential(*conv(1, 32, 3), nn.MaxPool2d(2), nn.Flatten(),
                         nn.Linear(5408, 100), nn.ReLU(), nn.Linear(100, 10))


def cnn2(after_pool=(), after_dense=(), after_conv1=()):
    return nn.Sequential(*conv(1, 32, 3), *after_conv1, *conv(32, 64, 3), nn.MaxPool2d(2), *after_pool, nn.Flatten(),
                         nn.Linear(9216, 128), nn.ReLU(), *after_dense, nn.Linear(128, 10))


def deep5x5():
    return nn.Sequential(*conv(1, 32, 5, "same"), nn.MaxPool2d(2), *conv(32, 64, 5, "same"), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(3136, 1024), nn.ReLU(), nn.Dropout(0.5), nn.Linear(1024, 10))


class CharLstm(nn.Module):
    """Guesses the next of 64 letters at each of 64 places."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(64, 64)
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.logits = nn.Linear(128, 64)

    def loss(self, letters, following):
        hidden, _ = self.lstm(self.embedding(letters))
        return functional.cross_entropy(self.logits(hidden).flatten(0, 1), following.flatten())


class Vae(nn.Module):
    """Nats an image: what the decoder misses, and how far the codes are from the prior."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean, self.log_variance = nn.Linear(400, 20), nn.Linear(400, 20)
        self.decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784))

    def loss(self, images, _labels):
        images = images.flatten(1)
        hidden = functional.relu(self.hidden(images))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        code = mean + torch.randn_like(mean) * torch.exp(log_variance / 2)
        missed = functional.binary_cross_entropy_with_logits(self.decoder(code), images, reduction="sum")
        distance = (log_variance.exp() + mean.square() - 1 - log_variance).sum() / 2
        return (missed + distance) / len(images)


class Attention(nn.Module):
    """Four heads; nobody looks ahead."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(64, 64) for _ in range(4))

    def loss(self, x, _labels):
        heads = [layer(x).unflatten(2, (4, 16)).transpose(1, 2) for layer in (self.query, self.key, self.value)]
        seen = functional.scaled_dot_product_attention(*heads, is_causal=True)
        return self.output(seen.transpose(1, 2).flatten(2)).square().mean()


class Block(nn.Module):
    """Two convolutions, and a way around them that has no weights."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.stride, self.new = outputs // inputs, outputs - inputs
        self.seen = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, self.stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        around = functional.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.new // 2, self.new // 2))
        return functional.relu(self.seen(x) + around)


def resnet20():
    widths = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64]
    return nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
                         *[Block(*pair) for pair in zip(widths, widths[1:])],
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        two = lambda inputs, outputs: nn.Sequential(*conv(inputs, outputs, 3, "same"), *conv(outputs, outputs, 3, "same"))
        self.down1, self.down2, self.middle = two(1, 16), two(16, 32), two(32, 64)
        self.up2, self.up1, self.output = two(96, 32), two(48, 16), nn.Conv2d(16, 11, 1)

    def forward(self, x):
        first = self.down1(x)
        second = self.down2(functional.max_pool2d(first, 2))
        x = self.middle(functional.max_pool2d(second, 2))
        x = self.up2(torch.cat([functional.interpolate(x, scale_factor=2), second], 1))
        return self.output(self.up1(torch.cat([functional.interpolate(x, scale_factor=2), first], 1)))


class GptBlock(nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)
        self.norm, self.norm2 = nn.LayerNorm(128, bias=False), nn.LayerNorm(128, bias=False)
        self.look, self.seen, self.up, self.down = linear(128, 384), linear(128, 128), linear(128, 512), linear(512, 128)

    def forward(self, x):
        heads = [part.unflatten(2, (4, 32)).transpose(1, 2) for part in self.look(self.norm(x)).split(128, 2)]
        seen = functional.scaled_dot_product_attention(*heads, is_causal=True)
        x = x + self.seen(seen.transpose(1, 2).flatten(2))
        return x + self.down(functional.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    """Guesses the next of 65 letters at each of 64 places; the first layer's table is the last layer's, too."""

    def __init__(self):
        super().__init__()
        self.letters, self.places = nn.Embedding(65, 128), nn.Embedding(64, 128)
        self.blocks, self.norm = nn.Sequential(*[GptBlock() for _ in range(4)]), nn.LayerNorm(128, bias=False)

    def loss(self, letters, following):
        x = self.norm(self.blocks(self.letters(letters) + self.places.weight))
        return functional.cross_entropy((x @ self.letters.weight.T).flatten(0, 1), following.flatten())


class Gcn(nn.Module):
    """Two graph convolutions on random links between Cora's number of papers; the first 140 have a label."""

    def __init__(self, papers=2708, links=5278):
        super().__init__()
        self.first, self.last = nn.Linear(1433, 16, bias=False), nn.Linear(16, 7, bias=False)
        ends, loops = torch.randint(0, papers, (2, links)), torch.arange(papers).repeat(2, 1)
        places = torch.cat([ends, ends.flip(0), loops], 1)
        matrix = torch.sparse_coo_tensor(places, torch.ones(places.shape[1]), (papers, papers)).coalesce()
        root = torch.sparse.sum(matrix, 1).to_dense().rsqrt()
        (rows, columns), values = matrix.indices(), matrix.values()
        values = values * root[rows] * root[columns]
        matrix = torch.sparse_coo_tensor(matrix.indices(), values, matrix.shape).to_sparse_csr()
        self.register_buffer("matrix", matrix)

    def loss(self, words, subjects):
        hidden = functional.relu(self.matrix @ self.first(functional.dropout(words)))
        logits = self.matrix @ self.last(functional.dropout(hidden))
        return functional.cross_entropy(logits[:len(subjects)], subjects)


class Classifier(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def loss(self, images, labels):
        return functional.cross_entropy(self.network(images), labels)


def pictures(batch, device):
    return torch.rand(batch, 1, 28, 28, device=device), torch.randint(0, 10, (batch,), device=device)


def colours(batch, device):
    return torch.rand(batch, 3, 32, 32, device=device), torch.randint(0, 10, (batch,), device=device)


def scenes(batch, device):
    return torch.rand(batch, 1, 64, 64, device=device), torch.randint(0, 11, (batch, 64, 64), device=device)


def letters(batch, device):
    return torch.randint(0, 64, (batch, 64), device=device), torch.randint(0, 64, (batch, 64), device=device)


def writings(batch, device):
    return torch.randint(0, 65, (batch, 64), device=device), torch.randint(0, 65, (batch, 64), device=device)


def citations(batch, device):
    return (torch.rand(batch, 1433, device=device) < 0.0127).float(), torch.randint(0, 7, (140,), device=device)


def sequences(batch, device):
    return torch.rand(batch, 64, 64, device=device), None


def sgd(weights):
    return torch.optim.SGD(weights, lr=0.01)


def adamw(weights):
    return torch.optim.AdamW(weights, lr=0.001, weight_decay=0.1)


def momentum(weights):
    return torch.optim.SGD(weights, lr=0.01, momentum=0.9)


CLASSIFIERS = {  # network, batch, optimiser
    "softmax": (lambda: dense(784, 10), 128, sgd),
    "mlp64": (lambda: dense(784, 64, 64, 10), 128, torch.optim.Adam),
    "mlp512": (lambda: dense(784, 512, 512, 10), 128, torch.optim.Adam),
    "mlp512x3": (lambda: dense(784, 512, 512, 512, 10), 128, torch.optim.Adam),
    "cnn1": (cnn1, 32, momentum),
    "cnn2": (cnn2, 32, momentum),
    "cnn2_dropout": (lambda: cnn2([nn.Dropout(0.25)], [nn.Dropout(0.5)]), 32, momentum),
    "cnn_bn": (lambda: cnn2([nn.BatchNorm2d(64)], [nn.BatchNorm1d(128)], [nn.BatchNorm2d(32)]), 32, momentum),
    "deep5x5": (deep5x5, 50, torch.optim.Adam),
}
ROWS = {  # model, inputs and targets, batch, optimiser
    **{name: (lambda network=network: Classifier(network()), pictures, batch, optimizer)
       for name, (network, batch, optimizer) in CLASSIFIERS.items()},
    "char_lstm": (CharLstm, letters, 32, torch.optim.Adam),
    "vae": (Vae, pictures, 128, torch.optim.Adam),
    "attention": (Attention, sequences, 32, torch.optim.Adam),
    "resnet20": (lambda: Classifier(resnet20()), colours, 128, momentum),
    "unet": (lambda: Classifier(UNet()), scenes, 16, torch.optim.Adam),
    "gpt_mini": (Gpt, writings, 12, adamw),
    "gcn": (Gcn, citations, 2708, torch.optim.Adam),
}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--seconds", type=float, default=0.5)
    arguments.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    arguments.add_argument("row", choices=ROWS)
    chosen = arguments.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(chosen.threads)
    # Ours computes in plain f32.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    model, data, batch, optimizer = ROWS[chosen.row]
    model = model().to(chosen.device).train()
    optimizer = optimizer(model.parameters())
    inputs, targets = data(batch, chosen.device)

    def step():
        optimizer.zero_grad()
        model.loss(inputs, targets).backward()
        optimizer.step()

    def round_of_steps():
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < chosen.seconds:
            step()
            steps += 1
        if chosen.device == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - start) / steps

    for _ in range(5):
        step()
    best = min(round_of_steps() for _ in range(5))
    print(json.dumps({"name": chosen.row, "ms_per_step": round(best * 1e3, 4), "peer": f"PyTorch {torch.__version__}"}))


main()
