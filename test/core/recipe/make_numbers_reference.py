"""Writes numbersReference.json: what scikit-learn's transformers of numbers make of made-up columns.

Run: python make_numbers_reference.py > numbersReference.json (scikit-learn 1.9 or later, mpmath)
"""

import json
import warnings

import mpmath
import numpy as np
import sklearn
from scipy import stats
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MaxAbsScaler,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
)

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


def float32(made):
    """Numbers that a float32 can say: so the recipe reads them."""
    return {name: values.astype(np.float32).astype(float) for name, values in made.items()}


def columns():
    rng = np.random.default_rng(11)

    def gappy(values):
        values = np.asarray(values, dtype=float)
        values[rng.random(values.size) < 0.1] = np.nan
        return values

    return float32({
        "normal": gappy(rng.normal(size=31)),
        "lognormal": gappy(rng.lognormal(3, 2, size=37)),
        "negative": gappy(-rng.lognormal(1, 1, size=29)),
        "mixed": gappy(rng.normal(2, 5, size=41) ** 3),
        "counts": gappy(rng.poisson(2, size=47)),
        "tiny": gappy(rng.exponential(1e-3, size=23)),
        "far": gappy(rng.gamma(2, 5, size=43) + 10),
        "twoValues": np.array([0.0, 1, 1, 0, 1, 1, 1, np.nan]),
        "two": np.array([3.0, -1]),
    })


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
        "lambda": lam,
        "scikitLearnLambda": float(fitted.lambdas_[0]),
        "transformed": plain(moved),
        "inverted": plain(exact.inverse_transform(moved.reshape(-1, 1))),
        "standardized": plain((moved - np.nanmean(moved)) / np.nanstd(moved)),
        "scikitLearn": plain(fitted.transform(column)),
    }


def any_columns():
    """Those above, and some that are hard: ties, gaps, a huge offset, hardly any rows."""
    rng = np.random.default_rng(12)
    ties = rng.choice([0.0, 0, 0, 1, 2, 2.5, 7], size=53)
    ties[::11] = np.nan
    mostly = np.concatenate([np.zeros(20), rng.normal(size=12), np.full(10, 3.0)])
    return float32({
        **columns(),
        "ties": ties,
        "mostly": mostly,
        "hugeOffset": 1e9 + 64 * np.round(rng.normal(size=33) * 50),
        "smallNumbers": rng.normal(size=31) * 1e-3,
        "three": np.array([2.0, -1, 5]),
    })


def new_values(values):
    """Values between, beyond and at those of training."""
    present = np.unique(values[~np.isnan(values)])
    span = present[-1] - present[0]
    between = present[:-1] + np.diff(present) * 0.37
    return np.concatenate([[present[0] - span, present[-1] + 0.5 * span], between[:20], present[:10]])


def scaled(name, values):
    column = values.reshape(-1, 1)
    low, high = np.nanpercentile(values, [25, 75])
    mean, std = np.nanmean(values), np.nanstd(values)
    robust = RobustScaler().fit(column)
    return {
        "name": name,
        # Where the middle half does not vary, scikit-learn leaves the values as wide as they are.
        "robust": plain(robust.transform(column)) if high > low else None,
        "maxAbs": plain(MaxAbsScaler().fit_transform(column)),
        "log1p": plain(np.log1p(column)) if np.nanmin(values) > -1 else None,
        "signedLog1p": plain(np.sign(column) * np.log1p(np.abs(column))),
        "iqr": [low - 1.5 * (high - low), high + 1.5 * (high - low)] if high > low else None,
        "zScore": [mean - 3 * std, mean + 3 * std],
    }


def quantile(name, values, count, output):
    column = values.reshape(-1, 1)
    fitted = QuantileTransformer(n_quantiles=count, output_distribution=output, subsample=None).fit(column)
    others = new_values(values)
    return {
        "name": name,
        "count": count,
        "output": output,
        "quantiles": plain(fitted.quantiles_),
        "transformed": plain(fitted.transform(column)),
        "others": plain(others),
        "othersTransformed": plain(fitted.transform(others.reshape(-1, 1))),
    }


def binned(name, values, bins, strategy):
    present = values[~np.isnan(values)]
    fitted = KBinsDiscretizer(n_bins=bins, encode="ordinal", strategy=strategy, subsample=None)
    fitted.fit(present.reshape(-1, 1))
    others = np.concatenate([new_values(present), present])
    return {
        "name": name,
        "bins": bins,
        "strategy": strategy,
        "edges": plain(fitted.bin_edges_[0][1:-1]),
        "others": plain(others),
        "othersBinned": plain(fitted.transform(others.reshape(-1, 1))),
    }


def polynomial(degree, interactions_only, rows, width):
    values = np.random.default_rng(degree + width).normal(size=(rows, width)).astype(np.float32).astype(float)
    fitted = PolynomialFeatures(degree, interaction_only=interactions_only, include_bias=False).fit(values)
    return {
        "degree": degree,
        "interactionsOnly": interactions_only,
        "columns": [plain(values[:, i]) for i in range(width)],
        "powers": fitted.powers_.tolist(),
        "transformed": [plain(column) for column in fitted.transform(values).T],
    }


def isolation(rows, width, max_samples, trees):
    rng = np.random.default_rng(rows + width)
    # scikit-learn's trees compare in float32.
    values = rng.normal(size=(rows, width)).astype(np.float32)
    values[:, -1] = np.round(values[:, -1])
    values[::17] *= 4
    fitted = IsolationForest(n_estimators=trees, max_samples=max_samples, contamination=0.1, random_state=5).fit(values)
    return {
        "columns": [plain(values[:, i]) for i in range(width)],
        "sampleSize": int(fitted.max_samples_),
        "trees": [
            {
                "columns": tree.tree_.feature.tolist(),
                "thresholds": plain(tree.tree_.threshold),
                "right": tree.tree_.children_right.tolist(),
                "rows": tree.tree_.n_node_samples.tolist(),
            }
            for tree in fitted.estimators_
        ],
        "scores": plain(-fitted.score_samples(values)),
        "outliers": (fitted.predict(values) < 0).astype(int).tolist(),
    }


def of_some(make, *settings):
    return [make(name, values, *one) for one in settings for name, values in any_columns().items()]


print(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "columns": {name: plain(values) for name, values in any_columns().items()},
            "yeoJohnson": [yeo_johnson(name, values) for name, values in columns().items()],
            "scaled": of_some(scaled, ()),
            "quantile": of_some(quantile, (1000, "uniform"), (10, "normal")),
            "binned": of_some(binned, (4, "uniform"), (5, "quantile")),
            "polynomial": [polynomial(2, False, 5, 4), polynomial(3, False, 4, 3), polynomial(3, True, 4, 4)],
            "isolation": [isolation(40, 3, 16, 6), isolation(20, 1, 20, 4), isolation(9, 2, 2, 6)],
        },
        indent=1,
    )
)
