"""Seconds from a CSV file to typed columns in one library, dates typed.

Reads one JSON object from standard input: {"peer": "polars" | "duckdb" | "pandas", "path", "dates": [names], "tries"};
writes one: {"version", "setting", "seconds": [one a try], "peakBytes"}. One process a library, so that the peak is its own.
"""

import json
import resource
import sys
import time


def polars(path, dates):
    import polars as pl

    return pl.__version__, "read_csv(try_parse_dates=True)", lambda: pl.read_csv(path, try_parse_dates=True)


def polars_texts(path, dates):
    import polars as pl

    return pl.__version__, "read_csv(), dates left as strings", lambda: pl.read_csv(path)


def duckdb(path, dates):
    import duckdb as db

    connection = db.connect()
    query = "CREATE OR REPLACE TABLE t AS SELECT * FROM read_csv(?)"
    return db.__version__, "CREATE TABLE AS read_csv, in memory", lambda: connection.execute(query, [path])


def pandas(path, dates):
    import pandas as pd

    return pd.__version__, "read_csv(parse_dates=…), C engine", lambda: pd.read_csv(path, parse_dates=dates)


peers = {"polars": polars, "polarsTexts": polars_texts, "duckdb": duckdb, "pandas": pandas}


def main():
    asked = json.load(sys.stdin)
    version, setting, work = peers[asked["peer"]](asked["path"], asked["dates"])
    seconds = []
    for _ in range(asked["tries"]):
        started = time.perf_counter()
        table = work()
        seconds.append(time.perf_counter() - started)
        del table
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    json.dump({"version": version, "setting": setting, "seconds": seconds, "peakBytes": peak}, sys.stdout)


main()
