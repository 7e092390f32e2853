"""Reference curves of networks that are trained side by side, from PyTorch in float64, for `tests/engine/ensembles.rs`.

    python make_ensembles.py > ensembles.json      (PyTorch 2 on the CPU; made with 2.15.0)

Ensembles of independent networks and ensembles that share weights between adapters (BatchEnsemble, TabM), 50 full-batch
steps from given weights. The loss is the mean of the members' losses. Penalties are the mean over the members of
`l2`/2 · Σ w² + `l1` · Σ |w| over the weights and embeddings that a member's network has, shared ones included; they are
differentiated with the loss and not in `losses`. `weightDecay` shrinks the same values before each step. Data and initial weights are multiples of 2^-13, so
that float32 and float64 hold the same numbers. `losses` are those before each step; `weights` are those after the last step
in the engine's flat order, where what members have of their own stands member by member. `predictions` are the means of
what the members predict with them.
"""

import json
import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, STEPS, LEVELS = 27, 50, 10
ACTIVATIONS = {
    "linear": lambda z: z,
    "tanh": torch.tanh,
    "silu": F.silu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
}
generator = torch.Generator().manual_seed(20261123)


def normal(*size):
    return torch.round(torch.randn(*size, generator=generator) * 1024) / 1024


def scaled(size, *shape):
    return torch.round(torch.randn(*shape, generator=generator) / math.sqrt(size) * 1024) / 1024


def short(values):
    """Thirteen digits, four more than the tests ask for."""
    return [float(f"{x:.13g}") for x in values]


def flat(tensors):
    return short(x for tensor in tensors for x in tensor.reshape(-1).tolist())


# Column 3 is a category, the others are numbers.
inputs = normal(ROWS, 5)
inputs[:, 3] = torch.randint(0, LEVELS, (ROWS,), generator=generator).double()
TARGETS = {
    "meanSquaredError": (2, normal(ROWS, 2)),
    "softmaxCrossEntropy": (3, torch.randint(0, 3, (ROWS,), generator=generator)),
    "binaryCrossEntropy": (1, torch.randint(0, 2, (ROWS, 1), generator=generator).double()),
}
LOSSES = {
    "meanSquaredError": F.mse_loss,
    "softmaxCrossEntropy": F.cross_entropy,
    "binaryCrossEntropy": F.binary_cross_entropy_with_logits,
}
PREDICTIONS = {
    "meanSquaredError": lambda z: z,
    "softmaxCrossEntropy": lambda z: torch.softmax(z, -1),
    "binaryCrossEntropy": torch.sigmoid,
}


# Layers: the engine's description, the parameters in flat order, and what becomes of x `[members or 1 x rows x inputs]`.


def dense(inputs, units, activation, sharing, members):
    copies = members if sharing == "own" else 1
    parameters = [scaled(inputs, copies, inputs, units)]
    if sharing == "adapters":
        parameters += [normal(members, inputs), 1 + 0.125 * normal(members, units)]
    parameters.append(0.125 * normal(copies if sharing != "adapters" else members, units))

    def forward(x):
        if sharing == "adapters":
            w, r, s, b = parameters
            z = ((x * r[:, None]) @ w) * s[:, None] + b[:, None]
        else:
            w, b = parameters
            z = x @ w + b[:, None]
        return ACTIVATIONS[activation](z)

    described = {"kind": "dense", "units": units, "activation": activation, "initialization": "he", "sharing": sharing}
    return described, parameters, forward, units


def scale(inputs, members):
    parameters = [1 + 0.25 * normal(members, inputs)]
    return {"kind": "scale", "initial": "normal"}, parameters, lambda x: x * parameters[0][:, None], inputs


def layer_normalization(inputs, members):
    """Behind the first layer that tells members apart."""
    gain, shift = 1 + 0.125 * normal(members, inputs), 0.125 * normal(members, inputs)

    def forward(x):
        return F.layer_norm(x, (inputs,)) * gain[:, None] + shift[:, None]

    return {"kind": "layerNormalization", "epsilon": 1e-5}, [gain, shift], forward, inputs


# Front ends: the description, the parameters of which the first so many bear penalties, and their number.


def numbers():
    return None, [], 0, lambda x: x, 5


def embedded():
    table = 0.25 * normal(LEVELS, 3)
    features = [
        {"kind": "number", "columns": [0, 2, 1]},
        {"kind": "embedding", "column": 3, "levels": LEVELS, "dimension": 3},
        {"kind": "number", "columns": [4]},
    ]
    return features, [table], 1, lambda x: torch.cat([x[:, [0, 2, 1]], table[x[:, 3].long()], x[:, 4:]], 1), 7


def encoded():
    frequencies, w, b = 0.25 * normal(1, 3), scaled(6, 6, 4), 0.125 * normal(4)
    features = [
        {"kind": "oneHot", "column": 3, "levels": LEVELS},
        {"kind": "periodic", "columns": [1], "frequencies": 3, "deviation": 0.5, "dimension": 4, "activation": "tanh"},
        {"kind": "number", "columns": [0, 2, 4]},
    ]

    def forward(x):
        angle = 2 * math.pi * x[:, 1, None] * frequencies
        waves = torch.tanh(torch.cat([torch.sin(angle), torch.cos(angle)], 1) @ w + b)
        return torch.cat([(x[:, 3, None] == torch.arange(LEVELS)).double(), waves, x[:, [0, 2, 4]]], 1)

    return features, [frequencies, w, b], 2, forward, LEVELS + 7


cases = []


def case(name, members, front, stack, loss="meanSquaredError", rate=0.01, **settings):
    features, parameters, count, first, width = front()
    parameters = list(parameters)
    penalized = parameters[:count]
    outputs, targets = TARGETS[loss]
    layers = []
    for make, *arguments in stack:
        described, own, forward, width = make(width, *arguments, members)
        parameters += own
        penalized += own[:1] if described["kind"] == "dense" else []
        layers.append((described, forward))
    described, own, forward, _ = dense(width, outputs, "linear", "own", members)
    parameters += own
    penalized.append(own[0])
    layers.append((described, forward))
    start = flat(parameters)
    for p in parameters:
        p.requires_grad_()
    step = torch.optim.Adam(parameters, lr=rate, betas=(0.9, 0.999), eps=1e-8)

    def outputs_of_members():
        values = first(inputs)[None]
        for _, forward in layers:
            values = forward(values)
        return values

    # The first axis of a dense layer's weights is the members', where each has its own.
    matrices = [(p, p.dim() == 3 and len(p) == members) for p in penalized]

    def penalty(member):
        values = [p[member] if own else p for p, own in matrices]
        l2, l1 = settings.get("l2", 0.0), settings.get("l1", 0.0)
        return sum(l2 / 2 * (w**2).sum() + l1 * w.abs().sum() for w in values)

    losses = []
    for index in range(STEPS):
        step.zero_grad()
        result = torch.stack([LOSSES[loss](z, targets) for z in outputs_of_members()]).mean()
        losses.append(result.item())
        if index == 0:
            gradient = flat(torch.autograd.grad(result, parameters, retain_graph=True))
        (result + sum(penalty(member) for member in range(members)) / members).backward()
        with torch.no_grad():
            for p in penalized:
                p.mul_(1 - rate * settings.get("weightDecay", 0.0))
        step.step()
    cases.append(
        {
            "name": f"{name}, {loss}",
            "members": members,
            "features": features,
            "layers": [described for described, _ in layers],
            "loss": loss,
            "learningRate": rate,
            "settings": settings,
            "start": start,
            "gradient": gradient,
            "losses": short(losses),
            "weights": flat(parameters),
            "predictions": flat([PREDICTIONS[loss](outputs_of_members()).mean(0)]),
        }
    )


for loss in TARGETS:
    case("independent", 3, numbers, [(dense, 9, "gelu", "own"), (dense, 6, "tanh", "own")], loss)
    case("adapters", 4, numbers, [(dense, 18, "gelu", "adapters"), (dense, 7, "tanh", "adapters")], loss)
case("one layer for all", 3, numbers, [(dense, 9, "tanh", "all"), (dense, 6, "silu", "own")])
case("scaled inputs", 3, numbers, [(scale,), (dense, 9, "tanh", "all"), (dense, 6, "tanh", "all")])
case("normalized", 3, numbers, [(dense, 9, "silu", "own"), (layer_normalization,), (dense, 8, "tanh", "adapters")])
for front in (embedded, encoded):
    name = front.__name__
    case(f"{name} and independent", 3, front, [(dense, 9, "gelu", "own")], "softmaxCrossEntropy")
    case(f"{name} and adapters", 3, front, [(dense, 9, "gelu", "adapters")], "softmaxCrossEntropy")
    case(f"{name} and one layer for all", 3, front, [(dense, 9, "gelu", "all")])

penalties = {"l2": 0.05, "l1": 0.004, "weightDecay": 0.1}
case("penalized independent", 3, numbers, [(dense, 9, "gelu", "own")], **penalties)
case("penalized adapters", 4, encoded, [(dense, 9, "tanh", "adapters"), (dense, 6, "silu", "all")], **penalties)
case("penalized embedding", 3, embedded, [(dense, 9, "tanh", "all"), (dense, 6, "silu", "own")], **penalties)

print(
    json.dumps(
        {
            "inputs": inputs.reshape(-1).tolist(),
            "width": 5,
            "targets": {loss: [float(y) for y in targets.reshape(-1)] for loss, (_, targets) in TARGETS.items()},
            "cases": cases,
        }
    )
)
