"""Reference curves of every optimizer, schedule, loss, activation and average, in float64, for `tests/methods.rs`.

    python make_methods.py > methods.json      (PyTorch 2 on the CPU; made with 2.15.0)

A small network, 50 full-batch steps from given weights; what PyTorch lacks (Lion, some losses and schedules) is written
here from its paper, and what its Muon does in bfloat16 is done in float64. Inputs, targets and initial weights are multiples of 2^-10, so that float32 and float64 hold the same
numbers. `losses` are those before each step, without penalties; `weights` are those after the last step, layer by layer,
W row-major [inputs x units] and then b; `rates` are the learning rates of the steps, where a
schedule changes them; `standing` is the average of the weights, where one is kept.
"""

import json
import math

import torch
from torch.nn import functional as F
from torch.optim import _muon as muon
from torch.optim import lr_scheduler as schedulers

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, INPUTS, STEPS = 23, 5, 50
VALIDATION_ROWS = 9
ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": torch.relu,
    "leakyRelu": lambda z: F.leaky_relu(z, 0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "elu": F.elu,
    "selu": F.selu,
    "silu": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    # F.hardsigmoid multiplies by a sixth in single precision.
    "hardSigmoid": lambda z: torch.clamp(z / 6 + 0.5, 0, 1),
    "hardTanh": F.hardtanh,
    "hardSwish": F.hardswish,
}
generator = torch.Generator().manual_seed(20240229)


def grid(tensor):
    """Rounds to multiples of 2^-10."""
    return torch.round(tensor * 1024) / 1024


def normal(*size):
    return grid(torch.randn(*size, generator=generator))


def short(values):
    """Thirteen digits, four more than the tests ask for."""
    return [float(f"{x:.13g}") for x in values]


def flat(layers):
    return short(x for w, b in layers for part in (w.reshape(-1), b) for x in part.tolist())


# Losses: outputs, targets of all rows, and the loss of each row.


def smooth_class(z, y, options):
    weight = torch.tensor(options.get("classWeights", [1.0] * z.shape[1]))
    rows = F.cross_entropy(
        z, y.long(), weight=weight, label_smoothing=options.get("labelSmoothing", 0.0), reduction="none"
    )
    return rows, weight[y.long()]


def binary(z, y, options):
    weight = torch.tensor(options.get("classWeights", [1.0, 1.0]))[y.long()]
    smoothing = options.get("labelSmoothing", 0.0)
    soft = y * (1 - smoothing) + smoothing / 2
    return weight * F.binary_cross_entropy_with_logits(z[:, 0], soft, reduction="none"), weight


def plain(rows):
    return rows, torch.ones(len(rows))


def focal(z, y, options):
    gamma = options.get("gamma", 2.0)
    if z.shape[1] == 1:
        log = torch.where(y == 1, F.logsigmoid(z[:, 0]), F.logsigmoid(-z[:, 0]))
        classes = 2
    else:
        log = F.log_softmax(z, 1).gather(1, y.long()[:, None])[:, 0]
        classes = z.shape[1]
    weight = torch.tensor(options.get("classWeights", [1.0] * classes))[y.long()]
    return -weight * (1 - log.exp()) ** gamma * log, weight


def hinge(z, y, options):
    if z.shape[1] == 1:
        return plain(torch.clamp(1 - (2 * y - 1) * z[:, 0], min=0))
    return plain(F.multi_margin_loss(z, y.long(), reduction="none"))


def pinball(z, y, options):
    q = torch.tensor(options["quantiles"])
    error = y - z
    return plain(torch.maximum(q * error, (q - 1) * error).mean(1))


def gaussian(z, y, options):
    mean, log_variance = z.chunk(2, 1)
    rows = F.gaussian_nll_loss(mean, y, log_variance.exp(), eps=1e-300, reduction="none")
    return plain(rows.mean(1))


def log_cosh(z, y, options):
    error = z - y
    return plain((error + F.softplus(-2 * error) - math.log(2)).mean(1))


LOSSES = {
    "meanSquaredError": lambda z, y, o: plain(((z - y) ** 2).mean(1)),
    "meanAbsoluteError": lambda z, y, o: plain(F.l1_loss(z, y, reduction="none").mean(1)),
    "huber": lambda z, y, o: plain(F.huber_loss(z, y, delta=o.get("delta", 1.0), reduction="none").mean(1)),
    "logCosh": log_cosh,
    "quantile": pinball,
    "poisson": lambda z, y, o: plain(F.poisson_nll_loss(z, y, reduction="none").mean(1)),
    "gamma": lambda z, y, o: plain((z + y * torch.exp(-z)).mean(1)),
    "gaussianNll": gaussian,
    "softmaxCrossEntropy": smooth_class,
    "binaryCrossEntropy": binary,
    "focal": focal,
    "hinge": hinge,
}


def targets_of(kind, rows):
    if kind == "numbers":
        return normal(rows, 2)
    if kind == "number":
        return normal(rows, 1)
    if kind == "counts":
        return torch.randint(0, 6, (rows, 2), generator=generator).double()
    if kind == "positive":
        return normal(rows, 2).abs() + 0.125
    if kind == "classes":
        return torch.randint(0, 4, (rows,), generator=generator).double()
    return torch.randint(0, 2, (rows,), generator=generator).double()


# name -> kind of targets, outputs of the network
SHAPES = {
    "numbers": ("numbers", 2),
    "quantiles": ("number", 3),
    "counts": ("counts", 2),
    "positive": ("positive", 2),
    "gaussians": ("numbers", 4),
    "classes": ("classes", 4),
    "labels": ("labels", 1),
}
inputs, validation_inputs = normal(ROWS, INPUTS), normal(VALIDATION_ROWS, INPUTS)
starts = {}
for shape, (kind, outputs) in SHAPES.items():
    start, width = [], INPUTS
    for units in (7, 6, outputs):
        w = grid(torch.randn(width, units, generator=generator) / math.sqrt(width))
        start.append((w, grid(0.1 * torch.randn(units, generator=generator))))
        width = units
    starts[shape] = (outputs, targets_of(kind, ROWS), targets_of(kind, VALIDATION_ROWS), start)


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al., 2023, arXiv:2302.06675."""

    def __init__(self, params, lr, betas):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": 0.0})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            one, two = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                g = p.grad + group["weight_decay"] * p
                update = torch.sign(one * m + (1 - one) * g)
                p -= group["lr"] * update
                m.mul_(two).add_((1 - two) * g)


def orthogonalized(x, coefficients, steps, eps):
    """What torch.optim.Muon does in bfloat16, in float64."""
    a, b, c = coefficients
    tall = x.size(0) > x.size(1)
    x = x.T if tall else x
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


muon._zeropower_via_newtonschulz = orthogonalized
torch_scale = muon._adjust_lr
# The weights here are [inputs x units], those of PyTorch's layers [units x inputs].
muon._adjust_lr = lambda lr, name, shape: torch_scale(lr, name, shape[::-1])


class Muon(torch.optim.Optimizer):
    """torch.optim.Muon for the weights of hidden layers, Adam for all else."""

    def __init__(self, groups, lr, **settings):
        super().__init__(groups, {"lr": lr, "weight_decay": 0.0})
        weights, biases = self.param_groups
        self.l2 = weights["weight_decay"]
        self.matrices = weights["params"][1:-1]
        outer = {**weights, "params": [weights["params"][0], weights["params"][-1]]}
        self.muon = torch.optim.Muon(self.matrices, lr=lr, weight_decay=0.0, **settings)
        self.adam = torch.optim.Adam([outer, biases], lr=lr, betas=(0.9, 0.999), eps=1e-8)

    @torch.no_grad()
    def step(self):
        for w in self.matrices:
            w.grad += self.l2 * w
        self.muon.step()
        self.adam.step()


def adam_like(make, **more):
    return lambda p, lr: make(p, lr=lr, betas=(0.9, 0.999), eps=1e-8, **more)


OPTIMIZERS = {
    "gradientDescent": ({}, 0.1, lambda p, lr: torch.optim.SGD(p, lr=lr)),
    "momentum": ({"momentum": 0.9}, 0.02, lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9)),
    "nesterov": ({"momentum": 0.9}, 0.02, lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9, nesterov=True)),
    "adagrad": ({"epsilon": 1e-10}, 0.05, lambda p, lr: torch.optim.Adagrad(p, lr=lr, eps=1e-10)),
    "rmsprop": ({}, 0.005, lambda p, lr: torch.optim.RMSprop(p, lr=lr, alpha=0.99, eps=1e-8)),
    "rmsprop centred": (
        {"centered": True},
        0.005,
        lambda p, lr: torch.optim.RMSprop(p, lr=lr, alpha=0.99, eps=1e-8, centered=True),
    ),
    "adam": ({}, 0.01, adam_like(torch.optim.Adam)),
    "adamW": ({"weightDecay": 0.05}, 0.01, adam_like(torch.optim.Adam)),
    "amsgrad": ({}, 0.01, adam_like(torch.optim.Adam, amsgrad=True)),
    "nadam": ({"momentumDecay": 0.004}, 0.01, adam_like(torch.optim.NAdam, momentum_decay=0.004)),
    "radam": ({}, 0.02, adam_like(torch.optim.RAdam)),
    "lion": ({"beta1": 0.9, "beta2": 0.99}, 0.003, lambda p, lr: Lion(p, lr, (0.9, 0.99))),
    "muon": ({}, 0.02, lambda p, lr: Muon(p, lr, adjust_lr_fn="match_rms_adamw")),
    "muon scaled as at first": (
        {"scaling": "original", "nesterov": False, "momentum": 0.8, "iterations": 3},
        0.02,
        lambda p, lr: Muon(p, lr, adjust_lr_fn="original", nesterov=False, momentum=0.8, ns_steps=3),
    ),
}



def warmed(warmup, function):
    return lambda t: (t + 1) / warmup * function(0, STEPS - warmup) if t < warmup else function(t - warmup, STEPS - warmup)


def flat_cosine(t, length, share=0.6, final=0.1):
    edge = share * length
    return 1 if t < edge else final + (1 - final) / 2 * (1 + math.cos(math.pi * (t - edge) / (length - edge)))


def cosine_log(t, length, cycles=4):
    return 0.5 * (1 - math.cos(2 * math.pi * math.log2(1 + (2**cycles - 1) * t / length)))


SCHEDULES = [
    ({"kind": "step", "everyEpochs": 12, "factor": 0.3}, 0, lambda s, rate: schedulers.StepLR(s, 12, 0.3)),
    ({"kind": "exponential", "factor": 0.93}, 0, lambda s, rate: schedulers.ExponentialLR(s, 0.93)),
    ({"kind": "polynomial", "power": 1.7}, 0, lambda s, rate: schedulers.PolynomialLR(s, STEPS, 1.7)),
    (
        {"kind": "cosine", "finalFactor": 0.05},
        0,
        lambda s, rate: schedulers.CosineAnnealingLR(s, STEPS, eta_min=0.05 * rate),
    ),
    (
        {"kind": "cosine", "periodEpochs": 7, "periodMultiplier": 2},
        0,
        lambda s, rate: schedulers.CosineAnnealingWarmRestarts(s, 7, 2),
    ),
    (
        {"kind": "cosine", "periodEpochs": 11, "finalFactor": 0.2},
        0,
        lambda s, rate: schedulers.CosineAnnealingWarmRestarts(s, 11, 1, eta_min=0.2 * rate),
    ),
    ({"kind": "oneCycle"}, 0, lambda s, rate: schedulers.OneCycleLR(s, rate, STEPS, cycle_momentum=False)),
    (
        {"kind": "oneCycle", "riseFraction": 0.45, "divisor": 10, "finalDivisor": 100},
        0,
        lambda s, rate: schedulers.OneCycleLR(
            s, rate, STEPS, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False
        ),
    ),
    (
        {
            "kind": "plateau",
            "factor": 0.5,
            "patience": 2,
            "threshold": 0.02,
            "cooldownEpochs": 3,
            "minimumFactor": 0.1,
        },
        0,
        lambda s, rate: schedulers.ReduceLROnPlateau(
            s, factor=0.5, patience=2, threshold=0.02, cooldown=3, min_lr=0.1 * rate
        ),
    ),
    (
        {"kind": "flatCosine", "flatFraction": 0.6, "finalFactor": 0.1},
        0,
        lambda s, rate: schedulers.LambdaLR(s, lambda t: flat_cosine(t, STEPS)),
    ),
    ({"kind": "cosineLog"}, 0, lambda s, rate: schedulers.LambdaLR(s, lambda t: cosine_log(t, STEPS))),
    ({"kind": "constant"}, 8, lambda s, rate: schedulers.LambdaLR(s, warmed(8, lambda t, n: 1))),
    ({"kind": "flatCosine", "flatFraction": 0.6, "finalFactor": 0.1}, 5, lambda s, rate: schedulers.LambdaLR(s, warmed(5, flat_cosine))),
]

cases = []


def case(
    name,
    shape="numbers",
    loss="meanSquaredError",
    options=None,
    optimizer="adam",
    settings=None,
    schedule=None,
    hidden=("tanh", "gelu"),
    row_weights=None,
    validate=False,
    rate=None,
):
    settings, options = settings or {}, options or {}
    outputs, targets, validation_targets, start = starts[shape]
    parameters, usual, make = OPTIMIZERS[optimizer]
    rate = rate or usual
    layers = [(w.clone().requires_grad_(), b.clone().requires_grad_()) for w, b in start]
    weights, biases = [w for w, _ in layers], [b for _, b in layers]
    step = make(
        [
            {"params": weights, "weight_decay": settings.get("l2", 0.0)},
            {"params": biases, "weight_decay": 0.0, "lr": rate * settings.get("rateFactors", {}).get("biases", 1.0)},
        ],
        rate,
    )
    rule = schedule[2](step, rate) if schedule else None
    sample = torch.ones(ROWS) if row_weights is None else row_weights

    def total(values, parts, y, sample):
        for (w, b), name in zip(parts, hidden):
            values = ACTIVATIONS[name](values @ w + b)
        w, b = parts[-1]
        rows, counts = LOSSES[loss](values @ w + b, y, options)
        return (rows * sample).sum() / (counts * sample).sum()

    losses, rates, validation_losses, average, averaged = [], [], [], None, 0
    for index in range(STEPS):
        step.zero_grad()
        result = total(inputs, layers, targets, sample)
        result.backward()
        losses.append(result.item())
        rates.append(step.param_groups[0]["lr"])
        if index == 0:
            gradient = flat([(w.grad, b.grad) for w, b in layers])
        if "clipNorm" in settings:
            torch.nn.utils.clip_grad_norm_(weights + biases, settings["clipNorm"])
        if "clipValue" in settings:
            torch.nn.utils.clip_grad_value_(weights + biases, settings["clipValue"])
        decay = settings.get("weightDecay", 0.0) + parameters.get("weightDecay", 0.0)
        with torch.no_grad():
            for w in weights:
                w.grad += settings.get("l1", 0.0) * torch.sign(w)
                w.mul_(1 - rates[-1] * decay)
        step.step()
        if isinstance(rule, schedulers.ReduceLROnPlateau):
            rule.step(losses[-1])
        elif rule:
            rule.step()
        averaging = settings.get("averaging")
        now = [(w.detach().clone(), b.detach().clone()) for w, b in layers]
        if averaging and averaging["kind"] == "exponential":
            d = averaging["decay"]
            average = now if average is None else [
                tuple(d * a + (1 - d) * x for a, x in zip(old, new)) for old, new in zip(average, now)
            ]
        elif averaging and index + 1 >= averaging["startEpoch"]:
            averaged += 1
            average = now if average is None else [
                tuple(a + (x - a) / averaged for a, x in zip(old, new)) for old, new in zip(average, now)
            ]
        if validate:
            validation_losses.append(
                total(validation_inputs, average or now, validation_targets, torch.ones(VALIDATION_ROWS)).item()
            )
    described = {"loss": loss, "optimizer": {"kind": optimizer.split(" ")[0], **parameters}, "learningRate": rate, **settings}
    if options:
        described["lossOptions"] = options
    if schedule:
        described |= {"schedule": schedule[0], "warmupEpochs": schedule[1]}
    cases.append(
        {
            "name": name,
            "shape": shape,
            "settings": described,
            "hidden": [{"units": units, "activation": name} for units, name in zip((7, 6), hidden)],
            "rowWeights": [] if row_weights is None else row_weights.tolist(),
            "validates": validate,
            "gradient": gradient,
            "losses": short(losses),
            "rates": short(rates) if schedule else [],
            "validationLosses": short(validation_losses),
            "weights": flat(layers),
            "standing": flat(average) if average else [],
        }
    )


for name in OPTIMIZERS:
    case(name, optimizer=name)
    case(f"{name} on classes", "classes", "softmaxCrossEntropy", optimizer=name)
    if name != "adamW":
        case(f"{name} with l2", optimizer=name, settings={"l2": 0.01})
    case(f"{name} with decay", optimizer=name, settings={"weightDecay": 0.1})
for name in ("gradientDescent", "adam", "muon"):
    case(f"{name} with l1", optimizer=name, settings={"l1": 0.01})
    case(f"{name} clipped by norm", optimizer=name, settings={"clipNorm": 0.3})
    case(f"{name} clipped by value", optimizer=name, settings={"clipValue": 0.05})
    case(
        f"{name} with everything",
        optimizer=name,
        settings={"l1": 0.003, "weightDecay": 0.1, "clipNorm": 0.5, "clipValue": 0.2, "rateFactors": {"biases": 0.1}},
    )
case("slow biases", settings={"rateFactors": {"biases": 0.1}})
for schedule in SCHEDULES:
    name = f"schedule {json.dumps(schedule[0])} after {schedule[1]}"
    case(name, schedule=schedule, rate=0.02)
    case(name + " with momentum", "classes", "softmaxCrossEntropy", optimizer="momentum", schedule=schedule, rate=0.1)
case("exponential average", settings={"averaging": {"kind": "exponential", "decay": 0.9}}, validate=True)
case("stochastic average", settings={"averaging": {"kind": "stochastic", "startEpoch": 31}}, validate=True)
for loss, shape, options in [
    ("meanAbsoluteError", "numbers", {}),
    ("huber", "numbers", {}),
    ("huber", "numbers", {"delta": 0.4}),
    ("logCosh", "numbers", {}),
    ("quantile", "quantiles", {"quantiles": [0.125, 0.5, 0.875]}),
    ("poisson", "counts", {}),
    ("gamma", "positive", {}),
    ("gaussianNll", "gaussians", {}),
    ("hinge", "classes", {}),
    ("hinge", "labels", {}),
    ("focal", "classes", {}),
    ("focal", "classes", {"gamma": 1.5, "classWeights": [1, 2, 0.5, 1]}),
    ("focal", "labels", {"gamma": 3}),
    ("focal", "labels", {"gamma": 0.5, "classWeights": [1, 3]}),
    ("softmaxCrossEntropy", "classes", {"labelSmoothing": 0.1}),
    ("softmaxCrossEntropy", "classes", {"classWeights": [1, 2, 0.5, 4]}),
    ("softmaxCrossEntropy", "classes", {"classWeights": [1, 2, 0.5, 4], "labelSmoothing": 0.2}),
    ("binaryCrossEntropy", "labels", {"labelSmoothing": 0.1}),
    ("binaryCrossEntropy", "labels", {"classWeights": [1, 5]}),
    ("binaryCrossEntropy", "labels", {"classWeights": [2, 0.5], "labelSmoothing": 0.2}),
]:
    case(f"{loss} {json.dumps(options)} on {shape}", shape, loss, options)
row_weights = grid(torch.rand(ROWS, generator=generator) * 3)
row_weights[4] = 0
for loss, shape, options in [
    ("meanSquaredError", "numbers", {}),
    ("meanAbsoluteError", "numbers", {}),
    ("huber", "numbers", {}),
    ("logCosh", "numbers", {}),
    ("quantile", "quantiles", {"quantiles": [0.125, 0.5, 0.875]}),
    ("poisson", "counts", {}),
    ("gamma", "positive", {}),
    ("gaussianNll", "gaussians", {}),
    ("hinge", "classes", {}),
    ("hinge", "labels", {}),
    ("focal", "classes", {"classWeights": [1, 2, 0.5, 1]}),
    ("focal", "labels", {}),
    ("softmaxCrossEntropy", "classes", {}),
    ("softmaxCrossEntropy", "classes", {"classWeights": [1, 2, 0.5, 4], "labelSmoothing": 0.2}),
    ("binaryCrossEntropy", "labels", {}),
    ("binaryCrossEntropy", "labels", {"classWeights": [1, 5]}),
]:
    case(f"weighted rows, {loss} {json.dumps(options)} on {shape}", shape, loss, options, row_weights=row_weights)
for name in ACTIVATIONS:
    case(f"activation {name}", "classes", "softmaxCrossEntropy", hidden=(name, name))

print(
    json.dumps(
        {
            "inputs": inputs.reshape(-1).tolist(),
            "validationInputs": validation_inputs.reshape(-1).tolist(),
            "width": INPUTS,
            "starts": {
                shape: {
                    "outputs": outputs,
                    "targets": targets.reshape(-1).tolist(),
                    "validationTargets": validation_targets.reshape(-1).tolist(),
                    "weights": flat(start),
                }
                for shape, (outputs, targets, validation_targets, start) in starts.items()
            },
            "cases": cases,
        }
    )
)
