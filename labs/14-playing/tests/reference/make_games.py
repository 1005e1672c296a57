"""Expected values of the exercises on games, by Python's own arithmetic."""

from fractions import Fraction
from math import sqrt


def puct(total, visits, prior, parent, c):
    mean = total / visits if visits else 0.0
    return mean + c * prior * sqrt(parent) / (1 + visits)


for asked in [(1.8, 4, 0.3, 25, 1.5), (-3.0, 12, 0.45, 49, 2.0), (0.0, 0, 0.125, 9, 1.25), (0.75, 1, 0.6, 2, 0.8)]:
    print("puct", asked, repr(puct(*asked)))

# Temperature 0.01: whole numbers to the power of 100, exactly.
powers = [n**100 for n in (792, 800, 640)]
print("from_visits", [float(Fraction(p, sum(powers))) for p in powers])
