"""Writes the files in stored/ that foreign.rs reads: what PyTorch has, in the format safetensors.

    python3 shared/nabla/tests/files/make.py        (PyTorch 2.15; the same bytes each time)

stored/earlier.safetensors is not made here: nabla wrote it when the notes of a file still had no order.
"""

import json
import struct
from pathlib import Path

import torch

STORED = Path(__file__).parent / "stored"

# The names that the format gives to PyTorch's kinds of numbers.
KINDS = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint64: "U64",
    torch.uint32: "U32",
    torch.uint16: "U16",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def write(name, tensors):
    """Eight bytes with the header's length, the header, the numbers; the widest kinds first, as safetensors does it."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in sorted(tensors.items(), key=lambda kv: (-kv[1].element_size(), kv[0])):
        raw = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())
        place = [len(data), len(data) + len(raw)]
        header[key] = {"dtype": KINDS[tensor.dtype], "shape": list(tensor.shape), "data_offsets": place}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (STORED / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def kinds():
    """A tensor of each kind, and what PyTorch makes of it in 32 bits."""
    edge = 2**24
    numbers = {
        torch.float64: [0.1, -1 / 3, edge + 1.0, 1e-310, -0.0, 3.4e38],
        torch.float32: [0.1, -1 / 3, 1e-45, 3.4e38, -0.0, 7.0],
        torch.float16: [0.1, -1 / 3, 65504.0, 6e-8, -0.0, -3e-5],
        torch.bfloat16: [0.1, -1 / 3, 3.38e38, 1e-40, -0.0, -7.0],
        torch.int64: [0, 1, -1, edge, -edge, 12345],
        torch.int32: [0, 1, -1, edge, -edge, 12345],
        torch.int16: [0, 1, -1, 32767, -32768, 12345],
        torch.int8: [0, 1, -1, 127, -128, 45],
        torch.uint64: [0, 1, 2, edge, 9, 12345],
        torch.uint32: [0, 1, 2, edge, 9, 12345],
        torch.uint16: [0, 1, 2, 65535, 9, 12345],
        torch.uint8: [0, 1, 2, 255, 128, 45],
        torch.bool: [True, False, True, True, False, False],
    }
    tensors = {}
    for dtype, values in numbers.items():
        tensor = torch.tensor(values, dtype=dtype).reshape(2, 3)
        tensors[KINDS[dtype]] = tensor
        tensors[f"{KINDS[dtype]} in 32 bits"] = tensor.to(torch.float32)
    write("kinds", tensors)


def state_dict():
    """A model with counters, as it is and in half the bits, and what it makes of an input."""
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.BatchNorm1d(3), torch.nn.ReLU(), torch.nn.BatchNorm1d(3))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    for _ in range(5):
        model(torch.randn(8, 3) * 2 + 1)
    write("state_dict", model.state_dict())
    model.eval()
    x = torch.randn(4, 3)
    with torch.no_grad():
        answers = {"x": x, "y": model(x)}
        model.half()
        write("state_dict_half", model.state_dict())
        model.float()
        answers["y of halves"] = model(x)
    write("answers", answers)


STORED.mkdir(exist_ok=True)
kinds()
state_dict()
