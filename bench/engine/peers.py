"""Samples a second that PyTorch and scikit-learn train, on one of the works of bench:engine.

Reads one JSON object from standard input: {"name", "rows", "inputs", "hidden", "outputs", "batch", "cores"}; writes one:
{"pytorch": {"version", "setting", "samplesPerSecond"} | null, "scikitLearn": the same}. Each library is measured with
one thread and with one for each core, and the better of the two is told.
"""

import json
import statistics
import sys
import time
import warnings

WINDOWS = 5
SECONDS = 0.4


def say(text):
    print(text, file=sys.stderr, flush=True)


def median_rate(run, rows_a_run):
    """Median of several windows; `run` trains on `rows_a_run` rows."""
    run()
    rates = []
    for _ in range(WINDOWS):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            run()
            count += 1
        rates.append(count * rows_a_run / (time.perf_counter() - start))
    return statistics.median(rates)


def table(work):
    import numpy

    random = numpy.random.default_rng(1)
    x = random.random((work["rows"], work["inputs"]), dtype=numpy.float32) * 2 - 1
    score = x[:, 0] * x[:, 1] + x[:, 2]
    if work["outputs"] == 1:
        return x, score.astype(numpy.float32)
    classes = work["outputs"]
    return x, numpy.clip((score + 2) / 4 * classes, 0, classes - 1).astype(numpy.int64)


def best(measured):
    rate, setting, version = max(measured)
    return {"version": version, "setting": setting, "samplesPerSecond": rate}


def pytorch(work, x, y):
    import torch

    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    one = work["outputs"] == 1
    if one:
        targets = targets.reshape(-1, 1)
    measured = []
    for threads in sorted({1, work["cores"]}):
        torch.set_num_threads(threads)
        for fused in (True, False):
            torch.manual_seed(1)
            widths = [work["inputs"], *work["hidden"]]
            layers = []
            for a, b in zip(widths, widths[1:]):
                layers += [torch.nn.Linear(a, b), torch.nn.ReLU()]
            network = torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], work["outputs"]))
            loss_of = torch.nn.MSELoss() if one else torch.nn.CrossEntropyLoss()
            optimizer = torch.optim.Adam(network.parameters(), lr=0.001, fused=fused)
            position = {"order": torch.randperm(work["rows"]), "at": 0}

            def step():
                if position["at"] + work["batch"] > work["rows"]:
                    position.update(order=torch.randperm(work["rows"]), at=0)
                rows = position["order"][position["at"] : position["at"] + work["batch"]]
                position["at"] += work["batch"]
                optimizer.zero_grad(set_to_none=True)
                loss_of(network(inputs[rows]), targets[rows]).backward()
                optimizer.step()

            setting = f"{threads} thread{'s' if threads > 1 else ''}, {'fused' if fused else 'plain'} Adam"
            say(f"  PyTorch, {setting}")
            measured.append((median_rate(step, work["batch"]), setting, torch.__version__))
    return best(measured)


def scikit_learn(work, x, y):
    import sklearn
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from threadpoolctl import threadpool_limits

    # Some batches of the table: a whole epoch of the largest takes many seconds.
    rows = min(work["rows"], 8192 if work["inputs"] > 500 else 20_000)
    x, y = x[:rows], y[:rows]
    measured = []
    for threads in sorted({1, work["cores"]}):
        with threadpool_limits(limits=threads):
            kind = MLPRegressor if work["outputs"] == 1 else MLPClassifier
            model = kind(hidden_layer_sizes=tuple(work["hidden"]), batch_size=work["batch"], alpha=0.0, random_state=1)
            classes = {} if work["outputs"] == 1 else {"classes": list(range(work["outputs"]))}
            setting = f"{threads} thread{'s' if threads > 1 else ''}"
            say(f"  scikit-learn, {setting}")
            rate = median_rate(lambda: model.partial_fit(x, y, **classes), rows)
            measured.append((rate, setting, sklearn.__version__))
    return best(measured)


def attempt(measure, *arguments):
    """A library that is absent or fails gives None, with its words on standard error."""
    try:
        return measure(*arguments)
    except Exception as error:  # whatever a library throws, the other one is still measured
        say(f"  not measured: {error}")
        return None


def main():
    warnings.filterwarnings("ignore")
    work = json.load(sys.stdin)
    x, y = table(work)
    told = {"pytorch": attempt(pytorch, work, x, y), "scikitLearn": attempt(scikit_learn, work, x, y)}
    json.dump(told, sys.stdout)


main()
