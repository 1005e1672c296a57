"""Writes cora.txt from the files of Planetoid, whose split everybody uses: python cora.py FOLDER > cora.txt

FOLDER is `data` of https://github.com/kimiyoung/planetoid, with ind.cora.allx, .tx, .ally, .ty, .graph and .test.index.
Needs `pip install numpy scipy`: the files are pickles. Unpickling runs what a file says, so take them from there alone.
"""

import pickle
import sys
from pathlib import Path

import numpy as np


def main(folder):
    part = lambda name: pickle.loads((folder / f"ind.cora.{name}").read_bytes(), encoding="latin1")
    places = np.array((folder / "ind.cora.test.index").read_text().split(), dtype=int)
    known, tested = part("allx"), part("tx")
    count = known.shape[0] + tested.shape[0]
    words, subjects = np.zeros((count, known.shape[1])), np.zeros(count, dtype=int)
    rows = np.arange(known.shape[0])
    # The papers to be tested lie in another order than their numbers.
    for where, x, y in [(rows, known, part("ally")), (places, tested, part("ty"))]:
        words[where], subjects[where] = x.toarray(), np.asarray(y).argmax(1)
    train = 140
    split = ["train"] * train + ["validate"] * 500 + ["-"] * (count - train - 500)
    for place in places:
        split[place] = "test"
    print(f"# Cora: {count:,} papers; node <id> <subject> <train|validate|test|-> <words present ...>; edge <id> <id>")
    for i in range(count):
        print("node", i, subjects[i], split[i], *np.flatnonzero(words[i]))
    links = {(min(i, j), max(i, j)) for i, others in part("graph").items() for j in others if i != j}
    for i, j in sorted(links):
        print("edge", i, j)


main(Path(sys.argv[1]))
