"""Reference curves of layers beside the dense ones, from PyTorch in float64, for `tests/engine/layer_reference.rs`.

    python make_layers.py > layers.json      (PyTorch 2 on the CPU; made with 2.15.0)

A small network around each kind of layer, alone and for members side by side, 50 full-batch steps of Adam from given
weights. Data and initial weights are multiples of 2^-10, so that float32 and float64 hold the same numbers. `losses`
are those before each step; `weights` are those after the last step in the engine's flat order, running statistics
included; `evaluation` is the loss of the validation rows after the last step, of the members' mean probabilities.

Dropout gets the masks that the engine draws, from the hash that docs/engine.md names: what is compared is all that is made
of them. `averaged` is a network with batch normalization and torch.optim.swa_utils' average, whose running statistics
update_bn took anew: `standing` are its values, and `evaluation` is its loss.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, update_bn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, INPUTS, CLASSES, STEPS, RATE = 23, 5, 3, 50, 0.01
generator = torch.Generator().manual_seed(20260301)


def grid(tensor):
    """Rounds to multiples of 2^-10."""
    return torch.round(tensor * 1024) / 1024


def normal(*size):
    return grid(torch.randn(*size, generator=generator))


def short(values):
    """Thirteen digits, four more than the tests ask for."""
    return [float(f"{x:.13g}") for x in values]


def scramble(x):
    """64 bits, the constants of Stafford's variant 13 of MurmurHash3's finalizer."""
    x ^= x >> 30
    x = x * 0xBF58476D1CE4E5B9 % 2**64
    x ^= x >> 27
    x = x * 0x94D049BB133111EB % 2**64
    return x ^ x >> 31


def scramble_lane(x):
    """32 bits, the constants of Wellons' "lowbias32"."""
    x ^= x >> 16
    x = x * 0x7FEB352D % 2**32
    x ^= x >> 15
    x = x * 0x846CA68B % 2**32
    return x ^ x >> 16


def mask(step, layer, member, rows, columns, rate, seed=0):
    """1 where a value is kept; step and layer count from 0, residual blocks and what is in them each by itself."""
    key = scramble(scramble(seed ^ scramble(step)) ^ scramble(layer << 32 | member))
    lines = []
    for row in range(rows):
        own = scramble(key ^ scramble(row + 1))
        lanes = [scramble_lane(scramble_lane((c + own) % 2**32) ^ own >> 32) for c in range(columns)]
        lines.append([float(lane >= int(rate * 2**32)) for lane in lanes])
    return torch.tensor(lines)


class Network:
    """Layers over values [members, rows, columns]; `flat` are all parameters and running statistics in flat order."""

    def __init__(self, layers, members):
        self.flat, self.trained = [], []
        self.members, self.apart = members, False
        self.step = self.count = 0
        self.layers = [self.layer(layer) for layer in layers]

    def array(self, value, trained=True):
        value = value.clone().requires_grad_(trained)
        self.flat.append(value)
        if trained:
            self.trained.append(value)
        return value

    def vector(self, around=0.0, trained=True, spread=0.25):
        count = self.members if self.apart else 1
        return self.array(around + grid(spread * normal(count, 1, self.width)), trained)

    def layer(self, layer):
        kind, index = layer["kind"], self.count
        self.count += 1
        tells = kind in ("scale", "dropout") or layer.get("sharing", "all") != "all"
        self.apart = self.apart or (self.members > 1 and tells)
        if kind == "dense":
            return self.dense(layer)
        if kind == "dropout":
            count, width = self.members if self.apart else 1, self.width

            def drop(x, train):
                if not train:
                    return x
                masks = [mask(self.step, index, m, x.shape[1], width, layer["rate"]) for m in range(count)]
                return x * torch.stack(masks) / (1 - layer["rate"])

            return drop
        if kind == "prelu":
            slopes = self.vector(0.25)
            return lambda x, train: torch.where(x > 0, x, slopes * x)
        if kind == "scale":
            scale = self.vector(1.0)
            return lambda x, train: x * scale
        if kind == "layerNormalization":
            gain, shift = self.vector(1.0), self.vector()
            return lambda x, train: F.layer_norm(x, x.shape[-1:], eps=layer["epsilon"]) * gain + shift
        if kind == "rmsNormalization":
            gain = self.vector(1.0)
            return lambda x, train: F.rms_norm(x, x.shape[-1:], eps=layer["epsilon"]) * gain
        if kind == "batchNormalization":
            gain, shift = self.vector(1.0), self.vector()
            means = self.vector(trained=False, spread=0.0)
            variances = self.vector(1.0, trained=False, spread=0.0)

            def normalize(x, train):
                parts = [
                    F.batch_norm(
                        x[i], means[i, 0], variances[i, 0], gain[i, 0], shift[i, 0], train, layer["momentum"], layer["epsilon"]
                    )
                    for i in range(x.shape[0])
                ]
                return torch.stack(parts)

            return normalize
        if kind == "residual":
            inner = [self.layer(part) for part in layer["layers"]]

            def block(x, train):
                y = x
                for part in inner:
                    y = part(y, train)
                return x + y

            return block
        raise ValueError(kind)

    def dense(self, layer):
        units, sharing = layer["units"], layer.get("sharing", "all")
        activation = {"linear": lambda z: z, "tanh": torch.tanh, "relu": torch.relu}[layer["activation"]]
        copies = self.members if sharing == "own" else 1
        weights = self.array(grid(normal(copies, self.width, units) / self.width**0.5))
        inner = outer = None
        if sharing == "adapters":
            inner = self.vector(1.0)
        self.width = units
        if sharing == "adapters":
            outer = self.vector(1.0)
        bias = 0.0
        if layer.get("bias", True):
            count = self.members if sharing != "all" else 1
            bias = self.array(grid(0.25 * normal(count, 1, units)))

        def run(x, train):
            if inner is not None:
                return activation(((x * inner) @ weights) * outer + bias)
            return activation(x @ weights + bias)

        return run

    def outputs(self, x, train):
        x = x[None]
        for layer in self.layers:
            x = layer(x, train)
        return x


def dense(units, activation="tanh", sharing="all", bias=True):
    return {"kind": "dense", "units": units, "activation": activation, "sharing": sharing, "bias": bias}


norm = {"kind": "batchNormalization", "momentum": 0.1, "epsilon": 1e-5}
layer_norm = {"kind": "layerNormalization", "epsilon": 1e-5}
rms_norm = {"kind": "rmsNormalization", "epsilon": 1e-5}
scale, prelu = {"kind": "scale", "initial": "ones"}, {"kind": "prelu", "initial": 0.25}
CASES = {
    "no bias": (1, [dense(7, bias=False)]),
    "prelu": (1, [dense(7, "linear"), prelu]),
    "batch normalization": (1, [dense(18, "linear"), norm]),
    "layer normalization": (1, [layer_norm, dense(37, "linear"), layer_norm]),
    "root mean square": (1, [dense(18, "linear"), rms_norm]),
    "scale": (1, [scale, dense(7), scale]),
    "residual": (1, [dense(7), {"kind": "residual", "layers": [norm, dense(9, "relu"), dense(7)]}]),
    "independent members": (3, [dense(7, sharing="own"), norm]),
    "adapters": (3, [dense(7, sharing="adapters"), dense(18, sharing="adapters")]),
    "mixed members": (4, [dense(9), prelu, scale, layer_norm, {"kind": "residual", "layers": [dense(9, sharing="own")]}]),
    "dropout": (1, [{"kind": "dropout", "rate": 0.1}, dense(37), {"kind": "dropout", "rate": 0.25}]),
    "dropout of members": (3, [dense(18), {"kind": "dropout", "rate": 0.25}, dense(9), {"kind": "dropout", "rate": 0.5}]),
}

inputs, validation_inputs = normal(ROWS, INPUTS), normal(9, INPUTS)
targets = torch.randint(0, CLASSES, (ROWS,), generator=generator)
validation_targets = torch.randint(0, CLASSES, (9,), generator=generator)
cases = []
for name, (members, layers) in CASES.items():
    layers = layers + [dense(CLASSES, "linear", "own" if members > 1 else "all")]
    network = Network.__new__(Network)
    network.width = INPUTS
    network.__init__(layers, members)
    start = short(x for part in network.flat for x in part.detach().reshape(-1).tolist())
    optimizer = torch.optim.Adam(network.trained, lr=RATE)
    losses = []
    for network.step in range(STEPS):
        optimizer.zero_grad()
        outputs = network.outputs(inputs, True)
        loss = F.cross_entropy(outputs.reshape(-1, CLASSES), targets.repeat(outputs.shape[0]))
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    with torch.no_grad():
        probabilities = torch.softmax(network.outputs(validation_inputs, False), -1).mean(0)
        evaluation = F.nll_loss(torch.log(probabilities), validation_targets).item()
    cases.append(
        {
            "name": name,
            "members": members,
            "layers": layers,
            "start": start,
            "losses": short(losses),
            "evaluation": short([evaluation])[0],
            "weights": short(x for part in network.flat for x in part.detach().reshape(-1).tolist()),
        }
    )


def values(module):
    """Of a chain, in the engine's flat order."""
    parts = []
    for layer in module:
        if isinstance(layer, nn.Linear):
            parts += [layer.weight.T, layer.bias]
        if isinstance(layer, nn.BatchNorm1d):
            parts += [layer.weight, layer.bias, layer.running_mean, layer.running_var]
    return short(x for part in parts for x in part.detach().reshape(-1).tolist())


def averaged():
    chain = nn.Sequential(nn.Linear(INPUTS, 9), nn.BatchNorm1d(9), nn.Tanh(), nn.Linear(9, CLASSES))
    with torch.no_grad():
        for parameter in chain.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
    settings = {"averaging": {"kind": "stochastic", "startEpoch": 31}}
    start, losses = values(chain), []
    average = AveragedModel(chain)
    optimizer = torch.optim.Adam(chain.parameters(), lr=RATE)
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(chain(inputs), targets)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
        if step + 1 >= settings["averaging"]["startEpoch"]:
            average.update_parameters(chain)
    update_bn([inputs], average)
    average.eval()
    layers = [dense(9, "linear"), norm, {"kind": "activation", "activation": "tanh"}, dense(CLASSES, "linear")]
    return {
        "name": "averaged batch normalization",
        "members": 1,
        "layers": layers,
        "settings": settings,
        "start": start,
        "losses": short(losses),
        "evaluation": short([F.cross_entropy(average(validation_inputs), validation_targets).item()])[0],
        "weights": values(chain),
        "standing": values(average.module),
    }


cases.append(averaged())
print(
    json.dumps(
        {
            "inputs": inputs.reshape(-1).tolist(),
            "targets": [float(x) for x in targets],
            "validationInputs": validation_inputs.reshape(-1).tolist(),
            "validationTargets": [float(x) for x in validation_targets],
            "width": INPUTS,
            "learningRate": RATE,
            "cases": cases,
        }
    )
)
