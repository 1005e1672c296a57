"""Reference values for lab08, from PyTorch in double precision.

    python make.py > values.txt

One line a value: its name, its shape (sizes joined by x, "1" for a single number), its numbers.
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def put(name, tensor):
    tensor = torch.as_tensor(tensor).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    print(name, shape, *(repr(v) for v in tensor.reshape(-1).tolist()))


def weights(module, w_x, w_h, b_x=None, b_h=None):
    """Puts [in, gates*H] weights into a module of PyTorch, which keeps the transpose."""
    with torch.no_grad():
        module.weight_ih.copy_(torch.tensor(w_x).T)
        module.weight_hh.copy_(torch.tensor(w_h).T)
        if b_x is not None:
            module.bias_ih.copy_(torch.tensor(b_x))
            module.bias_hh.copy_(torch.zeros(len(b_x)) if b_h is None else torch.tensor(b_h))
    return module


# The lesson's cell: reads 1, 0, 1; wanted are 0, 1, 1.
cell = weights(nn.RNNCell(1, 2, bias=False), [[1.0, -0.5]], [[0.5, 1.0], [-1.0, 0.5]])
w_hy = torch.tensor([[1.0], [2.0]], requires_grad=True)
h, loss, states, outputs = torch.zeros(1, 2), 0.0, [], []
for x, wanted in [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]:
    h = cell(torch.tensor([[x]]), h)
    h.retain_grad()
    y = h @ w_hy
    loss = loss + 0.5 * (y - wanted).square().sum()
    states.append(h), outputs.append(y)
loss.backward()
put("cell.states", torch.cat(states))
put("cell.outputs", torch.cat(outputs))
put("cell.loss", loss)
put("cell.dh", torch.cat([h.grad for h in states]))
put("cell.w_xh", cell.weight_ih.grad.T)
put("cell.w_hh", cell.weight_hh.grad.T)
put("cell.w_hy", w_hy.grad)

# The lesson's LSTM and GRU with one unit: read 1, 0, -1.
lstm = weights(nn.LSTMCell(1, 1), [[6.0, 0.0, 1.0, 0.0]], [[0.0, 0.0, -0.5, 1.0]], [-3.0, 3.0, 0.0, 0.0])
gru = weights(nn.GRUCell(1, 1), [[0.0, -6.0, 1.0]], [[0.0, 0.0, -0.5]], [1.0, 3.0, 0.0])
state, h, rows, states = None, None, [], []
for x in [1.0, 0.0, -1.0]:
    x = torch.tensor([[x]])
    state = lstm(x, state)
    h = gru(x, h)
    rows.append(torch.cat(state).T), states.append(h)
put("lstm.hc", torch.cat(rows))
put("gru.h", torch.cat(states))

# Exercise rnn_step: two inputs, three units; then one input, two units.
for name, x, h, w_x, w_h, b in [
    ("rnn_a", [0.5, -1.0], [0.25, -0.5, 0.75], [[0.5, -1.0, 0.25], [1.5, 0.75, -0.5]],
     [[0.2, -0.4, 1.0], [0.6, 0.1, -0.3], [-0.8, 0.5, 0.7]], [0.1, -0.2, 0.3]),
    ("rnn_b", [2.0], [-0.5, 0.9], [[-0.25, 0.4]], [[1.5, 0.3], [-0.7, 0.8]], [0.0, 0.5]),
    ("rnn_c", [0.5, 0.5, -250.0], [0.75, 0.75], [[1.0, 0.25], [1.0, 0.5], [0.01, -2.0]], [[0.25, 0.5], [-1.5, 0.5]], [0.5, 0.0]),
]:
    cell = weights(nn.RNNCell(len(x), len(h)), w_x, w_h, b)
    put(name, cell(torch.tensor([x]), torch.tensor([h]))[0])

# Exercise through_time: one unit, h = tanh(w*h + u*x), L = (h_T - wanted)^2 / 2.
for name, w, u, xs, wanted in [
    ("time_a", 0.8, 0.5, [1.0, -0.5, 2.0], 0.25),
    ("time_b", -1.5, 1.25, [0.5, 0.25, -0.75, 1.0, 0.3], -0.4),
    ("time_c", 0.6, -0.7, [1.5], 0.1),
    ("time_d", 1.25, 0.5, [0.5, 0.5, -1.0, 0.0, 0.0, 2.0, -0.5, -0.5, 0.25, -2.0, 0.75, 1.0], 0.75),
]:
    w, u = (torch.tensor(v, requires_grad=True) for v in (w, u))
    h = torch.tensor(0.0)
    for x in xs:
        h = torch.tanh(w * h + u * x)
    (0.5 * (h - wanted) ** 2).backward()
    put(name, [w.grad.item(), u.grad.item()])

# Exercise clip_by_norm, without PyTorch's 1e-6 in the divisor.
for name, lists, longest in [
    ("clip_a", [[3.0, -4.0], [12.0]], 6.5),
    ("clip_b", [[0.5, 0.25, -1.0], [2.0, -0.75]], 5.0),
    ("clip_c", [[0.6], [-0.9, 1.1]], 0.5),
]:
    flat = torch.tensor([v for values in lists for v in values])
    put(name, flat * min(1.0, longest / flat.norm().item()))

# Exercise lstm_step: two inputs, two units; then one input, three units.
for name, x, h, c, w_x, w_h, b in [
    ("lstm_a", [0.5, -1.0], [0.3, -0.6], [0.9, -1.4],
     [[0.4, -0.3, 1.1, 0.6, -0.9, 0.2, 0.7, -0.5], [-0.8, 0.5, 0.1, -1.2, 0.3, 0.9, -0.4, 1.0]],
     [[0.2, 0.7, -0.6, 0.4, 1.3, -0.1, 0.5, 0.8], [-0.5, 0.3, 0.9, -0.7, 0.6, 1.1, -0.2, 0.1]],
     [0.1, -0.2, 1.0, 0.8, 0.05, -0.3, 0.4, -0.6]),
    ("lstm_b", [1.5], [-0.2, 0.4, 0.7], [0.5, 2.0, -0.8],
     [[0.3, -0.5, 0.2, 0.1, 0.6, -0.4, 0.9, -0.7, 0.8, -0.1, 0.25, 0.35]],
     [[0.1, 0.2, -0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.9, 0.15, -0.25, 0.35],
      [-0.6, 0.5, 0.4, -0.3, 0.2, 0.1, -0.9, 0.8, 0.7, -0.45, 0.55, 0.65],
      [0.33, -0.44, 0.55, 0.66, -0.77, 0.88, 0.12, 0.23, -0.34, 0.56, 0.67, -0.78]],
     [0.0, 0.1, -0.1, 1.0, 0.9, 1.1, 0.2, -0.2, 0.3, -0.3, 0.4, 0.5]),
]:
    cell = weights(nn.LSTMCell(len(x), len(h)), w_x, w_h, b)
    new_h, new_c = cell(torch.tensor([x]), (torch.tensor([h]), torch.tensor([c])))
    put(f"{name}.h", new_h[0]), put(f"{name}.c", new_c[0])

# How many numbers a layer learns: 64 in, 128 units.
put("parameters", [sum(p.numel() for p in layer(64, 128).parameters()) for layer in (nn.RNN, nn.LSTM, nn.GRU)])
