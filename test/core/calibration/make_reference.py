"""Writes reference.json: split conformal prediction and temperature scaling, worked out by numpy and SciPy from the papers.

Run: python make_reference.py > reference.json (NumPy 1.26 or later, SciPy 1.11 or later)
"""

import json
import math

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, logsumexp


def threshold(scores, level):
    """The ceil((n + 1) level)-th smallest score."""
    k = math.ceil(round((len(scores) + 1) * level, 9))
    return math.inf if k > len(scores) else float(np.sort(scores)[k - 1])


def residuals(rng):
    rows, fresh = 57, 40
    predicted = rng.normal(10, 3, rows + fresh)
    deviation = rng.uniform(0.5, 2, rows + fresh)
    actual = predicted + deviation * rng.standard_t(4, rows + fresh)
    out = {"predicted": predicted.tolist(), "deviation": deviation.tolist(), "actual": actual.tolist(), "rows": rows}
    out["levels"] = []
    for level in (0.8, 0.9, 0.95):
        plain = threshold(np.abs(actual - predicted)[:rows], level)
        scaled = threshold((np.abs(actual - predicted) / deviation)[:rows], level)
        new = slice(rows, None)
        inside = np.abs(actual - predicted)[new] <= plain
        inside_scaled = np.abs(actual - predicted)[new] <= scaled * deviation[new]
        out["levels"].append(
            {
                "level": level,
                "plain": plain,
                "scaled": scaled,
                "covered": float(inside.mean()),
                "size": 2 * plain,
                "coveredScaled": float(inside_scaled.mean()),
                "sizeScaled": float((2 * scaled * deviation[new]).mean()),
            }
        )
    return out


def quantiles(rng):
    rows, fresh = 61, 30
    lower = rng.normal(0, 1, rows + fresh)
    upper = lower + rng.uniform(0.5, 3, rows + fresh)
    actual = rng.uniform(lower - 0.3, upper + 0.3)
    scores = np.maximum(lower - actual, actual - upper)
    t = threshold(scores[:rows], 0.9)
    inside = (actual >= lower - t) & (actual <= upper + t)
    size = upper + t - (lower - t)
    return {
        "lower": lower.tolist(),
        "upper": upper.tolist(),
        "actual": actual.tolist(),
        "rows": rows,
        "threshold": t,
        "covered": float(inside[rows:].mean()),
        "size": float(size[rows:].mean()),
    }


def part_of(probabilities):
    """A number between 0 and 1 that follows from a row's probabilities: the finalizer of MurmurHash3 over each of them."""
    mask, value = 0xFFFFFFFF, 0
    for p in probabilities:
        value = (value * 31 + math.floor(p * 1e6 + 0.5)) & mask
        value = ((value ^ (value >> 16)) * 0x85EBCA6B) & mask
        value = ((value ^ (value >> 13)) * 0xC2B2AE35) & mask
        value ^= value >> 16
    return (value + 0.5) / 2**32


def sets(rng):
    rows, fresh, classes = 83, 50, 4
    logits = rng.normal(0, 2, (rows + fresh, classes))
    probabilities = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
    actual = np.array([rng.choice(classes, p=p) for p in probabilities])
    out = {"probabilities": probabilities.tolist(), "actual": actual.tolist(), "rows": rows, "classes": classes}
    order = np.argsort(-probabilities, axis=1, kind="stable")
    ranked = np.take_along_axis(probabilities, order, axis=1)
    part = np.array([part_of(p) for p in probabilities])[:, None]
    summed = np.cumsum(ranked, axis=1) - ranked + part * ranked
    adaptive = np.empty_like(summed)
    np.put_along_axis(adaptive, order, summed, axis=1)
    for name, scores in (("smallest", -probabilities), ("adaptive", adaptive)):
        t = threshold(scores[np.arange(rows), actual[:rows]], 0.8)
        taken = scores[rows:] <= t
        taken[np.arange(fresh), scores[rows:].argmin(axis=1)] = True
        out[name] = {
            "threshold": t,
            "sets": taken.astype(int).tolist(),
            "covered": float(taken[np.arange(fresh), actual[rows:]].mean()),
            "size": float(taken.sum(axis=1).mean()),
        }
    return out


def minimum(loss):
    found = minimize_scalar(lambda b: loss(math.exp(b)), bounds=(-3, 3), method="bounded", options={"xatol": 1e-13})
    return math.exp(found.x)


def newton(slope, curvature, inverse):
    """Polishes a minimum by 1/T, whose place a search by values finds to eight digits only."""
    for _ in range(50):
        inverse -= slope(inverse) / curvature(inverse)
    return 1 / inverse


def temperature(rng):
    rows, classes = 120, 3
    logits = rng.normal(0, 3, (rows, classes))
    truth = np.exp(log_softmax(logits / 2.3, axis=1))
    actual = np.array([rng.choice(classes, p=p / p.sum()) for p in truth])
    at = np.arange(rows)
    loss = lambda t: -log_softmax(logits / t, axis=1)[at, actual].mean()

    def slope(b):
        p = np.exp(log_softmax(b * logits, axis=1))
        return ((p * logits).sum(axis=1) - logits[at, actual]).mean()

    def curvature(b):
        p = np.exp(log_softmax(b * logits, axis=1))
        return ((p * logits**2).sum(axis=1) - (p * logits).sum(axis=1) ** 2).mean()

    t = newton(slope, curvature, 1 / minimum(loss))

    two = rng.normal(0, 4, rows)
    yes = (rng.uniform(size=rows) < expit(two / 1.7)).astype(int)
    loss_two = lambda t: np.mean(np.logaddexp(0, two / t) - yes * two / t)
    t_two = newton(
        lambda b: ((expit(b * two) - yes) * two).mean(),
        lambda b: (expit(b * two) * expit(-b * two) * two**2).mean(),
        1 / minimum(loss_two),
    )
    return {
        "many": {"logits": logits.tolist(), "actual": actual.tolist(), "temperature": t, "logLoss": float(loss(t))},
        "two": {"logits": two.tolist(), "actual": yes.tolist(), "temperature": t_two, "logLoss": float(loss_two(t_two))},
    }


rng = np.random.default_rng(20)
print(
    json.dumps(
        {
            "numpy": np.__version__,
            "residuals": residuals(rng),
            "quantiles": quantiles(rng),
            "sets": sets(rng),
            "temperature": temperature(rng),
        }
    )
)
