"""Reference values of BLEU: NLTK's corpus_bleu, and sacrebleu's where it is there.

    python make_bleu.py > bleu.txt

First a line `corpus NAME` with its sentences: `c` a candidate, `r` a reference of it. Then the values, one a line: a name, a
shape, the numbers. Corpora are drawn from the caption grammar and then spoilt, so that every precision counts.

What the programs do with a count of 0 differs, so no corpus below has one, but `zero`, which tells: NLTK puts the smallest
positive float in its place and gets about 1e-78 and more; sacrebleu without smoothing says 0, and so do we. With smoothing, its
default, sacrebleu says something else again.
"""

import random
import sys
import warnings

from nltk.translate.bleu_score import closest_ref_length, corpus_bleu, modified_precision

warnings.filterwarnings("ignore")
try:
    import sacrebleu
except ImportError:
    sacrebleu = None

NUMBERS = "zero one two three four five six seven eight nine".split()


def thing(rng):
    return " ".join(["a", rng.choice(["", "small", "large"]), rng.choice(NUMBERS)]).split()


def pair(rng):
    first, second = thing(rng), thing(rng)
    way, back = rng.choice([(["left", "of"], ["right", "of"]), (["above"], ["below"])])
    return first + way + second, second + back + first


def spoilt(rng, words, much):
    words = list(words)
    for _ in range(much):
        at = rng.randrange(len(words))
        what = rng.random()
        if what < 0.4:
            words[at] = rng.choice(NUMBERS + ["a", "large", "left"])
        elif what < 0.7 and len(words) > 5:
            del words[at]
        else:
            words.insert(at, rng.choice(words))
    return words


def corpus(seed, size, references, much):
    rng = random.Random(seed)
    rows = []
    for _ in range(size):
        first, second = pair(rng)
        refs = [first, second, spoilt(rng, first, 1)][:references]
        rows.append((spoilt(rng, rng.choice(refs[:2]), much), refs))
    return rows


def text(line):
    return line.split()


CORPORA = {
    "one": corpus(1, 12, 1, 2),
    "two": corpus(2, 20, 2, 2),
    "three": corpus(3, 25, 3, 3),
    "short": [(c[:5], r) for c, r in corpus(4, 15, 2, 1)],
    "long": [(c + c[-4:], r) for c, r in corpus(5, 10, 3, 1)],
    # References of unequal lengths; two of them equally near.
    "near": [
        (text("a small two above a nine by the lake"), [text("a small two above a nine"), text("there is a small two above a nine by the lake today")]),
        (text("a three left of a seven"), [text("a three left of a"), text("a three is left of a seven")]),
    ],
    # Sentences that have no groups of four words at all, beside one that has.
    "tiny": [(text("a two"), [text("a two")]), (text("a three left of a seven"), [text("a large three left of a seven")])],
    "zero": [(text("a large seven right of a three"), [text("a three left of a large seven")])],
    "swapped": [(text("a three right of a large seven"), [text("a three left of a large seven"), text("a large seven right of a three")])],
}


def put(name, values):
    print(name, len(values), *(repr(float(v)) for v in values))


for name, rows in CORPORA.items():
    print("corpus", name)
    for candidate, references in rows:
        print("c", *candidate)
        for reference in references:
            print("r", *reference)
    candidates, references = [c for c, _ in rows], [r for _, r in rows]
    score = corpus_bleu(references, candidates)
    put(f"{name}.bleu", [score if score > 1e-30 else 0.0])
    fractions = [[modified_precision(r, c, n) for c, r in rows] for n in range(1, 5)]
    put(f"{name}.found", [sum(f.numerator for f in fs) for fs in fractions])
    # NLTK calls 0 of none 0 of 1; its sums want that mended.
    put(f"{name}.all", [sum(max(0, len(c) - n + 1) for c in candidates) for n in range(1, 5)])
    put(f"{name}.wanted", [sum(closest_ref_length(r, len(c)) for c, r in rows)])
    if sacrebleu is not None:
        most = max(map(len, references))
        streams = [[" ".join(r[i]) if i < len(r) else None for r in references] for i in range(most)]
        theirs = sacrebleu.corpus_bleu([" ".join(c) for c in candidates], streams, tokenize="none", smooth_method="none")
        put(f"{name}.sacrebleu", [theirs.score / 100])
        print(name, score, theirs.score / 100, theirs.counts, theirs.totals, theirs.ref_len, file=sys.stderr)
