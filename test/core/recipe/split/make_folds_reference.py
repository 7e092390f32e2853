"""Writes foldsReference.json: the folds of scikit-learn's splitters and the bins of pandas.qcut over made-up rows.

Run: python make_folds_reference.py > foldsReference.json (scikit-learn 1.3 and pandas 2 or later)
"""

import json

import numpy as np
import pandas as pd
import sklearn
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit


def folds(splitter, rows, **more):
    x = np.zeros((rows, 1))
    return [[train.tolist(), validation.tolist()] for train, validation in splitter.split(x, **more)]


def stratified(seed, rows, classes, k):
    rng = np.random.default_rng(seed)
    codes = rng.choice(classes, rows, p=np.arange(1, classes + 1) / (classes * (classes + 1) / 2))
    return {"codes": codes.tolist(), "folds": folds(StratifiedKFold(k), rows, y=codes)}


def grouped(seed, sizes, k):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    rng.shuffle(groups)
    return {"groups": groups.tolist(), "folds": folds(GroupKFold(k), len(groups), groups=groups)}


def bins(seed, make, k):
    values = make(np.random.default_rng(seed)).astype(float)
    codes = pd.qcut(values, k, labels=False, duplicates="drop")
    return {"values": values.tolist(), "bins": k, "codes": codes.tolist()}


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "pandas": pd.__version__,
            "plain": [{"rows": n, "folds": folds(KFold(k), n)} for n, k in [(10, 3), (12, 4), (7, 5)]],
            "stratified": [stratified(1, 23, 3, 4), stratified(2, 40, 2, 5), stratified(3, 31, 5, 3)],
            # Groups of one size are ordered by chance there, so all sizes differ.
            "grouped": [grouped(4, [1, 2, 3, 5, 8, 13], 3), grouped(5, [9, 4, 7, 1, 2, 6, 3], 2)],
            "time": [
                {"rows": n, "gap": gap, "folds": folds(TimeSeriesSplit(k, gap=gap), n)}
                for n, k, gap in [(10, 3, 0), (23, 5, 2), (12, 2, 3)]
            ],
            "bins": [
                bins(6, lambda rng: rng.normal(size=40), 4),
                bins(7, lambda rng: rng.integers(0, 5, size=30), 6),
                bins(8, lambda rng: rng.lognormal(0, 2, size=55), 10),
            ],
        }
    )
)
