"""Many small networks in PyTorch: in processes of one thread each, and all of them in one batched network."""

import multiprocessing
import time

from works import say, table, thread_counts, threads_as_text


def sweep(work):
    """Runs a second of the better way."""
    measured = [processes(work)]
    for threads in thread_counts(work):
        measured += [stacked(work, threads, whole) for whole in (True, False)]
    return max(measured)


def train_some(work, rates, ready, go):
    """One process: its runs one after the other, from when all processes have their table."""
    import torch

    from works import torch_network, torch_table

    torch.set_num_threads(1)
    rows_of, targets = torch_table(work)
    batch = work["batch"]

    def train(seed, rate, epochs):
        torch.manual_seed(seed)
        network, loss_of = torch_network(work)
        optimizer = torch.optim.Adam(network.parameters(), lr=rate, fused=True)
        for _ in range(epochs):
            order = torch.randperm(work["rows"])
            for first in range(0, work["rows"], batch):
                rows = order[first : first + batch]
                optimizer.zero_grad(set_to_none=True)
                loss_of(network(rows_of(rows)), targets[rows]).backward()
                optimizer.step()

    train(0, 0.001, 1)
    ready.release()
    go.wait()
    for seed, rate in rates:
        train(seed, rate, work["epochs"])


def processes(work):
    context = multiprocessing.get_context("spawn")
    ready, go = context.Semaphore(0), context.Event()
    setting = f"{work['cores']} processes of 1 thread"
    say(f"  PyTorch, {setting}")
    runs = list(enumerate(work["rates"], 1))
    started = [
        context.Process(target=train_some, args=(work, runs[i :: work["cores"]], ready, go))
        for i in range(work["cores"])
    ]
    for process in started:
        process.start()
    for _ in started:
        ready.acquire()
    start = time.perf_counter()
    go.set()
    for process in started:
        process.join()
    seconds = time.perf_counter() - start
    if any(process.exitcode != 0 for process in started):
        raise RuntimeError("a process of the sweep failed")
    return len(runs) / seconds, setting


def stacked(work, threads, whole):
    """All networks as one: each layer is a batch of matrices, and Adam's rate is the network's own.

    With `whole` the gradient is autograd's of the sum of the losses, else torch.func's of each network.
    """
    import torch

    way = "one batched network" if whole else "torch.func.vmap"
    setting = f"{way}, {threads_as_text(threads)}"
    say(f"  PyTorch, {setting}")
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    x, y = (torch.from_numpy(values) for values in table(work))
    y = y.reshape(-1, 1)
    count, batch = len(work["rates"]), work["batch"]
    rates = torch.tensor(work["rates"], dtype=torch.float32).reshape(-1, 1, 1)
    widths = [work["inputs"], *work["hidden"], work["outputs"]]
    parameters, first, second = [], [], []
    for inputs, units in zip(widths, widths[1:]):
        bound = inputs**-0.5
        parameters.append(torch.empty(count, inputs, units).uniform_(-bound, bound))
        parameters.append(torch.empty(count, 1, units).uniform_(-bound, bound))
    for values in parameters:
        values.requires_grad_(whole)
        first.append(torch.zeros_like(values))
        second.append(torch.zeros_like(values))

    def losses(rows, targets):
        values = rows
        for layer in range(0, len(parameters), 2):
            values = torch.baddbmm(parameters[layer + 1], values, parameters[layer])
            if layer + 2 < len(parameters):
                values = torch.relu(values)
        return ((values - targets) ** 2).mean((1, 2)).sum()

    def loss_of_one(of_one, rows, targets):
        values = rows
        for layer in range(0, len(of_one), 2):
            values = torch.addmm(of_one[layer + 1], values, of_one[layer])
            if layer + 2 < len(of_one):
                values = torch.relu(values)
        return ((values - targets) ** 2).mean()

    gradient_of_each = torch.func.vmap(torch.func.grad(loss_of_one))

    def adam(gradients, t):
        with torch.no_grad():
            torch._foreach_lerp_(first, gradients, 0.1)
            torch._foreach_mul_(second, 0.999)
            torch._foreach_addcmul_(second, gradients, gradients, 0.001)
            roots = torch._foreach_sqrt(second)
            torch._foreach_div_(roots, (1 - 0.999**t) ** 0.5)
            torch._foreach_add_(roots, 1e-8)
            steps = torch._foreach_div(first, roots)
            torch._foreach_mul_(steps, [rates] * len(steps))
            torch._foreach_add_(parameters, steps, alpha=-1 / (1 - 0.9**t))

    def epoch(t):
        # An own order for each network.
        order = torch.rand(count, work["rows"]).argsort(1)
        for at in range(0, work["rows"], batch):
            rows = order[:, at : at + batch]
            t += 1
            if whole:
                gradients = torch.autograd.grad(losses(x[rows], y[rows]), parameters)
            else:
                gradients = gradient_of_each(parameters, x[rows], y[rows])
            adam(gradients, t)
        return t

    t = epoch(0)
    start = time.perf_counter()
    for _ in range(work["epochs"]):
        t = epoch(t)
    return count / (time.perf_counter() - start), setting
