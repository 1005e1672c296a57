"""The Fréchet distance of two small sets, for src/frechet.rs: python3 frechet.py"""

import numpy as np

one = np.array([[0, 0], [2, 1], [1, 3], [-1, 2]], float)
other = np.array([[1, 0], [0, 2], [3, -1], [2, 1.5]], float)
means = [set.mean(0) for set in (one, other)]
spreads = [np.cov(set.T) for set in (one, other)]
# The trace of the root of a product is the sum of the roots of its eigenvalues.
both = np.sqrt(np.linalg.eigvals(spreads[0] @ spreads[1]).real).sum()
print(((means[0] - means[1]) ** 2).sum() + np.trace(spreads[0]) + np.trace(spreads[1]) - 2 * both)
