"""The works of bench:engine for PyTorch and scikit-learn: tables, networks, and how long something takes."""

import statistics
import sys
import time

WINDOWS = 5
SECONDS = 0.4


def say(text):
    print(text, file=sys.stderr, flush=True)


def thread_counts(work):
    """One thread, and one for each core."""
    return sorted({1, work["cores"]})


def threads_as_text(count):
    return f"{count} thread{'s' if count > 1 else ''}"


def median_rate(run, rows_a_run):
    """Rows a second, median of several windows; `run` works on `rows_a_run` rows."""
    run()
    rates = []
    for _ in range(WINDOWS):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            run()
            count += 1
        rates.append(count * rows_a_run / (time.perf_counter() - start))
    return statistics.median(rates)


def median_seconds(run, tries=5):
    """Seconds of one call, median of several, after one that warms up."""
    run()
    seconds = []
    for _ in range(tries):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def table(work):
    """Inputs [rows × inputs] between -1 and 1, the columns of an embedding whole numbers below its levels; targets [rows]."""
    import numpy

    random = numpy.random.default_rng(1)
    x = random.random((work["rows"], work["inputs"]), dtype=numpy.float32)
    x *= 2
    x -= 1
    score = x[:, 0] * x[:, 1] + x[:, 2]
    embedding = work.get("embedding")
    if embedding:
        columns = x[:, -embedding["columns"] :]
        columns += 1
        columns *= embedding["levels"] / 2
        numpy.floor(columns, out=columns)
    if work["outputs"] == 1:
        return x, score.astype(numpy.float32)
    classes = work["outputs"]
    return x, numpy.clip((score + 2) / 4 * classes, 0, classes - 1).astype(numpy.int64)


def torch_network(work):
    """The network and its loss; with embeddings the input is a pair of numbers and levels."""
    import torch

    class Embedded(torch.nn.Module):
        def __init__(self, columns, levels, dimension, rest):
            super().__init__()
            self.tables = torch.nn.ModuleList(torch.nn.Embedding(levels, dimension) for _ in range(columns))
            self.rest = rest

        def forward(self, x):
            numbers, levels = x
            embedded = [table(levels[:, i]) for i, table in enumerate(self.tables)]
            return self.rest(torch.cat([numbers, *embedded], 1))

    embedding = work.get("embedding")
    first = work["inputs"]
    if embedding:
        first += embedding["columns"] * (embedding["dimension"] - 1)
    widths = [first, *work["hidden"]]
    layers = []
    for inputs, units in zip(widths, widths[1:]):
        layers.append(torch.nn.Linear(inputs, units))
        if work.get("batchNormalization"):
            layers.append(torch.nn.BatchNorm1d(units))
        layers.append(torch.nn.ReLU())
        if work.get("dropout"):
            layers.append(torch.nn.Dropout(work["dropout"]))
    network = torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], work["outputs"]))
    if embedding:
        network = Embedded(embedding["columns"], embedding["levels"], embedding["dimension"], network)
    return network, torch.nn.MSELoss() if work["outputs"] == 1 else torch.nn.CrossEntropyLoss()


def torch_table(work):
    """The table as tensors; `rows_of(rows)` of the inputs is what the network takes."""
    import torch

    x, y = table(work)
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    if work["outputs"] == 1:
        targets = targets.reshape(-1, 1)
    embedding = work.get("embedding")
    if not embedding:
        return lambda rows: inputs[rows], targets
    numbers = inputs[:, : -embedding["columns"]].contiguous()
    levels = inputs[:, -embedding["columns"] :].long().contiguous()
    return lambda rows: (numbers[rows], levels[rows]), targets


def torch_training(work, fused, rows_of, targets):
    """A function that does one step of Adam on the next batch and returns its loss."""
    import torch

    torch.manual_seed(1)
    network, loss_of = torch_network(work)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001, fused=fused)
    position = {"order": torch.randperm(work["rows"]), "at": 0}
    batch = min(work["batch"], work["rows"])

    def step():
        if position["at"] + batch > work["rows"]:
            position.update(order=torch.randperm(work["rows"]), at=0)
        rows = position["order"][position["at"] : position["at"] + batch]
        position["at"] += batch
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(network(rows_of(rows)), targets[rows])
        loss.backward()
        optimizer.step()
        return loss

    return step


def torch_training_rate(work):
    """The best of PyTorch's settings: (samples a second, setting)."""
    import torch

    rows_of, targets = torch_table(work)
    measured = []
    for threads in thread_counts(work):
        torch.set_num_threads(threads)
        for fused in (True, False):
            setting = f"{threads_as_text(threads)}, {'fused' if fused else 'plain'} Adam"
            say(f"  PyTorch, {setting}")
            step = torch_training(work, fused, rows_of, targets)
            measured.append((median_rate(step, min(work["batch"], work["rows"])), setting))
    return max(measured)


def attempt(measure, *arguments):
    """A library that is absent or fails gives None, with its words on standard error."""
    try:
        return measure(*arguments)
    except Exception as error:  # whatever a library throws, the other one is still measured
        say(f"  not measured: {error}")
        return None
