"""The closed forms of lab 4 in scikit-learn: pip install scikit-learn; python closed_scikit_learn.py"""

# ANCHOR: closed
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

x, y = load_diabetes(return_X_y=True, scaled=False)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3, random_state=1)

# The pipeline scales the columns by itself: exercise `standardise` says with which numbers.
line = make_pipeline(StandardScaler(), LinearRegression())
print(line.fit(x_train, y_train).score(x_test, y_test))

# Ridge sums the squares where we take their mean, and spares the constant: alpha = n·μ.
ridge = make_pipeline(StandardScaler(), Ridge(alpha=0.01 * len(x_train)))
print(ridge.fit(x_train, y_train).score(x_test, y_test))
# ANCHOR_END: closed
