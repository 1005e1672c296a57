"""The recurrent operations: PyTorch's own cells and layers, on weights of our shapes [in, gates * H].

A layer's results are set side by side, [N, T * H + H + H]: all outputs, the last ones, the cell.
"""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

KINDS = {"rnn": (torch.nn.RNN, 1), "lstm": (torch.nn.LSTM, 4), "gru": (torch.nn.GRU, 3)}


def lstm_cell(x, h, c, w_x, w_h, b):
    return torch.cat(torch.lstm_cell(x, (h, c), w_x.T, w_h.T, b, torch.zeros_like(b)), 1)


def layer(kind, x, weights, start, lengths, both_ways):
    """`weights` are w_x, w_h and the biases, once for each way."""
    count = 4 if kind == "gru" else 3
    parameters = {}
    for way, at in zip(["", "_reverse"], range(0, len(weights), count)):
        w_x, w_h, *biases = weights[at : at + count]
        b_x, b_h = biases if kind == "gru" else (biases[0], torch.zeros_like(biases[0]))
        for name, value in [("weight_ih", w_x.T), ("weight_hh", w_h.T), ("bias_ih", b_x), ("bias_hh", b_h)]:
            parameters[f"{name}_l0{way}"] = value
    steps, hidden = x.shape[1], weights[1].shape[0]
    module = KINDS[kind][0](x.shape[2], hidden, batch_first=True, bidirectional=both_ways)
    start = tuple(s[None] for s in start) or None
    if start and kind != "lstm":
        start = start[0]
    if lengths is not None:
        x = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    outputs, state = torch.func.functional_call(module, parameters, (x, start))
    if lengths is not None:
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=steps)
    state = state if kind == "lstm" else (state,)
    # [ways, N, H] to [N, ways * H]
    state = [s.movedim(0, 1).flatten(1) for s in state]
    return torch.cat([outputs.flatten(1), *(state[:1] if both_ways else state)], 1)


def sequence(kind):
    count = 4 if kind == "gru" else 3
    return lambda x, *rest: layer(kind, x, rest[:count], rest[count:-1], rest[-1], False)


OPS = {
    "embedding": lambda table, ids: table[torch.tensor(ids)],
    "rnn_cell": lambda x, h, w_x, w_h, b: torch.rnn_tanh_cell(x, h, w_x.T, w_h.T, b, torch.zeros_like(b)),
    "lstm_cell": lstm_cell,
    "gru_cell": lambda x, h, w_x, w_h, b_x, b_h: torch.gru_cell(x, h, w_x.T, w_h.T, b_x, b_h),
    **{kind: sequence(kind) for kind in KINDS},
    **{f"bidirectional_{kind}": (lambda x, *rest, kind=kind: layer(kind, x, rest[:-1], (), rest[-1], True))
       for kind in KINDS},
}


def cases(case, numbers):
    for ids in [[2, 0, 4, 2], [[1, 2, 3], [2, 2, 0]]]:
        yield case("embedding", [numbers(110, 5, 3)], ids)
    for kind, (_, gates) in KINDS.items():
        biases = 2 if kind == "gru" else 1
        states = 2 if kind == "lstm" else 1

        def weights(seed, inputs, hidden):
            columns = gates * hidden
            yield numbers(seed, inputs, columns) / 4
            yield numbers(seed + 1, hidden, columns) / 4
            for i in range(biases):
                yield numbers(seed + 2 + i, columns) / 4

        def state(n, hidden):
            return [numbers(118 + i, n, hidden) / 4 for i in range(states)]

        for n, inputs, hidden in [(3, 2, 5), (1, 3, 1), (9, 4, 17)]:
            x = numbers(111, n, inputs) / 2
            yield case(f"{kind}_cell", [x, *state(n, hidden), *weights(112, inputs, hidden)])
        for n, steps, inputs, hidden, lengths in [
            (3, 5, 2, 4, None), (1, 1, 1, 1, None), (9, 3, 4, 3, None), (4, 5, 3, 2, [3, 5, 1, 2])
        ]:
            x = numbers(111, n, steps, inputs) / 2
            start = state(n, hidden)
            yield case(kind, [x, *weights(112, inputs, hidden)], lengths)
            yield case(kind, [x, *weights(112, inputs, hidden), *start], lengths)
            both = [*weights(112, inputs, hidden), *weights(122, inputs, hidden)]
            yield case(f"bidirectional_{kind}", [x, *both], lengths)
