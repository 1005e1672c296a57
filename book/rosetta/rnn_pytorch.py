"""Lab 8 in PyTorch 2: a letter held over a gap, uneven lengths, and a long text in pieces. Run: python rnn_pytorch.py"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

torch.manual_seed(1)
torch.set_num_threads(1)


# ANCHOR: reader
class Reader(nn.Module):
    def __init__(self, symbols, hidden, answers, forget_bias):
        super().__init__()
        self.lstm = nn.LSTM(symbols, hidden, batch_first=True)  # without it, time comes first
        self.head = nn.Linear(hidden, answers)
        with torch.no_grad():                                   # gates in the order i, f, g, o
            self.lstm.bias_ih_l0[hidden:2 * hidden] = forget_bias
            self.lstm.bias_hh_l0[hidden:2 * hidden] = 0.0       # the second bias is only added

    def forward(self, x, lengths=None):
        if lengths is not None:                                 # or every row is read to the end of the block
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, (last, _) = self.lstm(x)
        return self.head(last[0])                               # [layers, N, H]
# ANCHOR_END: reader


# ANCHOR: step
def step(model, optimizer, x, labels):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
# ANCHOR_END: step


# ANCHOR: pieces
def read_in_pieces(lstm, head, optimizer, x, wanted, window):
    state = None
    for piece, target in zip(x.split(window, dim=1), wanted.split(window, dim=1)):
        outputs, state = lstm(piece, state)
        loss = nn.functional.binary_cross_entropy_with_logits(head(outputs), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        state = tuple(s.detach() for s in state)                # forget it, and the next backward stops with an error
# ANCHOR_END: pieces


def rows(count, gap):
    """A capital (0..3), small letters (4, 5), a question mark (6)."""
    capitals = torch.randint(0, 4, (count,))
    small = torch.randint(4, 6, (count, gap))
    symbols = torch.cat([capitals[:, None], small, torch.full((count, 1), 6)], dim=1)
    return nn.functional.one_hot(symbols, 7).float(), capitals


for forget_bias in (0.0, 3.0):
    model = Reader(7, 16, 4, forget_bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(300):
        step(model, optimizer, *rows(32, 40))
    with torch.no_grad():
        x, capitals = rows(500, 40)
        right = (model(x).argmax(1) == capitals).float().mean().item()
    print(f"gap 40, forget bias {forget_bias:.0f}: {right:.1%} right")

with torch.no_grad():                                           # padding does not matter if the lengths are known
    short, _ = rows(1, 3)
    padded = torch.cat([short, torch.zeros(1, 6, 7)], dim=1)
    print(torch.allclose(model(short), model(padded, torch.tensor([5])), atol=1e-6), torch.allclose(model(short), model(padded)))

bits = torch.randint(0, 2, (16, 12000, 1)).float()
wanted = torch.cat([torch.zeros(16, 5, 1), bits[:, :-5]], dim=1)
bits = 2 * bits - 1
for window in (3, 6):
    lstm, head = nn.LSTM(1, 16, batch_first=True), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()], lr=0.01)
    read_in_pieces(lstm, head, optimizer, bits, wanted, window)
    with torch.no_grad():
        right = ((head(lstm(bits[:, :500])[0]) > 0) == (wanted[:, :500] > 0.5)).float().mean().item()
    print(f"pieces of {window}: {right:.1%} right")
