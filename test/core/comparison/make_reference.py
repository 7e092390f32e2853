"""Writes reference.json: Student's t and the normal distribution of SciPy, intervals of the mean, the correlated t-test of
baycomp, Welch's interval and SciPy's paired bootstrap with very many samples.

Run: python make_reference.py > reference.json (SciPy 1.11 or later, baycomp 1.0)
"""

import json

import baycomp
import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(17)

freedoms = [0.5, 1, 2, 3, 4.5, 9, 29, 99, 1000, 50000]
places = [-200, -30, -8, -3.2, -1, -0.3, -1e-5, 1e-9, 0.01, 0.7, 1.96, 5, 12, 80]
chances = [1e-9, 1e-4, 0.025, 0.3, 0.4999, 0.6, 0.95, 0.975, 0.9995]


def correlated(differences, k, rope):
    """The chances of a lower, an equal and a higher score of the first; baycomp names them by who wins."""
    runs = len(differences) // k
    chances = baycomp.two_on_single(differences, np.zeros(len(differences)), rope=rope, runs=runs)
    first, equal, second = chances if rope > 0 else (chances[0], 0.0, chances[1])
    return {"rope": rope, "left": second, "equal": equal, "right": first}


def folds(count, k, mean, deviation):
    differences = rng.normal(mean, deviation, count)
    variance = differences.var(ddof=1) * (1 / count + (1 / k) / (1 - 1 / k))
    half = stats.t.ppf(0.975, count - 1) * np.sqrt(variance)
    return {
        "differences": differences.tolist(),
        "folds": k,
        "tests": [correlated(differences, k, rope) for rope in [0, 0.005, 0.02]],
        "low": differences.mean() - half,
        "high": differences.mean() + half,
    }


def means(count):
    values = rng.normal(3, 0.4, count)
    low, high = stats.t.interval(0.95, count - 1, loc=values.mean(), scale=stats.sem(values))
    return {"values": values.tolist(), "mean": values.mean(), "deviation": values.std(ddof=1), "low": low, "high": high}


def welch(n, m, confidence):
    a, b = rng.normal(1, 0.5, n), rng.normal(0.4, 0.2, m)
    interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(confidence)
    return {"a": a.tolist(), "b": b.tolist(), "confidence": confidence, "low": interval.low, "high": interval.high}


def bootstrap(rows):
    a = rng.normal(1, 1, rows)
    b = a + rng.normal(0.05, 0.3, rows)
    found = stats.bootstrap(
        (a, b), lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        paired=True, vectorized=True, n_resamples=200_000, batch=1000, method="percentile", rng=np.random.default_rng(5),
    )
    interval = found.confidence_interval
    return {"a": a.tolist(), "b": b.tolist(), "low": interval.low, "high": interval.high, "error": found.standard_error}


print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "studentT": [
                {"freedom": f, "t": t, "below": stats.t.cdf(t, f)} for f in freedoms for t in places
            ],
            "quantiles": [{"freedom": f, "p": p, "t": stats.t.ppf(p, f)} for f in freedoms for p in chances],
            "normal": [
                {"x": x, "below": stats.norm.cdf(x)}
                for x in [-37, -20, -8, -4, -2.9, -2.8, -1, -1e-3, -1e-12, 0, 1e-8, 0.5, 1.7, 2.82, 2.83, 3, 6, 9]
            ],
            "folds": [folds(10, 10, 0.01, 0.02), folds(5, 5, -0.03, 0.02), folds(30, 10, 0.001, 0.01), folds(2, 2, 1, 2)],
            "means": [means(2), means(5), means(30)],
            "welch": [welch(2, 2, 0.95), welch(5, 12, 0.95), welch(30, 3, 0.9)],
            "bootstrap": [bootstrap(60), bootstrap(400)],
        }
    )
)
