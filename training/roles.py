"""Learning eval/muc/network.py: which parts the things of a report took, given the incidents that its key has."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from eval.muc.network import LATEST, Network, Things
from eval.muc.vectors import SIZE

WIDTH, OWN = 128, 64
"""Numbers of a mention and of a thing's features."""
DROPPED, DECAY = 0.3, 0.05
EPOCHS, BATCH, RATE = 5, 8, 1.5e-3
FASTER = {"bag": 2.0, "direct": 3.0}
"""How much faster the numbers of features are learnt, which are seldom seen."""
SELDOM = -2.5
"""Log-odds of any part before anything is learnt."""


@dataclass(frozen=True)
class Lesson:
    """A report's things with what the key says of each in each incident: `answers` and `asked` are [things, incidents
    * roles], 0 or 1; what is not asked (an incident that the key lacks, an optional part) teaches nothing."""

    things: Things
    answers: Any
    asked: Any


class Roles(nn.Module):
    """The network of eval/muc/network.py, with dropout; its parameters have the same names there."""

    def __init__(self, features: int, outputs: int) -> None:
        super().__init__()
        self.mention = nn.Linear(4 * SIZE, WIDTH)
        self.own = nn.Linear(OWN, WIDTH)
        self.bag = nn.Parameter(torch.randn(features, OWN) * 0.05)
        self.direct = nn.Parameter(torch.zeros(features, outputs))
        self.place = nn.Parameter(torch.randn(LATEST + 1, WIDTH) * 0.1)
        self.norm = nn.LayerNorm(WIDTH)
        self.hidden = nn.Linear(2 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, outputs)
        self.dropped = nn.Dropout(DROPPED)
        nn.init.constant_(self.out.bias, SELDOM)

    def forward(self, batch: Mapping[str, Any]) -> Any:
        """Log-odds [things, incidents * roles]."""
        features, offsets, thing = batch["features"], batch["offsets"], batch["thing"]
        own = functional.embedding_bag(features, self.bag, offsets, mode="sum") * batch["scale"]
        x = self.mention(self.dropped(batch["mentions"])) + self.own(self.dropped(own))[thing]
        x = self.norm(self.dropped(x + self.place[batch["sentence"]]))
        shape = (len(offsets), WIDTH)
        mean = torch.zeros(shape).index_add_(0, thing, x) / batch["count"]
        most = torch.full(shape, -torch.inf).scatter_reduce(0, thing[:, None].expand_as(x), x, "amax")
        pooled = self.dropped(torch.cat([mean, most], 1))
        direct = functional.embedding_bag(features, self.direct, offsets, mode="sum")
        z: Any = self.out(self.dropped(functional.relu(self.hidden(pooled)))) + direct
        return z


def learn(lessons: Sequence[Lesson], names: Sequence[str], seed: int = 0) -> Network:
    """The network after EPOCHS passes over the lessons in an order of chance, the same for the same seed."""
    torch.manual_seed(seed)
    order, chance = list(range(len(lessons))), random.Random(seed)
    roles = Roles(len(names), lessons[0].answers.shape[1]).train()
    groups = [
        {"params": [p], "lr": RATE * FASTER.get(name, 1.0), "weight_decay": DECAY}
        for name, p in roles.named_parameters()
    ]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    steps = EPOCHS * math.ceil(len(lessons) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for at in range(0, len(order), BATCH):
            rows = batch([lessons[i] for i in order[at : at + BATCH]])
            lost = functional.binary_cross_entropy_with_logits(roles(rows), rows["answers"], reduction="none")
            optimiser.zero_grad()
            ((lost * rows["asked"]).sum() / BATCH).backward()
            nn.utils.clip_grad_norm_(roles.parameters(), 5.0)
            optimiser.step()
            schedule.step()
    arrays = {name: p.detach().numpy() for name, p in roles.named_parameters()}
    return Network(arrays, {name: k for k, name in enumerate(names)})


def batch(lessons: Sequence[Lesson]) -> dict[str, Any]:
    """Lessons one behind the other."""
    things = [lesson.things for lesson in lessons]
    sizes = [len(t.features) for t in things]
    features = [f for t in things for f in t.features]
    lengths = np.array([len(f) for f in features])
    thing = np.concatenate([t.thing + before for t, before in zip(things, np.cumsum([0, *sizes]), strict=False)])
    arrays = {
        "mentions": np.concatenate([t.mentions for t in things]).astype(np.float32),
        "sentence": np.concatenate([t.sentence for t in things]),
        "thing": thing,
        "count": np.bincount(thing, minlength=len(features)).astype(np.float32)[:, None],
        "features": np.concatenate(features),
        "offsets": np.cumsum([0, *lengths[:-1]]),
        "scale": (1 / np.sqrt(np.maximum(lengths, 1))).astype(np.float32)[:, None],
        "answers": np.concatenate([lesson.answers for lesson in lessons]).astype(np.float32),
        "asked": np.concatenate([lesson.asked for lesson in lessons]).astype(np.float32),
    }
    return {name: torch.from_numpy(array) for name, array in arrays.items()}
