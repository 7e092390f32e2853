"""Minima of small training problems, in float64, for `tests/engine/lbfgs.rs`.

    python make_minima.py > minima.json      (PyTorch 2 and SciPy on the CPU; made with 2.15.0 and 1.17.1)

Each problem is minimized by SciPy's BFGS from given weights and polished by Newton's method, with derivatives from
PyTorch. The objective is the mean loss plus l2/2 times the sum of squares of the weights, not of the biases. The first
problems are convex, so that any method must find the same minimum; the others are small networks whose loss lies in
bent valleys. Inputs, targets and initial weights are multiples of 2^-10. `weights` are layer by layer, W row-major
[inputs x units] and then b.
"""

import json
import math

import numpy as np
import torch
from scipy.optimize import minimize
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
generator = torch.Generator().manual_seed(20260101)
ROWS, INPUTS = 40, 5


def grid(tensor):
    return torch.round(tensor * 1024) / 1024


def normal(*size):
    return grid(torch.randn(*size, generator=generator))


LOSSES = {
    "meanSquaredError": lambda z, y: ((z - y) ** 2).mean(),
    "logCosh": lambda z, y: (z - y + F.softplus(-2 * (z - y)) - math.log(2)).mean(),
    "poisson": lambda z, y: F.poisson_nll_loss(z, y),
    "binaryCrossEntropy": lambda z, y: F.binary_cross_entropy_with_logits(z[:, 0], y),
    "softmaxCrossEntropy": lambda z, y: F.cross_entropy(z, y.long()),
}
ACTIVATIONS = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": F.softplus, "linear": lambda z: z}


def problem(name, loss, targets, outputs, l2, hidden=(), inputs=None, unique=True):
    inputs = normal(ROWS, INPUTS) if inputs is None else inputs
    sizes = [inputs.shape[1], *(units for units, _ in hidden), outputs]
    shapes = list(zip(sizes, sizes[1:]))
    start = torch.cat([part for k, n in shapes for part in (normal(k * n) / 2, normal(n) / 2)])
    start = grid(start)

    def objective(flat):
        values, at, penalty = inputs, 0, 0.0
        for layer, (k, n) in enumerate(shapes):
            w = flat[at : at + k * n].reshape(k, n)
            b = flat[at + k * n : at + k * n + n]
            at += k * n + n
            penalty = penalty + l2 / 2 * (w**2).sum()
            values = values @ w + b
            if layer < len(hidden):
                values = ACTIVATIONS[hidden[layer][1]](values)
        return LOSSES[loss](values, targets) + penalty

    def value_and_slope(x):
        flat = torch.tensor(x, requires_grad=True)
        value = objective(flat)
        (slope,) = torch.autograd.grad(value, flat)
        return value.item(), slope.numpy()

    found = minimize(value_and_slope, start.numpy(), jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    x = torch.tensor(found.x)
    for _ in range(20):
        _, slope = value_and_slope(x.numpy())
        hessian = torch.autograd.functional.hessian(objective, x)
        # A direction along which nothing changes (a softmax has one) is left alone.
        x = x - torch.linalg.pinv(hessian, hermitian=True, rtol=1e-10) @ torch.tensor(slope)
    value, slope = value_and_slope(x.numpy())
    curvature = np.linalg.eigvalsh(torch.autograd.functional.hessian(objective, x).numpy())
    assert np.abs(slope).max() < 1e-12 and curvature.min() > -1e-9, (name, np.abs(slope).max(), curvature.min())
    assert not unique or curvature.min() > 1e-6, (name, curvature.min())
    return {
        "name": name,
        "inputs": inputs.reshape(-1).tolist(),
        "width": inputs.shape[1],
        "targets": targets.reshape(-1).tolist(),
        "outputs": outputs,
        "hidden": [{"units": units, "activation": activation} for units, activation in hidden],
        "loss": loss,
        "l2": l2,
        "start": start.tolist(),
        "objective": value,
        "weights": x.tolist() if unique else [],
    }


line = grid(torch.linspace(-2, 2, ROWS))[:, None]
print(
    json.dumps(
        [
            problem("ridge regression", "meanSquaredError", normal(ROWS, 3), 3, 0.1),
            problem("least squares", "meanSquaredError", normal(ROWS, 1), 1, 0.0),
            problem("robust regression", "logCosh", normal(ROWS, 2) * 3, 2, 0.02),
            problem("counts", "poisson", torch.randint(0, 6, (ROWS, 2), generator=generator).double(), 2, 0.01),
            problem("two classes", "binaryCrossEntropy", torch.randint(0, 2, (ROWS,), generator=generator).double(), 1, 0.02),
            problem(
                "four classes",
                "softmaxCrossEntropy",
                torch.randint(0, 4, (ROWS,), generator=generator).double(),
                4,
                0.05,
                unique=False,
            ),
            problem("two linear layers", "meanSquaredError", normal(ROWS, 1), 1, 0.01, [(1, "linear")], unique=False),
            problem("one bent unit", "meanSquaredError", grid(torch.tanh(3 * line - 1)), 1, 1e-4, [(1, "tanh")], line),
            problem(
                "two bent units",
                "meanSquaredError",
                grid(torch.tanh(2 * line - 1) + torch.tanh(4 * line + 4)),
                1,
                1e-3,
                [(2, "tanh")],
                line,
            ),
        ]
    )
)
