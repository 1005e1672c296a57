"""Writes stored/pytorch/: state dicts of PyTorch modules, and in answers.safetensors what they make of an input.

    python3 shared/nabla/tests/files/pytorch.py        (PyTorch 2.15, safetensors 0.8; the same bytes each time)
"""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

STORED = Path(__file__).parent / "stored" / "pytorch"
STORED.mkdir(parents=True, exist_ok=True)
torch.manual_seed(1)


class Speller(nn.Module):
    """Letters, a layer that remembers, and a last layer on what it shows in the end."""

    def __init__(self, memory, shown):
        super().__init__()
        self.letters = nn.Embedding(7, 3)
        self.memory = memory
        self.guess = nn.Linear(shown, 7)

    def forward(self, letters):
        outputs, _ = self.memory(self.letters(letters))
        return self.guess(outputs)


# ANCHOR: pictures
def pictures():
    """Windows and strides that are not square, groups, normalisation, and a dense layer behind a Flatten."""
    model = nn.Sequential(
        nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0)),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 6, 3, groups=2, bias=False),
        nn.ConvTranspose2d(6, 4, (2, 3), stride=2, groups=2),
        nn.Flatten(),
        nn.Linear(4 * 4 * 9, 5),
    )
    # ANCHOR_END: pictures
    for _ in range(3):
        model(torch.randn(4, 2, 8, 7) * 2 + 1)
    return model


letters = torch.tensor([[0, 6, 2, 2], [5, 1, 3, 4]])
cases = {
    "mlp": (nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), torch.randn(5, 3)),
    "pictures": (pictures(), torch.randn(3, 2, 8, 7)),
    "line": (nn.Sequential(nn.Conv1d(2, 3, 4)), torch.randn(2, 2, 9)),
    "rnn": (Speller(nn.RNN(3, 4, batch_first=True), 4), letters),
    "lstm": (Speller(nn.LSTM(3, 4, batch_first=True), 4), letters),
    "gru": (Speller(nn.GRU(3, 4, batch_first=True), 4), letters),
    "both_ways": (Speller(nn.LSTM(3, 4, batch_first=True, bidirectional=True), 8), letters),
}
answers = {}
for name, (model, x) in cases.items():
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, STORED / f"{name}.safetensors")
    model.eval()
    with torch.no_grad():
        y = model(x)
    # Here channels come last.
    answers[f"{name}.x"] = (x.movedim(1, -1) if name in ("pictures", "line") else x).clone(memory_format=torch.contiguous_format)
    answers[f"{name}.y"] = (y.movedim(1, -1) if name == "line" else y).contiguous()
save_file(answers, STORED / "answers.safetensors")
