"""The diamond y = 2x² + 3x² in micrograd. Run: python diamond_micrograd.py"""

from micrograd.engine import Value

# ANCHOR: diamond
x = Value(3.0)
a = x * x
y = 2 * a + 3 * a
y.backward()  # sorts, then walks; does not zero: call it twice and see
print(x.grad)  # 30.0
# ANCHOR_END: diamond
assert x.grad == 30
