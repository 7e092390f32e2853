"""PyTorch's side of the further measurements of bench:engine.

Reads one JSON object from standard input: {"measurement", "cores"} and the work; writes {"version", "setting", "value"} or
null. The value is that of the best setting, in the unit of the engine's own.
"""

import json
import sys
import warnings

from sweep import sweep
from works import (
    attempt,
    median_seconds,
    say,
    thread_counts,
    threads_as_text,
    torch_network,
    torch_table,
    torch_training,
    torch_training_rate,
)


def inference(work, run_of, sizes=(1024, 8192, 65536)):
    """Rows a second of `run_of(network, loss, rows_of, targets, rows of a part)`, over threads and sizes of a part."""
    import torch

    rows_of, targets = torch_table(work)
    network, loss_of = torch_network(work)
    network.eval()
    measured = []
    for threads in thread_counts(work):
        torch.set_num_threads(threads)
        for part in sizes:
            setting = f"{threads_as_text(threads)}, {part:,} rows at a time"
            say(f"  PyTorch, {setting}")
            with torch.inference_mode():
                seconds = median_seconds(run_of(network, loss_of, rows_of, targets, part), tries=3)
            measured.append((work["rows"] / seconds, setting))
    return max(measured)


def parts(work, part):
    return [slice(first, min(first + part, work["rows"])) for first in range(0, work["rows"], part)]


def prediction(work):
    import torch

    outputs = torch.empty(work["rows"], work["outputs"])

    def run_of(network, _, rows_of, __, part):
        def run():
            for rows in parts(work, part):
                values = network(rows_of(rows))
                outputs[rows] = torch.softmax(values, 1) if work["outputs"] > 1 else values

        return run

    return inference(work, run_of)


def evaluation(work):
    """Loss and accuracy in PyTorch; for all metrics the probabilities, measured by scikit-learn."""
    import torch

    truth = torch_table(work)[1]

    def run_of(network, loss_of, rows_of, targets, part):
        def few():
            total, right = 0.0, 0
            for rows in parts(work, part):
                values, wanted = network(rows_of(rows)), targets[rows]
                total += loss_of(values, wanted).item() * len(wanted)
                right += (values.argmax(1) == wanted).sum().item()
            return total / work["rows"], right / work["rows"]

        def all_metrics():
            probabilities = torch.cat([torch.softmax(network(rows_of(rows)), 1) for rows in parts(work, part)])
            return scikit_learn_metrics(truth.numpy(), probabilities.numpy())

        return few if work["metrics"] == "loss and accuracy" else all_metrics

    # Where scikit-learn takes nearly all of the time, one size of a part tells enough.
    return inference(work, run_of) if work["metrics"] == "loss and accuracy" else inference(work, run_of, [8192])


def scikit_learn_metrics(truth, probabilities):
    """What the engine's evaluation gives, so far as scikit-learn has it."""
    from sklearn import metrics

    predicted = probabilities.argmax(1)
    return [
        *(
            measure(truth, predicted)
            for measure in (
                metrics.accuracy_score,
                metrics.balanced_accuracy_score,
                metrics.matthews_corrcoef,
                metrics.confusion_matrix,
                metrics.precision_recall_fscore_support,
            )
        ),
        metrics.log_loss(truth, probabilities),
        metrics.roc_auc_score(truth, probabilities, multi_class="ovr"),
    ]


def start(work):
    """Milliseconds from nothing but the table to the mean loss of the first epoch."""
    import torch

    rows_of, targets = torch_table(work)
    batches = -(-work["rows"] // work["batch"])
    measured = []
    for threads in thread_counts(work):
        torch.set_num_threads(threads)
        for fused in (True, False):

            def run():
                step = torch_training(work, fused, rows_of, targets)
                return sum(step().item() for _ in range(batches)) / batches

            setting = f"{threads_as_text(threads)}, {'fused' if fused else 'plain'} Adam"
            say(f"  PyTorch, {setting}")
            measured.append((median_seconds(run, tries=3) * 1e3, setting))
    return min(measured)


def memory(work):
    """The most memory that the table and an epoch hold, as a multiple of the data in float32 and the network."""
    import torch

    # What a first step loads belongs to the library and not to the run.
    small = {**work, "rows": 2 * work["batch"]}
    torch_training(small, True, *torch_table(small))()
    parameters = sum(p.numel() for p in torch_network(work)[0].parameters())
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = peak_bytes()
    rows_of, targets = torch_table(work)
    step = torch_training(work, True, rows_of, targets)
    for _ in range(-(-work["rows"] // work["batch"])):
        step()
    needed = 4 * (work["rows"] * (work["inputs"] + 1) + parameters)
    return (peak_bytes() - before) / needed, "fused Adam"


def peak_bytes():
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


MEASUREMENTS = {
    "batch": torch_training_rate,
    "layers": torch_training_rate,
    "evaluation": evaluation,
    "prediction": prediction,
    "sweep": sweep,
    "memory": memory,
    "start": start,
}


def main():
    import torch

    warnings.filterwarnings("ignore")
    work = json.load(sys.stdin)
    measured = attempt(MEASUREMENTS[work["measurement"]], work)
    told = measured and {"version": torch.__version__, "setting": measured[1], "value": measured[0]}
    json.dump(told, sys.stdout)


# The sweep's processes import this file again.
if __name__ == "__main__":
    main()
