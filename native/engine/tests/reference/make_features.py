"""Reference curves of a network's front end, from PyTorch in float64, for `tests/engine/features.rs`.

    python make_features.py > features.json      (PyTorch 2 on the CPU; made with 2.15.0)

A small network behind each kind of feature and behind mixtures of them, 50 full-batch steps from given weights. Data and
initial weights are multiples of 2^-10, so that float32 and float64 hold the same numbers. `losses` are those before each
step, without penalties; `weights` are those after the last step, in the engine's flat order: the features' parameters,
then layer by layer W row-major [inputs x units] and b.
"""

import json
import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, STEPS = 29, 50
LEVELS = {3: 11, 4: 3}
ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "silu": F.silu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
}
generator = torch.Generator().manual_seed(20260229)


def grid(tensor):
    """Rounds to multiples of 2^-10."""
    return torch.round(tensor * 1024) / 1024


def normal(*size):
    return grid(torch.randn(*size, generator=generator))


def short(values):
    """Thirteen digits, four more than the tests ask for."""
    return [float(f"{x:.13g}") for x in values]


def flat(tensors):
    return short(x for tensor in tensors for x in tensor.reshape(-1).tolist())


# Columns 0 to 2 and 5 to 6 are numbers; 3 and 4 are categories, and 4 has values that are none of its levels.
inputs = normal(ROWS, 7)
inputs[:, 3] = torch.randint(0, LEVELS[3], (ROWS,), generator=generator).double()
inputs[:, 4] = torch.randint(-1, LEVELS[4], (ROWS,), generator=generator).double()


class Number:
    def __init__(self, spec):
        self.columns = spec["columns"]
        self.width = len(self.columns)
        self.parameters, self.groups = [], []

    def __call__(self, x):
        return x[:, self.columns]


class OneHot:
    def __init__(self, spec):
        self.column, self.width = spec["column"], spec["levels"]
        self.parameters, self.groups = [], []

    def __call__(self, x):
        return (x[:, self.column, None] == torch.arange(self.width)).double()


class Embedding:
    def __init__(self, spec):
        self.column, self.width = spec["column"], spec["dimension"]
        self.parameters = [normal(spec["levels"], self.width)]
        self.groups = ["embeddings"]

    def __call__(self, x):
        return F.embedding(x[:, self.column].long(), self.parameters[0])


class Encoded:
    """Columns that become several numbers each, and then an own or a shared dense layer."""

    def dense(self, sizes, units, shared):
        copies = sizes[:1] if shared else sizes
        self.copies = len(copies)
        self.parameters += [grid(torch.randn(size, units, generator=generator) / math.sqrt(size)) for size in copies]
        self.parameters += [0.125 * normal(units) for _ in copies]
        self.groups += ["weights"] * self.copies + ["biases"] * self.copies
        self.width = units * len(sizes)

    def mapped(self, encoded):
        weights, biases = self.parameters[-2 * self.copies : -self.copies], self.parameters[-self.copies :]
        outputs = [h @ weights[i % self.copies] + biases[i % self.copies] for i, h in enumerate(encoded)]
        return torch.cat([self.activation(z) for z in outputs], 1)


class Periodic(Encoded):
    def __init__(self, spec):
        self.columns, count = spec["columns"], spec["frequencies"]
        self.activation = ACTIVATIONS[spec["activation"]]
        self.parameters, self.groups = [0.25 * normal(len(self.columns), count)], ["embeddings"]
        self.dense([2 * count] * len(self.columns), spec["dimension"], spec["shared"])

    def __call__(self, x):
        encoded = []
        for column, frequencies in zip(self.columns, self.parameters[0]):
            angle = 2 * math.pi * x[:, column, None] * frequencies
            encoded.append(torch.cat([torch.sin(angle), torch.cos(angle)], 1))
        return self.mapped(encoded)


class PiecewiseLinear(Encoded):
    def __init__(self, spec):
        self.columns, self.edges = spec["columns"], spec["edges"]
        self.activation = ACTIVATIONS[spec.get("activation", "linear")]
        self.parameters, self.groups = [], []
        sizes = [len(edges) - 1 for edges in self.edges]
        self.plain = spec["dimension"] is None
        if self.plain:
            self.width = sum(sizes)
        else:
            self.dense(sizes, spec["dimension"], False)

    def __call__(self, x):
        encoded = []
        for column, edges in zip(self.columns, self.edges):
            bins = []
            for t, (low, high) in enumerate(zip(edges, edges[1:])):
                share = (x[:, column] - low) / (high - low)
                share = share if t == 0 else torch.clamp(share, min=0)
                bins.append(share if t == len(edges) - 2 else torch.clamp(share, max=1))
            encoded.append(torch.stack(bins, 1))
        return torch.cat(encoded, 1) if self.plain else self.mapped(encoded)


KINDS = {
    "number": Number,
    "oneHot": OneHot,
    "embedding": Embedding,
    "periodic": Periodic,
    "piecewiseLinear": PiecewiseLinear,
}
TARGETS = {
    "meanSquaredError": (2, normal(ROWS, 2)),
    "softmaxCrossEntropy": (4, torch.randint(0, 4, (ROWS,), generator=generator)),
}
LOSSES = {"meanSquaredError": F.mse_loss, "softmaxCrossEntropy": F.cross_entropy}
OPTIMIZERS = {
    "adam": (
        {"kind": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        lambda groups, rate: torch.optim.Adam(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8),
    ),
    "momentum": (
        {"kind": "momentum", "momentum": 0.9},
        lambda groups, rate: torch.optim.SGD(groups, lr=rate, momentum=0.9),
    ),
}
cases = []


def case(
    name,
    features,
    loss="meanSquaredError",
    hidden=((19, "tanh"), (6, "gelu")),
    optimizer="adam",
    rate=0.01,
    **settings,
):
    parts = [KINDS[spec["kind"]](spec) for spec in features]
    parameters = [p for part in parts for p in part.parameters]
    groups = [g for part in parts for g in part.groups]
    outputs, targets = TARGETS[loss]
    layers, width = [], sum(part.width for part in parts)
    for units in [units for units, _ in hidden] + [outputs]:
        layers.append((grid(torch.randn(width, units, generator=generator) / math.sqrt(width)), 0.125 * normal(units)))
        width = units
    for w, b in layers:
        parameters += [w, b]
        groups += ["weights", "biases"]
    start = flat(parameters)
    for p in parameters:
        p.requires_grad_()
    described, make = OPTIMIZERS[optimizer]
    factors = {"weights": 1.0, "biases": 1.0, "embeddings": 1.0, **settings.get("rateFactors", {})}
    penalized = ("weights", "embeddings")
    step = make(
        [
            {
                "params": [p for p, g in zip(parameters, groups) if g == group],
                "lr": rate * factors[group],
            }
            for group in ("weights", "biases", "embeddings")
            if group in groups
        ],
        rate,
    )
    losses = []
    for index in range(STEPS):
        step.zero_grad()
        values = torch.cat([part(inputs) for part in parts], 1)
        for (w, b), (_, activation) in zip(layers, hidden):
            values = ACTIVATIONS[activation](values @ w + b)
        w, b = layers[-1]
        result = LOSSES[loss](values @ w + b, targets)
        result.backward()
        losses.append(result.item())
        if index == 0:
            gradient = flat([p.grad for p in parameters])
        with torch.no_grad():
            for p, group in zip(parameters, groups):
                if group in penalized:
                    p.grad += settings.get("l2", 0.0) * p
                    p.mul_(1 - rate * factors[group] * settings.get("weightDecay", 0.0))
        step.step()
    cases.append(
        {
            "name": name,
            "settings": {"features": features, "loss": loss, "optimizer": described, "learningRate": rate, **settings},
            "hidden": [{"units": units, "activation": activation} for units, activation in hidden],
            "start": start,
            "gradient": gradient,
            "losses": short(losses),
            "weights": flat(parameters),
        }
    )


def number(*columns):
    return {"kind": "number", "columns": list(columns)}


def one_hot(column):
    return {"kind": "oneHot", "column": column, "levels": LEVELS[column]}


def embedding(column, dimension):
    return {"kind": "embedding", "column": column, "levels": LEVELS[column], "dimension": dimension}


def periodic(columns, frequencies, dimension, activation="relu", shared=False):
    return {
        "kind": "periodic",
        "columns": columns,
        "frequencies": frequencies,
        "deviation": 0.5,
        "dimension": dimension,
        "activation": activation,
        "shared": shared,
    }


def piecewise(columns, dimension=None, activation="linear"):
    edges = {5: [-1.5, -0.5, 0.0, 0.25, 1.25], 6: [-0.75, 0.5], 0: [-2.0, 0.0, 2.0]}
    feature = {"kind": "piecewiseLinear", "columns": columns, "edges": [edges[c] for c in columns], "dimension": dimension}
    return feature if dimension is None else {**feature, "activation": activation}


EVERYTHING = [
    embedding(3, 3),
    number(0),
    one_hot(4),
    piecewise([5]),
    periodic([6], 5, 6),
    number(2, 1),
]
case("numbers in another order", [number(6, 1, 0), number(5, 2, 3, 4)])
case("one-hot", [number(0, 1, 2), one_hot(4), number(3, 5, 6)])
case("two one-hots", [one_hot(3), one_hot(4), number(0, 1, 2, 5, 6)])
case("embedding", [number(0, 1, 2), embedding(3, 4), number(4, 5, 6)])
case("embedding of 20", [embedding(3, 20), number(0, 1, 2, 4, 5, 6)])
case("periodic", [periodic([5, 6], 3, 4), number(0, 1, 2, 3, 4)])
case("shared periodic", [number(3, 4), periodic([5, 0, 6], 17, 5, "tanh", True), number(1, 2)])
case("wide periodic", [number(3, 4, 5, 6), periodic([0, 1, 2], 20, 18, "silu")])
case("piecewise linear", [piecewise([6, 5]), number(0, 1, 2, 3, 4)])
case("piecewise linear and dense", [number(3), piecewise([5, 6, 0], 3, "relu"), number(1, 2, 4)])
case("linear and dense", [number(0, 3), piecewise([5, 6], 7), number(1, 2, 4)])
for loss in TARGETS:
    case(f"everything, {loss}", EVERYTHING, loss)
    case(f"everything without a hidden layer, {loss}", EVERYTHING, loss, hidden=())
    case(f"everything with relu, {loss}", EVERYTHING, loss, hidden=((33, "relu"),))
    case(
        f"everything with penalties, {loss}",
        EVERYTHING,
        loss,
        optimizer="momentum",
        rate=0.05,
        l2=0.01,
        weightDecay=0.1,
        rateFactors={"biases": 0.5, "embeddings": 0.25, "scales": 1.0},
    )

print(
    json.dumps(
        {
            "inputs": inputs.reshape(-1).tolist(),
            "width": 7,
            "targets": {
                loss: {"outputs": outputs, "values": [float(y) for y in targets.reshape(-1)]}
                for loss, (outputs, targets) in TARGETS.items()
            },
            "cases": cases,
        }
    )
)
