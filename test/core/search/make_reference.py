"""Writes reference.json: regression trees of scikit-learn over the unit cube with the variances that Optuna's functional
analysis of variance finds in them.

Run: python make_reference.py > reference.json (scikit-learn 1.3 or later, Optuna 4 or later)
"""

import json

import numpy as np
import optuna
import sklearn
from optuna.importance._fanova._tree import _FanovaTree
from sklearn.tree import DecisionTreeRegressor


def tree(seed, rows, columns, of):
    rng = np.random.default_rng(seed)
    places = rng.random((rows, columns))
    scores = of(places) + rng.normal(0, 0.05, rows)
    grown = DecisionTreeRegressor(random_state=seed).fit(places, scores).tree_
    found = _FanovaTree(grown, np.array([[0.0, 1.0]] * columns))
    return {
        "columns": grown.feature.tolist(),
        "thresholds": grown.threshold.tolist(),
        "left": grown.children_left.tolist(),
        "right": grown.children_right.tolist(),
        "values": grown.value.ravel().tolist(),
        "total": found.variance,
        "main": [found.get_marginal_variance(np.array([column])) for column in range(columns)],
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "optuna": optuna.__version__,
            "trees": [
                tree(1, 40, 2, lambda x: x[:, 0] + 2 * x[:, 1]),
                tree(2, 60, 3, lambda x: np.sin(6 * x[:, 0]) * x[:, 1] + x[:, 2] ** 2),
                tree(3, 25, 5, lambda x: 1000 + (x[:, 4] > 0.5)),
            ],
        }
    )
)
