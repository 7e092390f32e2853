"""Reference metrics, from scikit-learn in float64, for `tests/engine/metrics.rs`.

    python make_metrics.py > metrics.json      (made with scikit-learn 1.9.1)

Each case has the outputs of a network before any output activation, targets, weights of rows (or none), and what
scikit-learn says of the predictions that follow from them. All numbers given are multiples of 2^-10, so that float32 and
float64 hold the same ones and JSON loses none. Undefined values are null.
"""

import json
import warnings

import numpy as np
from scipy.special import expit, softmax
from scipy.stats import norm
from sklearn import metrics as m

warnings.filterwarnings("ignore")
ROWS = 300
LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99]


def grid(values):
    """Rounds to multiples of 2^-10."""
    return np.round(np.asarray(values) * 1024) / 1024


def number(value):
    return float(value) if np.isfinite(value) else None


def point_metrics(y, p, w):
    """Of one target."""
    heavy = w > 0 if w is not None else np.ones(len(y), bool)
    return {
        "mse": m.mean_squared_error(y, p, sample_weight=w),
        "rmse": m.root_mean_squared_error(y, p, sample_weight=w),
        "mae": m.mean_absolute_error(y, p, sample_weight=w),
        "r2": m.r2_score(y, p, sample_weight=w),
        "meanBias": float(np.average(p - y, weights=w)),
        "maxError": m.max_error(y[heavy], p[heavy]),
    }


def regression(loss, outputs, targets, w, options=None):
    options = options or {}
    expected = {}
    if loss == "quantile":
        quantiles = options["quantiles"]
        points = outputs[:, [int(np.argmin(np.abs(np.array(quantiles) - 0.5)))]]
    elif loss == "gaussianNll":
        half = outputs.shape[1] // 2
        points, deviations = outputs[:, :half], np.exp(outputs[:, half:] / 2)
    elif loss in ("poisson", "gamma"):
        points = np.exp(outputs)
    else:
        points = outputs
    each = [point_metrics(targets[:, i], points[:, i], w) for i in range(targets.shape[1])]
    for name in ("mse", "rmse", "mae", "meanBias"):
        expected[name] = float(np.mean([e[name] for e in each]))
    varying = [e["r2"] for i, e in enumerate(each) if np.ptp(targets[:, i]) > 0]
    expected["r2"] = float(np.mean(varying)) if varying else None
    expected["maxError"] = max(e["maxError"] for e in each)
    if loss == "quantile":
        pinball = [m.mean_pinball_loss(targets[:, 0], outputs[:, i], sample_weight=w, alpha=q) for i, q in enumerate(quantiles)]
        y = targets[:, 0]
        expected["pinball"] = float(np.mean(pinball))
        expected["coverage"] = float(np.average((y >= outputs.min(1)) & (y <= outputs.max(1)), weights=w))
        expected["quantiles"] = [
            [q, pinball[i], float(np.average(y <= outputs[:, i], weights=w))] for i, q in enumerate(quantiles)
        ]
    if loss == "gaussianNll":
        distances = np.abs(targets - points) / deviations
        coverage = [float(np.average((distances <= norm.ppf((1 + level) / 2)).mean(1), weights=w)) for level in LEVELS]
        expected["coverage"] = coverage[3]
        expected["intervals"] = [list(pair) for pair in zip(LEVELS, coverage)]
    return case(loss, outputs, targets, w, options, expected)


def classification(loss, outputs, targets, w):
    single = outputs.shape[1] == 1
    classes = max(2, outputs.shape[1])
    labels = list(range(classes))
    if single:
        scores = outputs[:, 0] if loss == "hinge" else expit(outputs[:, 0])
        predicted = (outputs[:, 0] > 0).astype(int)
        probabilities = np.stack([1 - scores, scores], 1)
    else:
        probabilities = outputs if loss == "hinge" else softmax(outputs, axis=1)
        predicted = outputs.argmax(1)
    weight = np.ones(len(targets)) if w is None else w
    present = [k for k in labels if weight[targets == k].sum() > 0]
    areas = [
        m.roc_auc_score(targets == k, probabilities[:, k], sample_weight=w) for k in ([1] if classes == 2 else present)
    ]
    precision, recall, f1, support = m.precision_recall_fscore_support(
        targets, predicted, labels=labels, sample_weight=w, zero_division=np.nan
    )
    expected = {
        "accuracy": m.accuracy_score(targets, predicted, sample_weight=w),
        "balancedAccuracy": m.balanced_accuracy_score(targets, predicted, sample_weight=w),
        "macroF1": m.f1_score(targets, predicted, average="macro", sample_weight=w),
        "mcc": m.matthews_corrcoef(targets, predicted, sample_weight=w),
        "rocAuc": float(np.mean(areas)),
        "classes": [
            [weight[targets == k].sum(), number(precision[k]), number(recall[k]), number(f1[k])] for k in labels
        ],
        "confusion": m.confusion_matrix(targets, predicted, labels=labels, sample_weight=w).ravel().tolist(),
    }
    if loss != "hinge":
        expected["logLoss"] = m.log_loss(targets, probabilities, labels=labels, sample_weight=w)
        expected["brier"] = m.brier_score_loss(targets, probabilities, labels=labels, sample_weight=w)
    return case(loss, outputs, targets[:, None], w, {}, expected)


def case(loss, outputs, targets, w, options, expected):
    return {
        "loss": loss,
        "options": options,
        "width": outputs.shape[1],
        "outputs": outputs.ravel().tolist(),
        "targets": targets.ravel().astype(float).tolist(),
        "weights": [] if w is None else w.tolist(),
        "expected": expected,
    }


def main():
    random = np.random.default_rng(20260301)
    weights = grid(random.gamma(1.0, size=ROWS)) * (random.random(ROWS) > 0.1)
    cases = []
    for w in (None, weights):
        targets = grid(random.normal(size=(ROWS, 3)) * [1, 5, 0] + [0, 100, 3])
        outputs = grid(targets + random.normal(size=targets.shape) * [0.5, 4, 1] + [0.25, 0, -1])
        cases.append(regression("meanSquaredError", outputs, targets, w))
        cases.append(regression("huber", outputs[:, :1], targets[:, :1], w))
        quantiles = [0.1, 0.25, 0.55, 0.9]
        spread = grid(outputs[:, :1] + random.normal(size=(ROWS, 4)) * 0.2 + norm.ppf(quantiles))
        cases.append(regression("quantile", spread, targets[:, :1], w, {"quantiles": quantiles}))
        logs = grid(random.normal(size=(ROWS, 2)) * 0.5)
        cases.append(regression("gaussianNll", np.hstack([outputs[:, :2], logs]), targets[:, :2], w))
        counts = random.poisson(np.exp(logs)).astype(float)
        cases.append(regression("poisson", logs, counts, w))
        for loss in ("binaryCrossEntropy", "hinge"):
            # Few distinct scores, so that many tie.
            scores = np.round(random.normal(size=(ROWS, 1)) * 8) / 8
            labels = (scores[:, 0] + random.normal(size=ROWS) > 0.3).astype(int)
            cases.append(classification(loss, scores, labels, w))
        for loss, width in (("softmaxCrossEntropy", 5), ("focal", 2), ("hinge", 3)):
            scores = grid(random.normal(size=(ROWS, width)) * 2)
            labels = (scores + random.normal(size=scores.shape)).argmax(1)
            # One class is never the actual one.
            labels = np.where(labels == 4, 0, labels)
            cases.append(classification(loss, scores, labels, w))
    json.dump(cases, fp=__import__("sys").stdout)
    print()


main()
