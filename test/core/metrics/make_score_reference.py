"""Writes scoreReference.json: scores and curves of scikit-learn for made-up predictions, to which Descent's are compared.

Run: python make_score_reference.py > scoreReference.json (scikit-learn 1.7 or later)
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")


def top_label_calibration_error(actual, probabilities, bins=15):
    """Guo et al. (2017), equations 2 to 5: bins ((m - 1) / M, m / M] of the probability of the predicted class."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == actual
    error = 0.0
    for m in range(bins):
        inside = (confidence > m / bins) & (confidence <= (m + 1) / bins)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return error


def one_class(actual, scores):
    truth = (actual == 1).astype(int)
    fpr, tpr, thresholds = metrics.roc_curve(truth, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(truth, scores)
    calibration = {}
    for strategy in ("uniform", "quantile"):
        share, predicted = calibration_curve(truth, scores, n_bins=8, strategy=strategy)
        calibration[strategy] = {"share": share.tolist(), "predicted": predicted.tolist()}
    order = np.argsort(-scores, kind="stable")
    gains = [float(truth[order][:k].sum() / truth.sum()) for k in range(1, len(order) + 1)]
    return {
        "roc": {"x": fpr.tolist(), "y": tpr.tolist(), "thresholds": thresholds[1:].tolist(), "area": metrics.auc(fpr, tpr)},
        "precisionRecall": {
            "x": recall[::-1].tolist(),
            "y": precision[::-1].tolist(),
            "area": metrics.auc(recall, precision),
        },
        "averagePrecision": metrics.average_precision_score(truth, scores),
        "calibration": calibration,
        "gains": gains if len(set(scores)) == len(scores) else None,
    }


def classification(seed, rows, classes, present, ties=False):
    rng = np.random.default_rng(seed)
    actual = rng.choice(present, rows)
    logits = rng.normal(size=(rows, classes)) * 1.5
    logits[np.arange(rows), actual] += 1.0
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if ties:
        probabilities = np.round(probabilities, 1)
        probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
    predicted = probabilities.argmax(axis=1)
    seen = sorted(set(actual))
    average = {
        name: metrics.precision_recall_fscore_support(actual, predicted, average=name, zero_division=0)
        for name in ("macro", "weighted")
    }
    labels = list(range(classes))
    with_rows = [k for k in labels if k in seen]
    areas = {
        "rocAuc": [metrics.roc_auc_score(actual == k, probabilities[:, k]) if len(seen) > 1 else None for k in with_rows],
        "averagePrecision": [metrics.average_precision_score(actual == k, probabilities[:, k]) for k in with_rows],
    }
    one = -1 if classes == 2 else slice(None)
    scores = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "macroPrecision": average["macro"][0],
        "macroRecall": average["macro"][1],
        "macroF1": average["macro"][2],
        "weightedPrecision": average["weighted"][0],
        "weightedRecall": average["weighted"][1],
        "weightedF1": average["weighted"][2],
        "mcc": metrics.matthews_corrcoef(actual, predicted),
        "kappa": metrics.cohen_kappa_score(actual, predicted),
        # Descent keeps probabilities 1e-15 from 0 and 1, whatever their precision; scikit-learn by that of the array.
        "logLoss": -np.mean(np.log(np.clip(probabilities, 1e-15, 1 - 1e-15)[np.arange(rows), actual])),
        "brier": metrics.brier_score_loss(actual, probabilities, labels=labels),
        "calibrationError": top_label_calibration_error(actual, probabilities),
        "rocAuc": np.mean(np.array(areas["rocAuc"])[one]) if len(seen) > 1 else None,
        "averagePrecision": np.mean(np.array(areas["averagePrecision"])[one]) if len(seen) > 1 else None,
    }
    return {
        "name": f"{rows} rows, {classes} classes, {len(seen)} of them present{', ties' if ties else ''}",
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        # Not a number where a score is not defined.
        "scores": {name: None if value is None or np.isnan(value) else value for name, value in scores.items()},
        "classOne": one_class(actual, probabilities[:, 1]) if 1 in seen and len(seen) > 1 else None,
    }


def regression(name, actual, predicted):
    varies = len(set(actual)) > 1
    return {
        "name": name,
        "actual": list(actual),
        "predicted": list(predicted),
        "scores": {
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "mae": metrics.mean_absolute_error(actual, predicted),
            "medianAe": metrics.median_absolute_error(actual, predicted),
            "mape": metrics.mean_absolute_percentage_error(actual, predicted),
            # scikit-learn answers 0 or 1 where all actual values are the same, which says nothing.
            "r2": metrics.r2_score(actual, predicted) if varies else None,
            "explainedVariance": metrics.explained_variance_score(actual, predicted) if varies else None,
            "bias": float(np.mean(np.asarray(predicted) - np.asarray(actual))),
        },
    }


def numbers(seed, rows, offset, spread, bias=0.0):
    rng = np.random.default_rng(seed)
    actual = offset + spread * rng.normal(size=rows)
    return actual, actual + spread * 0.3 * rng.normal(size=rows) + bias


def quantiles(seed, rows):
    rng = np.random.default_rng(seed)
    actual = rng.normal(size=rows)
    levels = [0.05, 0.5, 0.95]
    found = np.sort(rng.normal(scale=0.2, size=(rows, 3)) + np.array([-1.5, 0.1, 1.6]), axis=1)
    return {
        "actual": actual.tolist(),
        "quantiles": levels,
        "predicted": found.ravel().tolist(),
        "below": [float(np.mean(actual <= found[:, i])) for i in range(3)],
        "pinball": [metrics.mean_pinball_loss(actual, found[:, i], alpha=q) for i, q in enumerate(levels)],
        "between": float(np.mean((actual >= found[:, 0]) & (actual <= found[:, 2]))),
        "meanWidth": float(np.mean(found[:, 2] - found[:, 0])),
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "classification": [
                classification(1, 60, 2, [0, 1]),
                classification(2, 80, 2, [0, 1], ties=True),
                classification(3, 90, 4, [0, 1, 2, 3]),
                classification(4, 70, 3, [0, 1, 2], ties=True),
                classification(5, 50, 4, [0, 1, 3]),
                classification(6, 12, 2, [1]),
                classification(7, 1, 3, [1]),
                classification(8, 40, 2, [0] * 19 + [1]),
            ],
            "regression": [
                regression("around zero", *numbers(6, 40, 0.0, 1.0)),
                regression("far from zero, with a bias", *numbers(7, 51, 2000.0, 12.0, 90.0)),
                regression("tiny", *numbers(8, 50, -3e-4, 1e-5)),
                regression("a constant target", [4.0, 4.0, 4.0], [4.5, 3.0, 4.0]),
                regression("a single row", [4.0], [4.5]),
                regression("a target of zero", [0.0, 1.0, -2.0, 5.0], [0.5, 1.5, -2.5, 5.0]),
            ],
            "quantiles": quantiles(9, 70),
        },
        indent=1,
    )
)
