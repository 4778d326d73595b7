"""How the networks are trained: in torch, which nothing but this needs.

The pictures are of worlds whose seeds no page can choose, so no network has met what it is judged
on. Every batch is shown at one of the sizes that a service may choose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pipelines.vision.resizing import area_matrix
from pipelines.vision.shapes import EXIT_WIDTH, HALVED_BEFORE, WIDTHS

SIZES, SIZE_SHARES = (32, 24, 16), (0.7, 0.15, 0.15)
BATCH, SOFT = 64, 2.0  # SOFT: the temperature of what a student learns from
KEPT = 0.2  # of the weights of a zeroed network

Layers = list[tuple[np.ndarray, np.ndarray]]  # weights and biases, in order


def trained(
    network: str,
    pixels: np.ndarray,
    kinds: np.ndarray,
    steps: int,
    taught: np.ndarray | None = None,
) -> Any:
    """A torch network fitted to pictures (n, 3, 32, 32) and their classes, and to what a teacher
    says of them (logits, (n, 10)) where one does."""
    import torch

    torch.manual_seed(1)
    return _fitted(_network(WIDTHS[network]).train(), network, pixels, kinds, steps, 8e-3, taught)


def zeroed(trunk: Layers, pixels: np.ndarray, kinds: np.ndarray, steps: int) -> Any:
    """The large network with all but the largest KEPT of each convolution's weights at zero, and
    the rest trained on for a while. `trunk` are its weights, normalisation worked in."""
    import torch

    model = _network(WIDTHS["large"]).eval()
    with torch.no_grad():
        for block, (weights, bias) in zip(model.blocks, trunk[:-1], strict=True):
            block[-3].weight.copy_(torch.from_numpy(weights.copy()))
            block[-2].bias.copy_(torch.from_numpy(bias.copy()))
        for own, given in zip((model.head.weight, model.head.bias), trunk[-1], strict=True):
            own.copy_(torch.from_numpy(given.copy()))
    filters = [block[-3].weight for block in model.blocks]
    masks = [each.abs() >= each.abs().flatten().quantile(1 - KEPT) for each in filters]

    def keep_zero() -> None:
        with torch.no_grad():
            for weights, mask in zip(filters, masks, strict=True):
                weights.mul_(mask)

    keep_zero()
    return _fitted(model, "zeroed", pixels, kinds, steps, 2e-3, after_step=keep_zero)


def _fitted(
    model: Any,
    name: str,
    pixels: np.ndarray,
    kinds: np.ndarray,
    steps: int,
    rate: float,
    taught: np.ndarray | None = None,
    after_step: Callable[[], None] = lambda: None,
) -> Any:
    """Take so many steps of gradient descent, the learning rate rising to `rate` and falling."""
    import torch

    torch.set_num_threads(1)
    model = model.to(memory_format=torch.channels_last)
    given, wanted = torch.from_numpy(pixels), torch.from_numpy(kinds.astype(np.int64))
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    random = np.random.default_rng(1)
    for step in range(steps):
        rows = random.integers(0, len(given), BATCH)
        shown = _resized(given[rows], int(random.choice(SIZES, p=SIZE_SHARES)))
        shown = shown.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            soft = None if taught is None else torch.from_numpy(taught[rows])
            loss = _loss(model(shown), wanted[rows], soft)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        after_step()
        schedule.step()
        if step % 50 == 0:
            print(f"{name}: step {step} of {steps}, loss {loss.item():.3f}", flush=True)
    return model.eval()


def _network(widths: tuple[int, ...]) -> Any:
    """Convolutions with batch normalisation, a head, and a head for an early exit."""
    import torch
    from torch import nn

    def block(before: int, after: int, halved: bool) -> Any:
        found = [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after)]
        return nn.Sequential(*([nn.MaxPool2d(2)] * halved), *found, nn.ReLU())

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            sides = zip((3, *widths), widths, HALVED_BEFORE, strict=False)
            self.blocks = nn.ModuleList(block(*each) for each in sides)
            self.head = nn.Linear(widths[-1], 10)
            self.exit = block(widths[1], EXIT_WIDTH, True)
            self.exit_head = nn.Linear(EXIT_WIDTH, 10)

        def forward(self, shown: Any) -> Any:
            early = self.blocks[1](self.blocks[0](shown))
            late = self.blocks[3](self.blocks[2](early))
            both = self.exit_head(self.exit(early).mean((2, 3))), self.head(late.mean((2, 3)))
            return both if self.training else both[1]

    with torch.no_grad():
        return Network()


def _loss(answers: Any, wanted: Any, taught: Any) -> Any:
    """How far answers are from the classes, and from a teacher's softened ones; an early exit's
    count less."""
    from torch.nn.functional import cross_entropy, kl_div, log_softmax, softmax

    early, late = answers if isinstance(answers, tuple) else (None, answers)
    loss = cross_entropy(late.float(), wanted, label_smoothing=0.02)
    if early is not None:
        loss = loss + 0.3 * cross_entropy(early.float(), wanted)
    if taught is None:
        return loss
    soft = softmax(taught / SOFT, dim=1)
    apart = kl_div(log_softmax(late.float() / SOFT, dim=1), soft, reduction="batchmean")
    return 0.5 * loss + 0.5 * SOFT**2 * apart


def _resized(pictures: Any, side: int) -> Any:
    import torch

    if side == pictures.shape[-1]:
        return pictures
    weights = torch.from_numpy(area_matrix(pictures.shape[-1], side).astype(np.float32))
    return weights @ pictures @ weights.T


def folded(model: Any) -> Mapping[str, Layers]:
    """The weights of a trained network by part, batch normalisation worked into them: "trunk" (four
    convolutions and the head) and "exit" (its convolution and head)."""
    trunk = [_folded(block) for block in model.blocks]
    return {
        "trunk": [*trunk, _linear(model.head)],
        "exit": [_folded(model.exit), _linear(model.exit_head)],
    }


def _folded(block: Any) -> tuple[np.ndarray, np.ndarray]:
    convolution, norm = block[-3], block[-2]
    scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach().numpy()
    shift = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
    return convolution.weight.detach().numpy() * scale[:, None, None, None], shift


def _linear(layer: Any) -> tuple[np.ndarray, np.ndarray]:
    return layer.weight.detach().numpy(), layer.bias.detach().numpy()
