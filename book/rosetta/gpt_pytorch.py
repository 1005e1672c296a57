"""The small GPT of lab 13 in PyTorch 2, on a text of letters. Run: python gpt_pytorch.py [TEXT] [STEPS]"""

import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

CONTEXT = 64


# ANCHOR: block
class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width, bias=False)
        self.look = nn.Linear(width, 3 * width, bias=False)
        self.seen = nn.Linear(width, width, bias=False)
        self.norm2 = nn.LayerNorm(width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):                                   # [N, T, C]
        n, t, c = x.shape
        asked = self.look(self.norm(x)).view(n, t, 3, self.heads, c // self.heads)
        q, k, v = asked.permute(2, 0, 3, 1, 4)              # each [N, heads, T, C/heads]
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.seen(y.transpose(1, 2).reshape(n, t, c))
        return x + self.down(F.gelu(self.up(self.norm2(x))))
# ANCHOR_END: block


# ANCHOR: gpt
class GPT(nn.Module):
    def __init__(self, vocabulary, layers=4, heads=4, width=128):
        super().__init__()
        self.letters = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(CONTEXT, width)
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(layers)))
        self.norm = nn.LayerNorm(width, bias=False)
        self.output = nn.Linear(width, vocabulary, bias=False)
        self.output.weight = self.letters.weight            # tied: one parameter, used twice
        for name, p in self.named_parameters():
            if p.dim() == 2:
                into_the_sum = name.endswith(("seen.weight", "down.weight"))
                nn.init.normal_(p, std=0.02 / math.sqrt(2 * layers) if into_the_sum else 0.02)

    def forward(self, tokens):                              # [N, T] to [N, T, V]
        places = torch.arange(tokens.shape[1])
        x = self.letters(tokens) + self.places(places)
        return self.output(self.norm(self.blocks(x)))
# ANCHOR_END: gpt


# ANCHOR: optimiser
def optimiser(model, rate=1e-3):
    matrices = [p for p in model.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() < 2]     # norms are not drawn towards 0
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99))


def rate(step, steps, warm=100, highest=1e-3, lowest=1e-4):
    if step < warm:
        return highest * (step + 1) / (warm + 1)
    way = (step - warm) / max(1, steps - warm)
    return lowest + 0.5 * (1 + math.cos(math.pi * way)) * (highest - lowest)
# ANCHOR_END: optimiser


# ANCHOR: step
def step(model, optimizer, text, batch=12):
    starts = torch.randint(len(text) - CONTEXT, (batch, 1))
    windows = text[starts + torch.arange(CONTEXT + 1)]
    logits = model(windows[:, :-1])
    loss = F.cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()
# ANCHOR_END: step


# ANCHOR: write
@torch.no_grad()
def write(model, tokens, count, temperature=0.8):           # tokens [1, T]
    for _ in range(count):
        logits = model(tokens[:, -CONTEXT:])[:, -1] / temperature
        tokens = torch.cat([tokens, torch.multinomial(logits.softmax(-1), 1)], dim=1)
    return tokens
# ANCHOR_END: write


if __name__ == "__main__":
    torch.manual_seed(1)
    torch.set_num_threads(1)
    assert sum(p.numel() for p in GPT(65).parameters()) == 804_096
    corpus = Path(__file__).parents[2] / "datasets/embedded/corpus.txt"
    letters = (Path(sys.argv[1]) if len(sys.argv) > 1 else corpus).read_text()
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    alphabet = sorted(set(letters))
    text = torch.tensor([alphabet.index(letter) for letter in letters])
    learn, valid = text[:len(text) * 9 // 10], text[len(text) * 9 // 10:]
    model = GPT(len(alphabet))
    optimizer = optimiser(model)
    for i in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(i, steps)
        loss = step(model, optimizer, learn)
        if (i + 1) % 100 == 0:
            print(f"step {i + 1}: loss {loss:.3f}")
    with torch.no_grad():
        windows = valid[:len(valid) // (CONTEXT + 1) * (CONTEXT + 1)].view(-1, CONTEXT + 1)
        loss = F.cross_entropy(model(windows[:, :-1]).flatten(0, 1), windows[:, 1:].flatten())
    print(f"validation loss {loss.item():.3f}")
    written = write(model, text[:1].view(1, 1), 200)
    print("".join(alphabet[i] for i in written[0]))
