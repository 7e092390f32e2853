"""Writes reference.json: what scikit-learn's imputers and scalers learn of made-up columns.

Run: python make_reference.py > reference.json (scikit-learn 1.3 or later)
"""

import json

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler


def numbers(seed, make):
    rng = np.random.default_rng(seed)
    values = make(rng).astype(float)
    values[rng.random(values.size) < 0.15] = np.nan
    column = values.reshape(-1, 1)
    filled = SimpleImputer(strategy="median").fit_transform(column)
    return {
        "values": [None if np.isnan(x) else x for x in values.tolist()],
        "mean": SimpleImputer(strategy="mean").fit(column).statistics_[0],
        "median": SimpleImputer(strategy="median").fit(column).statistics_[0],
        "mode": SimpleImputer(strategy="most_frequent").fit(column).statistics_[0],
        "standardized": StandardScaler().fit_transform(filled).ravel().tolist(),
        "scaled": MinMaxScaler().fit_transform(filled).ravel().tolist(),
    }


def categories(seed, levels, rows):
    rng = np.random.default_rng(seed)
    values = rng.choice(levels, rows).astype(object)
    values[rng.random(rows) < 0.1] = None
    column = values.reshape(-1, 1)
    filled = SimpleImputer(strategy="most_frequent", missing_values=None).fit_transform(column)
    encoder = OneHotEncoder(sparse_output=False, handle_unknown="ignore").fit(filled)
    return {
        "values": values.tolist(),
        "mode": filled[[value is None for value in values]][0][0],
        "levels": encoder.categories_[0].tolist(),
        "encoded": encoder.transform(filled).tolist(),
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "numbers": [
                numbers(1, lambda rng: rng.normal(size=41)),
                numbers(2, lambda rng: rng.integers(0, 6, size=50)),
                numbers(3, lambda rng: rng.lognormal(3, 2, size=64)),
                numbers(4, lambda rng: 1e6 + rng.normal(size=30)),
                numbers(5, lambda rng: -rng.integers(1, 4, size=33) * 1e-8),
            ],
            "categories": [categories(6, ["b", "a", "c"], 40), categories(7, ["Zoo", "ape", "Ärger", "10", "9"], 60)],
        },
        indent=1,
    )
)
