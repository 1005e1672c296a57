"""Checks the answers that the judge expects of a beam search: written another way, and for wide beams by trying all sentences.

    python make_beam.py

A tree names the words that can follow some beginnings; after every other beginning the sentence ends for sure.
"""

from itertools import count
from math import log

TREES = {
    "stop": (0, {(): {0: 0.2, 1: 0.8}, (1,): {2: 0.6, 3: 0.4}}),
    "turn": (0, {(): {1: 0.55, 2: 0.45}, (1,): {2: 0.52, 3: 0.48}, (2,): {1: 0.1, 2: 0.1, 3: 0.8}}),
    "length": (0, {(): {1: 0.7, 2: 0.3}, (1,): {0: 0.5, 1: 0.3, 2: 0.2}, (2,): {1: 0.05, 3: 0.95}, (2, 3): {0: 0.1, 1: 0.9}}),
    "early": (2, {(): {2: 0.28, 1: 0.4, 0: 0.32}, (1,): {0: 0.55, 1: 0.45}, (0,): {0: 0.4, 1: 0.6}}),
    "crowded": (3, {(): {0: 0.4, 1: 0.35, 2: 0.25}, (0,): {1: 0.52, 2: 0.48}, (1,): {0: 0.58, 2: 0.42}, (0, 1): {0: 0.5, 1: 0.3, 2: 0.2}, (1, 0): {0: 0.6, 2: 0.4}, (2,): {0: 0.3, 1: 0.7}, (0, 2): {1: 0.1, 3: 0.9}}),
    "late": (0, {(): {1: 0.6, 2: 0.4}, (1,): {0: 0.52, 3: 0.48}, (2,): {3: 1.0}, (2, 3): {1: 0.55, 2: 0.45}, (2, 3, 1): {0: 0.3, 1: 0.4, 2: 0.3}, (2, 3, 2): {1: 1.0}}),
}


def after(name, words):
    end, tree = TREES[name]
    return tree.get(tuple(words), {end: 1.0})


def beam(name, width, longest, alpha):
    end = TREES[name][0]
    alive = {(): 0.0}
    for _ in range(longest):
        more = {w: lp for w, lp in alive.items() if w and w[-1] == end}
        for w, lp in alive.items():
            if not (w and w[-1] == end):
                more |= {w + (v,): lp + log(p) for v, p in after(name, w).items()}
        ranked = sorted(more, key=lambda w: more[w] / len(w) ** alpha)
        alive = {w: more[w] for w in ranked[-width:]}
        if all(w[-1] == end for w in alive):
            break
    return list(max(alive, key=lambda w: alive[w] / len(w) ** alpha))


def everything(name, words=(), lp=0.0):
    for v, p in after(name, words).items():
        if v == TREES[name][0]:
            yield words + (v,), lp + log(p)
        else:
            yield from everything(name, words + (v,), lp + log(p))


for name in TREES:
    for alpha in (0, 0.1, 1):
        best = max(everything(name), key=lambda it: it[1] / len(it[0]) ** alpha)[0]
        assert beam(name, 12, 6, alpha) == list(best), (name, alpha)
        for width in (1, 2, 3, 12):
            print(name, "width", width, "alpha", alpha, "longest 6 and 2:", beam(name, width, 6, alpha), beam(name, width, 2, alpha))
