"""One step of Adam worked through, from PyTorch in float64, for `tests/engine/inspection.rs`.

    python make_worked_step.py > worked_step.json      (PyTorch 2 on the CPU; made with 2.15.0)

A small classifier after two steps on the same rows: of the third step all sums, activations, their derivatives, the
gradient as it is, clipped and penalized, the moments and weights before and after it. Inputs and first weights are multiples
of 2^-10, so that float32 and float64 hold the same numbers. W is row-major [inputs x units].
"""

import json

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ROWS, SIZES, RATE, L2, CLIP = 4, [3, 5, 6, 3], 0.05, 0.01, 0.3
ACTIVATIONS = [torch.tanh, lambda z: torch.nn.functional.leaky_relu(z, 0.01), None]


def grid(tensor):
    """Rounds to multiples of 2^-10."""
    return torch.round(tensor * 1024) / 1024


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def state(parameters, optimizer):
    """Weights and moments; none before the first step."""
    moments = {"mean": "exp_avg", "meanSquare": "exp_avg_sq"}
    known = [p for p in parameters if p in optimizer.state]
    return {
        "weights": [flat(p) for p in parameters],
        **{ours: [flat(optimizer.state[p][theirs]) for p in known] for ours, theirs in moments.items()},
    }


def main():
    generator = torch.Generator().manual_seed(31)
    inputs = grid(torch.randn(ROWS, SIZES[0], generator=generator))
    labels = torch.tensor([0, 2, 1, 2])
    layers = []
    for fan_in, units in zip(SIZES, SIZES[1:]):
        layers.append([grid(torch.randn(shape, generator=generator)).requires_grad_() for shape in ((fan_in, units), (units,))])
    parameters = [p for layer in layers for p in layer]
    start = [x for p in parameters for x in flat(p)]
    optimizer = torch.optim.Adam(
        [{"params": [w for w, _ in layers], "weight_decay": L2}, {"params": [b for _, b in layers], "weight_decay": 0.0}],
        lr=RATE,
    )

    def forward():
        values, kept = inputs, []
        for (w, b), activation in zip(layers, ACTIVATIONS):
            sums = values @ w + b
            values = sums if activation is None else activation(sums)
            for tensor in (sums, values):
                tensor.retain_grad()
            kept.append((sums, values))
        return kept

    for _ in range(3):
        kept = forward()
        losses = torch.nn.functional.cross_entropy(kept[-1][0], labels, reduction="none")
        loss = losses.mean()
        optimizer.zero_grad()
        loss.backward()
        gradients = [flat(p.grad) for p in parameters]
        norm = torch.nn.utils.clip_grad_norm_(parameters, CLIP)
        before = state(parameters, optimizer)
        effective = [flat(p.grad + (L2 * p if i % 2 == 0 else 0)) for i, p in enumerate(parameters)]
        optimizer.step()
        after = state(parameters, optimizer)
    json.dump(
        {
            "inputs": flat(inputs),
            "targets": labels.tolist(),
            "sizes": SIZES,
            "start": start,
            "learningRate": RATE,
            "l2": L2,
            "clipNorm": CLIP,
            "loss": loss.item(),
            "losses": flat(losses),
            "norm": norm.item(),
            "penalty": L2 / 2 * sum((torch.tensor(w) ** 2).sum().item() for w in before["weights"][::2]),
            "probabilities": flat(torch.softmax(kept[-1][0], 1)),
            "layers": [
                {
                    "sums": flat(sums),
                    "activations": flat(values),
                    "bySums": flat(sums.grad),
                    "byActivations": flat(values.grad),
                }
                for sums, values in kept
            ],
            "gradients": gradients,
            "effective": effective,
            "before": before,
            "after": after,
        },
        fp=__import__("sys").stdout,
    )
    print()


main()
