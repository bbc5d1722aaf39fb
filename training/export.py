"""Export a run as the shipped model: python -m training.export --run RUN --out MODEL

Writes model.onnx (int8 weights), vocab.txt and meta.json with their checksums; --float32 FILE also keeps the graph
before quantisation. The graph takes one sentence: pieces and shapes [1, pieces] and first [1, words], where entry 0
stands for the root; see docs/decisions/model-quantisation.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from training import chain, encoder
from training.network import Network

OPSET = 17
ONLY_TRAINED = {"mention"}
"""Layers that help the encoder to learn and are not needed at run time."""
ATTENTION_HEADS, WIDTH = 12, 384
"""Of all-MiniLM-L6-v2."""
INPUTS = ("pieces", "shapes", "first")
DIFFERENCE = 2e-3
"""The largest difference from the network's scores at which the exported graph still counts as the same."""


class _OneSentence(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        outputs: tuple[Tensor, ...] = self.network(pieces, mask, shapes, first)
        return outputs


def load_network(run: Path, weights: Path) -> tuple[Network, dict[str, Any]]:
    """The network of a run as its last checkpoint left it, and the description for run time."""
    meta = json.loads((run / "meta.json").read_text(encoding="utf-8"))
    network = Network(weights, meta["labels"])
    network.bert.set_attn_implementation("eager")
    network.load_state_dict(torch.load(run / "checkpoint.pt", weights_only=False)["network"])
    for layer in ONLY_TRAINED & set(network.layers):
        del network.layers[layer], network.orders[layer], meta["labels"][layer]
    meta["transitions"] = {name: _order(order, meta["labels"][name]) for name, order in network.orders.items()}
    meta["viterbi"] = dict.fromkeys(meta["transitions"], 1.0)
    meta["outside"] = dict.fromkeys(meta["transitions"], 0.0)
    return network.eval(), meta


def _order(learnt: Tensor, labels: Sequence[str]) -> list[list[float]]:
    """The scores of a label after another, the last row for the first word."""
    rows = zip(learnt.tolist(), chain.allowed(labels), strict=True)
    return [
        [round(score, 4) if may else chain.NEVER for score, may in zip(row, mays, strict=True)] for row, mays in rows
    ]


def outputs(network: Network) -> list[str]:
    return [*network.layers, "arc", "dep"]


def example(pieces: int, words: int, seed: int) -> tuple[Tensor, ...]:
    """A sentence of nonsense as the graph's inputs."""
    generator = torch.Generator().manual_seed(seed)
    return (
        torch.randint(1000, 20000, (1, pieces), generator=generator),
        torch.randint(0, 4, (1, pieces), generator=generator),
        torch.arange(0, words)[None],
    )


def export_float32(network: Network, path: Path) -> None:
    """The network as a graph of fused operators, without the attention mask that one sentence does not need."""
    names = outputs(network)
    axes = {"pieces": {1: "pieces"}, "mask": {1: "pieces"}, "shapes": {1: "pieces"}, "first": {1: "words"}}
    axes |= {name: {1: "words"} for name in names}
    axes["arc"][2], axes["dep"][3] = "words", "words"
    pieces, shapes, first = example(19, 7, 1)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            _OneSentence(network).eval(),
            (pieces, torch.ones_like(pieces), shapes, first),
            str(raw),
            input_names=["pieces", "mask", "shapes", "first"],
            output_names=names,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        options.enable_skip_layer_norm = False
        options.enable_bias_skip_layer_norm = False
        fused = optimizer.optimize_model(
            str(raw), "bert", ATTENTION_HEADS, WIDTH, optimization_options=options, opt_level=0, use_gpu=False
        )
        for node in fused.get_nodes_by_op_type("Attention"):
            node.input[3] = ""
        fused.prune_graph()
        fused.save_model_to_file(str(path))


def quantise(source: Path, target: Path) -> None:
    """int8 weights, scaled by column; activations are scaled at run time by the sentence's own range."""
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def difference(network: Network, path: Path) -> float:
    """The largest difference between the network's scores and the graph's, on a sentence it was not exported with."""
    pieces, shapes, first = example(23, 9, 2)
    with torch.inference_mode():
        expected = network(pieces, torch.ones_like(pieces), shapes, first)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {name: tensor.numpy() for name, tensor in zip(INPUTS, (pieces, shapes, first), strict=True)}
    found = session.run(outputs(network), feed)
    return max(float(np.abs(e.numpy() - f).max()) for e, f in zip(expected, found, strict=True))


def describe(meta: dict[str, object], folder: Path) -> None:
    """Write meta.json with the checksums of the other files."""
    meta["sha256"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "vocab.txt")
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="the folder that training.train wrote")
    encoder.add_argument(parser)
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model")
    parser.add_argument("--float32", type=Path, help="where to keep the graph before quantisation")
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    network, meta = load_network(given.run, given.encoder)
    with tempfile.TemporaryDirectory() as folder:
        whole = given.float32 or Path(folder) / "float32.onnx"
        export_float32(network, whole)
        found = difference(network, whole)
        if found > DIFFERENCE:
            raise SystemExit(f"The exported graph differs from the network by {found:.4f}, more than {DIFFERENCE}.")
        quantise(whole, given.out / "model.onnx")
    shutil.copy(given.encoder / "vocab.txt", given.out / "vocab.txt")
    describe(meta, given.out)
    size = (given.out / "model.onnx").stat().st_size / 1e6
    print(f"{given.out / 'model.onnx'}: {size:.1f} MB; float32 graph within {found:.5f} of the network")


if __name__ == "__main__":
    main()
