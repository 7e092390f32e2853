"""Reference curves of training, from PyTorch in float64, for `tests/reference.rs`.

    python make_reference.py > reference.json      (PyTorch 2 on the CPU; made with 2.15.0)

One small network for every optimizer and loss, 50 full-batch steps from given weights. All inputs, targets and initial
weights are multiples of 2^-10, so that float32 and float64 hold the same numbers and JSON loses none. `loss` is the
loss before each step, without the penalty; `weights` are those after the last step, layer by layer, W row-major
[inputs x units] and then b.
"""

import json
import math

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, INPUTS, STEPS = 23, 5, 50
HIDDEN = [(7, "tanh"), (18, "leakyRelu"), (6, "gelu"), (5, "sigmoid")]
ACTIVATIONS = {
    "tanh": torch.tanh,
    "leakyRelu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
    "sigmoid": torch.sigmoid,
}
OPTIMIZERS = [
    ({"kind": "gradientDescent"}, 0.1, lambda p, lr: torch.optim.SGD(p, lr=lr)),
    ({"kind": "momentum", "momentum": 0.9}, 0.05, lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9)),
    (
        {"kind": "rmsprop", "decay": 0.99, "epsilon": 1e-8},
        0.005,
        lambda p, lr: torch.optim.RMSprop(p, lr=lr, alpha=0.99, eps=1e-8),
    ),
    (
        {"kind": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        0.01,
        lambda p, lr: torch.optim.Adam(p, lr=lr, betas=(0.9, 0.999), eps=1e-8),
    ),
]
LOSSES = {
    "meanSquaredError": (2, torch.nn.functional.mse_loss),
    "softmaxCrossEntropy": (4, torch.nn.functional.cross_entropy),
    "binaryCrossEntropy": (1, torch.nn.functional.binary_cross_entropy_with_logits),
}


def grid(tensor):
    """Rounds to multiples of 2^-10."""
    return torch.round(tensor * 1024) / 1024


def flat(layers):
    return [x for w, b in layers for part in (w.reshape(-1), b) for x in part.tolist()]


def main():
    generator = torch.Generator().manual_seed(20240229)
    inputs = grid(torch.randn(ROWS, INPUTS, generator=generator))
    cases, starts = [], {}
    for loss, (outputs, function) in LOSSES.items():
        if loss == "meanSquaredError":
            targets = grid(torch.randn(ROWS, outputs, generator=generator))
        elif loss == "softmaxCrossEntropy":
            targets = torch.randint(0, outputs, (ROWS,), generator=generator)
        else:
            targets = torch.randint(0, 2, (ROWS, 1), generator=generator).double()
        start, width = [], INPUTS
        for units in [units for units, _ in HIDDEN] + [outputs]:
            w = grid(torch.randn(width, units, generator=generator) / math.sqrt(width))
            start.append((w, grid(0.1 * torch.randn(units, generator=generator))))
            width = units
        starts[loss] = {
            "outputs": outputs,
            "targets": [float(y) for y in targets.reshape(-1)],
            "weights": flat(start),
        }
        for optimizer, rate, make in OPTIMIZERS:
            for l2 in (0.0, 0.01):
                layers = [(w.clone().requires_grad_(), b.clone().requires_grad_()) for w, b in start]
                step = make(
                    [
                        {"params": [w for w, _ in layers], "weight_decay": l2},
                        {"params": [b for _, b in layers], "weight_decay": 0.0},
                    ],
                    rate,
                )
                losses = []
                for _ in range(STEPS):
                    step.zero_grad()
                    values = inputs
                    for (w, b), (_, name) in zip(layers, HIDDEN):
                        values = ACTIVATIONS[name](values @ w + b)
                    w, b = layers[-1]
                    result = function(values @ w + b, targets)
                    result.backward()
                    # The same for every optimizer: the penalty is no part of it.
                    starts[loss].setdefault("gradient", flat([(w.grad, b.grad) for w, b in layers]))
                    losses.append(result.item())
                    step.step()
                cases.append(
                    {
                        "loss": loss,
                        "optimizer": optimizer,
                        "learningRate": rate,
                        "l2": l2,
                        "losses": losses,
                        "weights": flat(layers),
                    }
                )
    print(
        json.dumps(
            {
                "inputs": inputs.reshape(-1).tolist(),
                "width": INPUTS,
                "hidden": [{"units": units, "activation": name} for units, name in HIDDEN],
                "starts": starts,
                "cases": cases,
            }
        )
    )


main()
