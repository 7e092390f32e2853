"""Writes reference.json: Shapley values, integrated gradients and partial dependence of a small
network with random weights, each by its definition in float64.

Shapley values are the mean over all orders of the players (Shapley, 1953), with the marginal expectation over background
rows as what a coalition is worth. Integrated gradients come of the analytic gradient and Gauss-Legendre quadrature. The
partial dependence is scikit-learn's, by brute force.

Run: python make_reference.py > reference.json (NumPy, scikit-learn 1.3 or later)
"""

import itertools
import json

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence

FEATURES, HIDDEN, BACKGROUND = 5, 6, 7


class Network(RegressorMixin, BaseEstimator):
    def __init__(self, seed=0):
        self.seed = seed

    def fit(self, x=None, y=None):
        rng = np.random.default_rng(self.seed)
        self.w1_ = rng.normal(0, 1, (FEATURES, HIDDEN))
        self.b1_ = rng.normal(0, 0.5, HIDDEN)
        self.w2_ = rng.normal(0, 1, HIDDEN)
        self.b2_ = rng.normal()
        return self

    def predict(self, x):
        return np.tanh(x @ self.w1_ + self.b1_) @ self.w2_ + self.b2_

    def gradient(self, x):
        hidden = np.tanh(x @ self.w1_ + self.b1_)
        return ((1 - hidden**2) * self.w2_) @ self.w1_.T


def shapley(network, row, background):
    def worth(members):
        mixed = background.copy()
        mixed[:, members] = row[members]
        return network.predict(mixed).mean()

    values = np.zeros(FEATURES)
    orders = list(itertools.permutations(range(FEATURES)))
    for order in orders:
        for place, player in enumerate(order):
            before = list(order[:place])
            values[player] += worth(before + [player]) - worth(before)
    return values / len(orders)


def integrated(network, row, baseline):
    points, weights = np.polynomial.legendre.leggauss(200)
    alphas = (points + 1) / 2
    gradients = network.gradient(baseline + alphas[:, None] * (row - baseline))
    return (row - baseline) * (weights[:, None] / 2 * gradients).sum(axis=0)


rng = np.random.default_rng(7)
network = Network(3).fit()
background = rng.normal(0, 1, (BACKGROUND, FEATURES))
rows = rng.normal(0, 1.5, (3, FEATURES))
baseline = background.mean(axis=0)
grid = partial_dependence(network, background, [1], kind="both", method="brute", grid_resolution=5, percentiles=(0, 1))
places = grid.get("grid_values", grid.get("values"))[0]

print(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
            "network": {
                "w1": network.w1_.tolist(),
                "b1": network.b1_.tolist(),
                "w2": network.w2_.tolist(),
                "b2": float(network.b2_),
            },
            "background": background.tolist(),
            "rows": [
                {
                    "row": row.tolist(),
                    "prediction": float(network.predict(row[None])[0]),
                    "shapley": shapley(network, row, background).tolist(),
                    "integrated": integrated(network, row, baseline).tolist(),
                }
                for row in rows
            ],
            "base": float(network.predict(background).mean()),
            "dependence": {
                "column": 1,
                "places": places.tolist(),
                "mean": grid["average"][0].tolist(),
                "curves": grid["individual"][0].tolist(),
            },
        }
    )
)
