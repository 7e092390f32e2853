"""Samples a second that PyTorch and scikit-learn train, on one of the works of bench:engine.

Reads one JSON object from standard input: {"name", "rows", "inputs", "hidden", "outputs", "batch", "cores"}; writes one:
{"pytorch": {"version", "setting", "samplesPerSecond"} | null, "scikitLearn": the same}. Each library is measured with
one thread and with one for each core, and the better of the two is told.
"""

import json
import sys
import warnings

from works import attempt, median_rate, say, table, thread_counts, threads_as_text, torch_training_rate


def pytorch(work):
    import torch

    rate, setting = torch_training_rate(work)
    return {"version": torch.__version__, "setting": setting, "samplesPerSecond": rate}


def scikit_learn(work):
    import sklearn
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from threadpoolctl import threadpool_limits

    # Some batches of the table: a whole epoch of the largest takes many seconds.
    rows = min(work["rows"], 8192 if work["inputs"] > 500 else 20_000)
    x, y = (values[:rows] for values in table(work))
    measured = []
    for threads in thread_counts(work):
        with threadpool_limits(limits=threads):
            kind = MLPRegressor if work["outputs"] == 1 else MLPClassifier
            model = kind(hidden_layer_sizes=tuple(work["hidden"]), batch_size=work["batch"], alpha=0.0, random_state=1)
            classes = {} if work["outputs"] == 1 else {"classes": list(range(work["outputs"]))}
            setting = threads_as_text(threads)
            say(f"  scikit-learn, {setting}")
            measured.append((median_rate(lambda: model.partial_fit(x, y, **classes), rows), setting))
    rate, setting = max(measured)
    return {"version": sklearn.__version__, "setting": setting, "samplesPerSecond": rate}


def main():
    warnings.filterwarnings("ignore")
    work = json.load(sys.stdin)
    told = {"pytorch": attempt(pytorch, work), "scikitLearn": attempt(scikit_learn, work)}
    json.dump(told, sys.stdout)


main()
