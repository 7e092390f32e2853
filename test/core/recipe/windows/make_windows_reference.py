"""Writes windowsReference.json: shifts, differences, rolling statistics and filled gaps of pandas over made-up series.

Run: python make_windows_reference.py > windowsReference.json (pandas 2 or later)
"""

import json

import numpy as np
import pandas as pd


def listed(values):
    return [None if pd.isna(x) else x for x in np.asarray(values, dtype=float).tolist()]


def case(seed, rows, groups, make):
    rng = np.random.default_rng(seed)
    values = make(rng, rows).astype(float)
    values[rng.random(rows) < 0.2] = np.nan
    times = rng.permutation(rows * 3)[:rows].astype(float)
    group = rng.integers(0, groups, rows)
    frame = pd.DataFrame({"x": values, "t": times, "g": group})
    ordered = frame.sort_values("t", kind="stable")
    series = ordered.groupby("g")["x"]

    def each(function):
        return listed(series.transform(function).reindex(frame.index))

    def filled(method):
        if method != "linear":
            return each(lambda s: s.ffill() if method == "forward" else s.bfill())
        by_time = ordered.set_index("t").groupby("g")["x"]
        line = by_time.transform(lambda s: s.interpolate("index", limit_area="inside"))
        return listed(line.reindex(frame["t"]))

    return {
        "values": listed(values),
        "times": times.tolist(),
        "groups": [str(g) for g in group],
        "shift": {n: each(lambda s, n=n: s.shift(n)) for n in (1, 3, -2)},
        "diff": {n: each(lambda s, n=n: s.diff(n)) for n in (1, 4)},
        "rolling": [
            {
                "statistic": statistic,
                "rows": n,
                "atLeast": least,
                "values": each(lambda s, n=n, least=least: getattr(s.rolling(n, min_periods=least), statistic)()),
            }
            for statistic in ("mean", "sum", "min", "max", "std")
            for n, least in ((1, 1), (3, 1), (5, 5), (7, 2))
        ],
        "fill": {method: filled(method) for method in ("forward", "backward", "linear")},
    }


print(
    json.dumps(
        {
            "pandas": pd.__version__,
            "cases": [
                case(1, 40, 1, lambda rng, n: rng.normal(size=n)),
                case(2, 60, 3, lambda rng, n: 1000 + rng.integers(0, 9, n)),
                case(3, 25, 5, lambda rng, n: rng.lognormal(0, 2, n)),
            ],
        }
    )
)
