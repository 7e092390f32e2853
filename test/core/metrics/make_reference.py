"""Writes reference.json: metrics of scikit-learn for made-up predictions, to which Descent's are compared.

Run: python make_reference.py > reference.json (scikit-learn 1.3 or later)
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")


def classification(seed, rows, classes, present, ties):
    rng = np.random.default_rng(seed)
    actual = rng.choice(present, rows)
    logits = rng.normal(size=(rows, classes)) * 1.5
    logits[np.arange(rows), actual] += 1.0
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if ties:
        probabilities = np.round(probabilities, 1)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    seen = sorted(set(actual))
    if classes == 2:
        auc = metrics.roc_auc_score(actual, probabilities[:, 1])
    else:
        auc = np.mean([metrics.roc_auc_score(actual == k, probabilities[:, k]) for k in seen])
    clipped = np.clip(probabilities, 1e-15, 1 - 1e-15)
    labels = list(range(classes))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(actual, predicted, labels=labels)
    return {
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "metrics": {
            "accuracy": metrics.accuracy_score(actual, predicted),
            "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
            "macroF1": metrics.f1_score(actual, predicted, average="macro"),
            "logLoss": -np.mean(np.log(clipped[np.arange(rows), actual])),
            "rocAuc": auc,
        },
        "confusion": metrics.confusion_matrix(actual, predicted, labels=labels).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
    }


def regression(seed, rows, offset, spread):
    rng = np.random.default_rng(seed)
    actual = offset + spread * rng.normal(size=rows)
    predicted = actual + spread * 0.3 * rng.normal(size=rows)
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "metrics": {
            "rmse": metrics.mean_squared_error(actual, predicted) ** 0.5,
            "mae": metrics.mean_absolute_error(actual, predicted),
            "r2": metrics.r2_score(actual, predicted),
        },
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "classification": [
                classification(1, 60, 2, [0, 1], ties=False),
                classification(2, 80, 2, [0, 1], ties=True),
                classification(3, 90, 4, [0, 1, 2, 3], ties=False),
                classification(4, 70, 3, [0, 1, 2], ties=True),
                classification(5, 50, 4, [0, 2, 3], ties=False),
            ],
            "regression": [
                regression(6, 40, 0.0, 1.0),
                regression(7, 50, 2000.0, 12.0),
                regression(8, 50, -3e-4, 1e-5),
            ],
        },
        indent=1,
    )
)
