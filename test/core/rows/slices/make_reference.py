"""Writes reference.json beside it: chances and intervals of slices by SciPy (1.15 or later); Prettier lays it out."""

import json
from pathlib import Path

import numpy as np
from scipy import stats

random = np.random.default_rng(5)


def welch(slice_rows, other_rows):
    a, b = np.asarray(slice_rows), np.asarray(other_rows)
    return float(stats.ttest_ind(a, b, equal_var=False, alternative="greater").pvalue)


def agresti_caffo(right, rows, other_right, other_rows):
    p, q = (right + 1) / (rows + 2), (other_right + 1) / (other_rows + 2)
    error = np.sqrt(p * (1 - p) / (rows + 2) + q * (1 - q) / (other_rows + 2))
    return float(stats.norm.cdf((p - q) / error))


def costs(rows, scale):
    return [float(value) for value in np.round(random.gamma(1.5, scale, rows), 6)]


welch_cases = []
for rows, others, scale in [(20, 100, 1.0), (35, 35, 1.6), (5, 400, 3.0), (2, 3, 1.0)]:
    own, rest = costs(rows, scale), costs(others, 1.0)
    welch_cases.append({"slice": own, "others": rest, "p": welch(own, rest)})

share_cases = []
for right, rows, other_right, other_rows in [(18, 20, 95, 100), (20, 20, 80, 80), (3, 30, 40, 50), (700, 1000, 8000, 9000)]:
    low, high = stats.binomtest(right, rows).proportion_ci(method="wilson")
    share_cases.append(
        {
            "right": right,
            "rows": rows,
            "otherRight": other_right,
            "otherRows": other_rows,
            "p": agresti_caffo(right, rows, other_right, other_rows),
            "low": float(low),
            "high": float(high),
        }
    )

means = []
for rows in [2, 9, 60]:
    values = costs(rows, 2.0)
    low, high = stats.t.interval(0.95, rows - 1, loc=np.mean(values), scale=stats.sem(values))
    means.append({"values": values, "low": float(low), "high": float(high)})

Path(__file__).with_name("reference.json").write_text(
    json.dumps({"welch": welch_cases, "shares": share_cases, "means": means}, indent=1) + "\n"
)
