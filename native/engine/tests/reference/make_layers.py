"""Reference curves of layers beside the dense ones, from PyTorch in float64, for `tests/engine/layer_reference.rs`.

    python make_layers.py > layers.json      (PyTorch 2 on the CPU; made with 2.15.0)

A small network around each kind of layer, alone and for members side by side, 50 full-batch steps of Adam from given
weights. Data and initial weights are multiples of 2^-10, so that float32 and float64 hold the same numbers. `losses`
are those before each step; `weights` are those after the last step in the engine's flat order, running statistics
included; `evaluation` is the loss of the validation rows after the last step, of the members' mean probabilities.
"""

import json

import torch
from torch.nn import functional as F

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


class Network:
    """Layers over values [members, rows, columns]; `flat` are all parameters and running statistics in flat order."""

    def __init__(self, layers, members):
        self.flat, self.trained = [], []
        self.members, self.apart = members, False
        self.adapted = False
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
        kind = layer["kind"]
        tells = kind == "scale" or layer.get("sharing", "all") != "all"
        self.apart = self.apart or (self.members > 1 and tells)
        if kind == "dense":
            return self.dense(layer)
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
    for step in range(STEPS):
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
