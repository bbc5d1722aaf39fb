"""What the reading model's encoder makes of each word: vectors inside the shipped graph, which it does not give out.

The graph file is a protobuf message, and two such messages in a row are read as one, with what repeats appended; so a
few bytes after the file name further outputs, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from counterclaim.reading.document import Document
from counterclaim.reading.model import SHIPPED, Reader

LAST = "/network/GatherElements_output_0"
"""The last layer at the first piece of each word, [1, words + 1, SIZE]; entry 0 stands for the sentence."""
INNER = "/network/bert/encoder/layer.3/output/LayerNorm/LayerNormalization_output_0"
"""The fourth of six layers, [1, pieces, SIZE]."""
SIZE = 384
_AS_THE_READER = ["SkipLayerNormFusion"]
"""Optimisations that the reader does without: with them int8 rounds otherwise."""
_MODEL_GRAPH, _GRAPH_OUTPUT, _VALUE_NAME = 7, 12, 1
"""Numbers of the fields in onnx.proto."""


class Vectors:
    """The encoder of a loaded reader; `of` gives the vectors of a document."""

    def __init__(self, reader: Reader) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        graph = (SHIPPED / "model.onnx").read_bytes() + _outputs((LAST, INNER))
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_AS_THE_READER
        )
        self._reader = reader

    def of(self, document: Document) -> list[Any]:
        """For each sentence [words + 1, 2 * SIZE], float16: the last layer, then INNER; entry 0 is the sentence."""
        return [self._sentence([t.text for t in s.tokens]) for s in document.sentences]

    def _sentence(self, words: Sequence[str]) -> Any:
        windows = list(self._windows(words))
        return np.concatenate([windows[0], *(w[1:] for w in windows[1:])]).astype(np.float16)

    def _windows(self, words: Sequence[str]) -> Iterator[Any]:
        for window in self._reader.encode(words):
            last, inner = self._session.run([LAST, INNER], self._reader.inputs(window))
            yield np.concatenate([last[0], inner[0][window.first]], axis=1)


def _outputs(names: Sequence[str]) -> bytes:
    """A model that is nothing but outputs of its graph."""
    return _field(_MODEL_GRAPH, b"".join(_field(_GRAPH_OUTPUT, _field(_VALUE_NAME, n.encode())) for n in names))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes as protobuf writes it: its number, its length, itself."""
    return bytes((number << 3 | 2,)) + _varint(len(content)) + content


def _varint(n: int) -> bytes:
    return bytes((n,)) if n < 128 else bytes((n & 127 | 128,)) + _varint(n >> 7)
