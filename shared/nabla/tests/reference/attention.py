"""The operations of attention, graphs and play, for make.py."""

import math

import torch
import torch.nn.functional as F


def causal(t):
    return torch.triu(torch.full((t, t), -math.inf), 1)


def padding(lengths, t):
    rows = [[0.0] * n + [-math.inf] * (t - n) for n in lengths]
    return torch.tensor(rows)[:, None, None, :]


def attend(q, k, v, lengths):
    """Causal, and up to each sequence's length."""
    mask = causal(q.shape[-2]) + padding(lengths, k.shape[-2])
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def multi_head(q, k, v, heads, causal, lengths):
    """[N, T, C] and [N, S, C]: the queries stand at the last T of the S places. Without a key to look at: zeros."""
    split = lambda x: x.unflatten(2, (heads, -1)).transpose(1, 2)
    (n, t, _), s = q.shape, k.shape[1]
    seen = torch.ones(t, s).tril(s - t).bool() if causal else torch.ones(t, s).bool()
    seen = seen.expand(n, 1, t, s) & (torch.arange(s) < torch.tensor(lengths or [s] * n)[:, None, None, None])
    y = F.scaled_dot_product_attention(split(q), split(k), split(v), seen)
    return torch.where(seen.any(3, keepdim=True), y, 0.0).transpose(1, 2).flatten(2)


def pick(x, ids):
    return x.gather(-1, torch.tensor(ids).reshape(x.shape[:-1] + (1,))).squeeze(-1)


def segment_sum(x, ids, count):
    ids = torch.tensor(ids)
    sums = torch.zeros((count, *x.shape[ids.dim():]))
    return sums.index_add(0, ids.flatten(), x.flatten(0, ids.dim() - 1))


def sparse_matmul(x, places, values, rows):
    """Places are [row, column], values at the same place add up."""
    places, values = tuple(torch.tensor(places).T), torch.tensor(values)
    return torch.zeros(rows, len(x)).index_put(places, values, accumulate=True) @ x


OPS = {
    "matmul_t": lambda a, b: a @ b.transpose(-1, -2),
    "swap_axes": torch.transpose,
    "softmax_masked": lambda x, mask: (x + mask).softmax(-1),
    "softmax_causal": lambda x: (x + causal(x.shape[-1])).softmax(-1),
    "softmax_padded": lambda x, lengths: (x + padding(lengths, x.shape[-1])).softmax(-1),
    "attention, composed": attend,
    "attention": multi_head,
    "self_attention": lambda x, *how: multi_head(*x.chunk(3, 2), *how),
    "gelu": F.gelu,
    "silu": F.silu,
    "clamp": torch.clamp,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "where_cond": lambda a, b, condition: torch.where(condition != 0, a, b),
    "max_axis": lambda x, axis: x.max(axis, keepdim=True).values,
    "pick": pick,
    "gather": lambda x, ids: x[torch.tensor(ids)],
    "segment_sum": segment_sum,
    "sparse_matmul": sparse_matmul,
}


def cases(case, numbers):
    for a, b in [((2, 3, 4), (2, 4, 5)), ((3, 2, 4), (4, 3)), ((2, 3), (5, 3, 2)), ((2, 1, 3, 2), (3, 2, 4)),
                 ((1, 2, 3), (4, 3, 1)), ((2, 3, 4, 16), (2, 3, 16, 5))]:
        yield case("matmul", [numbers(140, *a), numbers(141, *b)])
        *batch, rows, columns = b
        yield case("matmul_t", [numbers(142, *a), numbers(143, *batch, columns, rows)])
    for shape in [(2, 3), (2, 3, 1, 4), (2, 5, 4, 16)]:
        for a in range(len(shape)):
            yield case("swap_axes", [numbers(144, *shape)], a, len(shape) - 1)
    yield case("swap_axes", [numbers(145, 2, 3, 4, 5)], 1, 2)
    for shape in [(5,), (4, 5), (2, 1, 1, 5), (3, 1, 1), (3, 4, 1), (2, 3, 4, 5), ()]:
        yield case("softmax_masked", [numbers(146, 2, 3, 4, 5), numbers(147, *shape)])
    for shape in [(4, 4), (2, 3, 7, 7)]:
        yield case("softmax_causal", [numbers(148, *shape)])
    yield case("softmax_padded", [numbers(149, 3, 2, 4, 5)], [5, 1, 3])
    parts = [numbers(150 + i, 3, 2, 5, 4) for i in range(3)]
    yield case("attention, composed", parts, [5, 2, 4])
    for n, t, s, heads, width, lengths in [
        (1, 1, 1, 1, 1, None), (2, 1, 5, 2, 3, [5, 2]), (2, 5, 5, 1, 4, [3, 0]), (2, 4, 7, 3, 2, [7, 5]),
        (2, 5, 3, 2, 2, None), (1, 33, 35, 1, 5, [34]), (1, 35, 70, 1, 2, None), (1, 20, 66, 2, 3, [65]),
    ]:
        rows = [numbers(165, n, t, heads * width), *(numbers(166 + i, n, s, heads * width) for i in range(2))]
        for causal in [False, True]:
            yield case("attention", rows, heads, causal, lengths)
    for shape, heads, lengths in [((2, 5, 18), 3, None), ((2, 4, 12), 1, [4, 2]), ((1, 1, 6), 2, None), ((1, 37, 6), 1, None)]:
        for causal in [False, True]:
            yield case("self_attention", [numbers(168, *shape)], heads, causal, lengths)

    for shape in [(7, 3), (1, 2)]:
        for op in ["gelu", "silu"]:
            yield case(op, [numbers(153, *shape)])
            yield case(op, [numbers(154, *shape) * 8])
        yield case("clamp", [numbers(155, *shape)], -0.75, 1.25)
    for a, b in [((7, 5), (7, 5)), ((7, 3), (3,)), ((3,), (7, 3)), ((7, 1), (1, 4)), ((), (3, 2)), ((2, 1, 3), (4, 1))]:
        for op in ["maximum", "minimum"]:
            yield case(op, [numbers(156, *a), numbers(157, *b)])
            yield case(op, [numbers(156, *a).round(), numbers(157, *b).round()])  # with equals
    for a, b, c in [((4, 3), (4, 3), (4, 3)), ((3,), (4, 1), (4, 3)), ((), (2, 3), (2, 1)), ((2, 3), (2, 3), (4, 1, 1))]:
        yield case("where_cond", [numbers(158, *a), numbers(159, *b)], target=numbers(160, *c).round())
    for shape in [(7,), (4, 5), (2, 3, 4)]:
        for axis in range(len(shape)):
            yield case("max_axis", [numbers(161, *shape)], axis)
    for shape in [(7, 3), (1, 4), (2, 3, 5), (4,)]:
        rows = math.prod(shape[:-1])
        yield case("pick", [numbers(162, *shape)], target=[(3 * i + 1) % shape[-1] for i in range(rows)])
    for shape in [(4,), (4, 3), (4, 2, 3)]:
        for ids in [[3, 0, 3], [[1, 3], [3, 0], [1, 1]]]:
            yield case("gather", [numbers(163, *shape)], ids)
    for shape, ids in [((4,), [2, 0, 2, 2]), ((4, 3), [1, 4, 1, 0]), ((2, 3, 2), [[0, 2, 0], [2, 2, 1]]), ((3, 2, 2), [1, 1, 0])]:
        yield case("segment_sum", [numbers(164, *shape)], ids, 5)
    for shape, places in [((4, 3), [[1, 2], [0, 0], [1, 3], [4, 2], [1, 0]]), ((2, 1), [[2, 1], [2, 1], [0, 0]]),
                          ((3, 5), [[0, 1]]), ((1, 17), [[1, 0], [0, 0]])]:
        values = [(7 * i - 10) / 8 for i in range(len(places))]
        yield case("sparse_matmul", [numbers(169, *shape)], places, values, 5)
