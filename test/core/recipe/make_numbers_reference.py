"""Writes numbersReference.json: what scikit-learn's transformers of numbers learn of made-up columns.

Run: python make_numbers_reference.py > numbersReference.json (scikit-learn 1.9 or later, mpmath)
"""

import json
import warnings

import mpmath
import numpy as np
import sklearn
from scipy import stats
from sklearn.preprocessing import PowerTransformer

warnings.filterwarnings("ignore")
mpmath.mp.dps = 60


def plain(values):
    return [None if np.isnan(x) else float(x) for x in np.asarray(values, dtype=float).ravel()]


def exact_lambda(values):
    """The root of the likelihood's derivative in 60 digits: scikit-learn's own search ends some 1e-8 from it."""
    signs = [-1 if x < 0 else 1 for x in values]
    logs = [mpmath.log(1 + abs(mpmath.mpf(float(x)))) for x in values]
    total = sum(sign * log for sign, log in zip(signs, logs))
    count = len(logs)

    def transformed(power, log):
        return (mpmath.expm1(power * log) / power, (power * log * mpmath.exp(power * log) - mpmath.expm1(power * log)) / power**2)

    def derivative(lam):
        pairs = [transformed(lam if sign > 0 else 2 - lam, log) for sign, log in zip(signs, logs)]
        z = [sign * pair[0] for sign, pair in zip(signs, pairs)]
        dz = [pair[1] for pair in pairs]
        mean, slope = sum(z) / count, sum(dz) / count
        variance = sum((a - mean) ** 2 for a in z)
        covariance = sum((a - mean) * (b - slope) for a, b in zip(z, dz))
        return total - count * covariance / variance

    _, start = stats.yeojohnson(values)
    return float(mpmath.findroot(derivative, (mpmath.mpf(start), mpmath.mpf(start) + mpmath.mpf("1e-6"))))


def columns():
    rng = np.random.default_rng(11)

    def gappy(values):
        values = np.asarray(values, dtype=float)
        values[rng.random(values.size) < 0.1] = np.nan
        return values

    return {
        "normal": gappy(rng.normal(size=60)),
        "lognormal": gappy(rng.lognormal(3, 2, size=90)),
        "negative": gappy(-rng.lognormal(1, 1, size=70)),
        "mixed": gappy(rng.normal(2, 5, size=80) ** 3),
        "counts": gappy(rng.poisson(2, size=100)),
        "tiny": gappy(rng.exponential(1e-3, size=75)),
        "far": gappy(rng.gamma(2, 5, size=120) + 10),
        "twoValues": np.array([0.0, 1, 1, 0, 1, 1, 1, np.nan]),
        "two": np.array([3.0, -1]),
    }


def yeo_johnson(name, values):
    column = values.reshape(-1, 1)
    present = values[~np.isnan(values)]
    lam = exact_lambda(present)
    fitted = PowerTransformer(standardize=True).fit(column)
    exact = PowerTransformer(standardize=False).fit(column)
    exact.lambdas_ = np.array([lam])
    moved = stats.yeojohnson(values, lam)
    return {
        "name": name,
        "values": plain(values),
        "lambda": lam,
        "scikitLearnLambda": float(fitted.lambdas_[0]),
        "transformed": plain(moved),
        "inverted": plain(exact.inverse_transform(moved.reshape(-1, 1))),
        "standardized": plain((moved - np.nanmean(moved)) / np.nanstd(moved)),
        "scikitLearn": plain(fitted.transform(column)),
    }


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "yeoJohnson": [yeo_johnson(name, values) for name, values in columns().items()],
        },
        indent=1,
    )
)
