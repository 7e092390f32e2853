"""Writes kindsReference.json: what scikit-learn's imputers and encoders make of made-up columns.

Run: python make_kinds_reference.py > kindsReference.json (scikit-learn 1.9 or later)
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import IterativeImputer, KNNImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

warnings.simplefilter("ignore", ConvergenceWarning)


def plain(values):
    """Nested lists, with None for NaN."""
    return [plain(row) if isinstance(row, np.ndarray) else None if np.isnan(row) else float(row) for row in values]


def gappy(seed, rows, columns, share):
    """Correlated columns of different scales with gaps, each with a value, which float32 can hold."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(rows, 2))
    values = common @ rng.normal(size=(2, columns)) + 0.3 * rng.normal(size=(rows, columns))
    values = values * 10.0 ** rng.integers(-2, 4, columns) + rng.normal(size=columns) * 5
    gaps = rng.random(values.shape) < share
    gaps[rng.integers(0, rows, columns), np.arange(columns)] = False
    values[gaps] = np.nan
    return values.astype(np.float32).astype(float)


def scaled(imputer, train, later):
    """Fitted on standardized training rows, its results in the units of the columns."""
    scaler = StandardScaler().fit(train)
    with np.errstate(all="ignore"):
        imputer.fit(scaler.transform(train))
        return [plain(scaler.inverse_transform(imputer.transform(scaler.transform(x)))) for x in (train, later)]


def nearest(seed, rows, columns, share, neighbours, weights):
    train, later = gappy(seed, rows, columns, share), gappy(seed + 100, 12, columns, share)
    later[0] = np.nan
    filled = scaled(KNNImputer(n_neighbors=neighbours, weights=weights), train, later)
    return {
        "neighbours": neighbours,
        "weighting": weights,
        "train": plain(train),
        "later": plain(later),
        "filledTrain": filled[0],
        "filledLater": filled[1],
    }


def chained(seed, rows, columns, share, rounds, strength, tolerance):
    train, later = gappy(seed, rows, columns, share), gappy(seed + 100, 9, columns, share)
    train[:, -1] = np.where(np.isnan(train[:, -1]), 1.5, train[:, -1])
    imputer = IterativeImputer(Ridge(alpha=strength), max_iter=rounds, tol=tolerance, skip_complete=True)
    filled = scaled(imputer, train, later)
    return {
        "rounds": rounds,
        "roundsRun": imputer.n_iter_,
        "strength": strength,
        "tolerance": tolerance,
        "train": plain(train),
        "later": plain(later),
        "filledTrain": filled[0],
        "filledLater": filled[1],
    }


def target_means(seed, kind, smooth, rows=60):
    rng = np.random.default_rng(seed)
    levels = np.array(["ant", "bee", "cat", "dog", "eel", None], dtype=object)
    x = rng.choice(levels, rows, p=[0.35, 0.25, 0.2, 0.1, 0.05, 0.05]).reshape(-1, 1)
    effect = np.array([{"ant": 0, "bee": 2, "cat": -1, "dog": 3, "eel": 5, None: 1}[v] for v in x.ravel()])
    if kind == "continuous":
        y = effect + rng.normal(size=rows)
    else:
        names = np.array(["no", "yes"] if kind == "binary" else ["high", "low", "mid"])
        y = names[(effect + rng.integers(0, 4, rows)) % names.size]
    folds = (KFold if kind == "continuous" else StratifiedKFold)(5, shuffle=True, random_state=seed)
    fold = np.zeros(rows, dtype=int)
    for number, (_, test) in enumerate(folds.split(x, y)):
        fold[test] = number
    make = lambda: TargetEncoder(target_type=kind, smooth=smooth, cv=folds)  # noqa: E731
    later = np.array([["bee"], ["yak"], [None], ["eel"]], dtype=object)
    fitted = make().fit(x, y)
    return {
        "kind": kind,
        "smoothing": smooth,
        "values": x.ravel().tolist(),
        "target": y.tolist(),
        "classes": [] if kind == "continuous" else fitted.classes_.tolist(),
        "folds": fold.tolist(),
        "later": later.ravel().tolist(),
        "encodedLater": plain(fitted.transform(later)),
        "encodedTrain": plain(make().fit_transform(x, y)),
    }


def one_hot(seed, least, most, rows=80):
    rng = np.random.default_rng(seed)
    x = rng.choice(["a", "b", "c", "d", "e", "f"], rows, p=[0.4, 0.3, 0.15, 0.1, 0.03, 0.02]).reshape(-1, 1)
    later = np.array([["a"], ["f"], ["new"]])
    encoder = OneHotEncoder(
        min_frequency=least, max_categories=most, handle_unknown="infrequent_if_exist", sparse_output=False
    ).fit(x)
    return {
        "minCount": least,
        # scikit-learn counts the column of infrequent levels.
        "maxLevels": most - 1,
        "values": x.ravel().tolist(),
        "encoded": encoder.transform(x).tolist(),
        "later": later.ravel().tolist(),
        "encodedLater": encoder.transform(later).tolist(),
    }


def ordinal(order):
    x = np.array([["mid"], ["low"], ["high"], ["low"], ["mid"]], dtype=object)
    later = np.array([["high"], ["never seen"], ["low"]], dtype=object)
    encoder = OrdinalEncoder(
        categories="auto" if order is None else [order], handle_unknown="use_encoded_value", unknown_value=-1
    ).fit(x)
    return {
        "order": order,
        "values": x.ravel().tolist(),
        "encoded": encoder.transform(x).ravel().tolist(),
        "later": later.ravel().tolist(),
        "encodedLater": encoder.transform(later).ravel().tolist(),
    }


def tfidf(most, least, share):
    texts = [
        "The cat sat on the mat, the CAT!",
        "A dog; a cat. 2 dogs?",
        "",
        "mat mat mat",
        "the quick brown dog jumps over the lazy dog",
        "Ärger über Äpfel und Birnen über",
        "cat-dog 42",
    ]
    later = ["the unknown cat", "nothing known", "MAT dog dog"]
    vectorizer = TfidfVectorizer(token_pattern=r"[^\W_]+", max_features=most, min_df=least, max_df=share).fit(texts)
    return {
        "maxWords": most,
        "minRows": least,
        "maxShare": share,
        "texts": texts,
        "later": later,
        "words": sorted(vectorizer.vocabulary_),
        "encoded": plain(vectorizer.transform(texts).toarray()),
        "encodedLater": plain(vectorizer.transform(later).toarray()),
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "nearest": [
                nearest(1, 40, 4, 0.2, 5, "uniform"),
                nearest(2, 30, 6, 0.4, 3, "distance"),
                nearest(3, 8, 3, 0.5, 10, "uniform"),
                nearest(4, 25, 2, 0.3, 1, "distance"),
            ],
            "chained": [
                chained(5, 50, 5, 0.2, 10, 1.0, 1e-3),
                chained(6, 30, 4, 0.4, 4, 0.01, 0.0),
                chained(7, 20, 3, 0.3, 25, 10.0, 1e-2),
            ],
            "targetMeans": [
                target_means(seed, kind, smooth)
                for seed, (kind, smooth) in enumerate(
                    [
                        ("continuous", "auto"),
                        ("continuous", 10.0),
                        ("continuous", 0.0),
                        ("binary", "auto"),
                        ("binary", 3.0),
                        ("multiclass", "auto"),
                        ("multiclass", 5.0),
                    ]
                )
            ],
            "oneHot": [one_hot(20, 5, 100), one_hot(21, 1, 4)],
            "ordinal": [ordinal(None), ordinal(["low", "mid", "high"])],
            "tfidf": [tfidf(100, 1, 1.0), tfidf(4, 1, 1.0), tfidf(100, 2, 0.5)],
        },
        indent=1,
    )
)
