"""Reference values for the sections on chaos, by NumPy in double precision.

    python make_chaos.py > chaos.txt

The wave is solved by the classical Runge-Kutta method for v(t) = exp(-Lt) u(t) (an integrating factor), with steps of 1/800:
another method than the lesson's, and 200 times as fine.
"""
import sys

import numpy as np

LENGTH, POINTS = 22.0, 64


def wave(times, h=1 / 800):
    x = LENGTH * np.arange(POINTS) / POINTS
    q = 2 * np.pi / LENGTH * np.fft.rfftfreq(POINTS, 1 / POINTS)
    linear = q**2 - q**4
    half = np.exp(linear * h / 2)
    slope = -0.5j * q
    slope[-1] = 0
    rate = lambda v: slope * np.fft.rfft(np.fft.irfft(v) ** 2)
    angle = 2 * np.pi * x / LENGTH
    v = np.fft.rfft(np.cos(angle) + 0.5 * np.cos(2 * angle + 1))
    out, now = [], 0
    for t in times:
        for _ in range(round((t - now) / h)):
            a = rate(v)
            b = rate(half * (v + h / 2 * a))
            c = rate(half * v + h / 2 * b)
            d = rate(half**2 * v + h * half * c)
            v = half**2 * v + h / 6 * (half**2 * a + 2 * half * (b + c) + d)
        now = t
        out.append(np.fft.irfft(v))
    return np.array(out)


def put(name, values):
    values = np.asarray(values)
    print(name, "x".join(map(str, values.shape)), *(f"{value:.12g}" for value in values.ravel()))


put("wave", wave([10, 40]))


def parted(distances, apart, time):
    return np.mean(np.log(np.array(distances) / apart)) / time


def step(links, inputs, state, u):
    n = len(state)
    a, w = np.zeros((n, n)), np.zeros((n, len(u)))
    for i, heard in enumerate(links):
        for j, weight in heard:
            a[i, j] += weight
        w[i, inputs[i][0]] = inputs[i][1]
    r = np.tanh(a @ np.array(state) + w @ np.array(u))
    seen = r.copy()
    seen[1::2] **= 2
    return r, seen


def ridge(gram, cross, penalty):
    gram, cross = np.array(gram), np.array(cross)
    return cross @ np.linalg.inv(gram + penalty * np.eye(len(gram)))


show = lambda *values: print(*(np.round(value, 10).tolist() for value in values), file=sys.stderr)
q = lambda k: 2 * np.pi * k / 22
rate = lambda q: q**2 - q**4
show([rate(q(k)) for k in (1, 2, 3, 4)], [rate(k / 22) for k in (1, 15, 16, 4)], [q(k) ** 2 - q(k) ** 3 for k in (1, 2, 3, 4)])
show(parted([1.3e-6, 0.8e-6, 2.9e-6, 1.1e-6], 1e-6, 2.5), parted([0.02], 0.01, 0.5), parted([0.4, 0.7, 0.3], 0.5, 4))
show(*step([[(1, 0.5), (2, -0.4)], [(0, 0.3)], [(3, 0.8), (1, 0.2)], [(2, -0.7)]], [(1, 0.5), (0, -0.3), (0, 0.9), (2, 0.4)], [0.2, -0.6, 0.4, 0.1], [0.7, -1.2, 0.3]))
show(*step([[], [(2, 0.25), (2, 0.5)], [(0, -1.5)]], [(0, 1.0), (1, 2.0), (1, 0.5)], [0.9, 0.3, -0.5], [-0.4, 0.35]))
show(ridge([[5, 1, -2], [1, 4, 0.5], [-2, 0.5, 3]], [[1, -2, 0.5], [3, 0.25, -1]], 0.5))
show(ridge([[2, 1.5], [1.5, 1.25]], [[1, 2]], 0.05))
show(*step([[(1, 0.6)], [(1, -0.9), (0, 0.5)]], [(0, 0.7), (0, -1.1)], [0.8, -0.3], [0.45]))
show(ridge([[4, 1], [1, 2]], [[3, -1], [0.5, 2], [1, 1]], 1.5))
show(np.log(500) / 0.049, np.log(10) / 0.049, np.log10(500) / 0.049, 1 / 0.049)
