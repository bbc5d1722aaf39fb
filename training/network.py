"""One encoder and its heads on words: layers of labels, arcs and relations.

A word is represented by its first piece, the root of the tree by [CLS] (entry 0 of every sequence of words). To add a
layer of labels, give sentences a layer of that name and list its labels in `train.Corpus.labels`: its head is one
linear map, and for a layer of spans the scores of each label after another (`orders`, the last row for the first word).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

ARC_WIDTH, RELATION_WIDTH = 256, 64
DROPOUT, PARSER_DROPOUT = 0.1, 0.2
SHAPES = 4
"""Kinds of capitals, given to the uncased encoder as token types: counterclaim.reading.wordpiece.shape."""


class Network(nn.Module):
    """pieces, mask, shapes [batch, pieces] and first [batch, words] -> scores of every head."""

    def __init__(self, encoder: Path, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="sdpa")
        self.bert.embeddings.token_type_embeddings = _shape_embeddings(self.bert.embeddings.token_type_embeddings)
        self.bert.config.type_vocab_size = SHAPES
        width = self.bert.config.hidden_size
        self.layers = nn.ModuleDict({name: nn.Linear(width, len(labels[name])) for name in labels if name != "dep"})
        chains = {name: len(kinds) for name, kinds in labels.items() if kinds[0] == "O"}
        self.orders = nn.ParameterDict({name: nn.Parameter(torch.zeros(n + 1, n)) for name, n in chains.items()})
        self.dropout, self.parser_dropout = nn.Dropout(DROPOUT), nn.Dropout(PARSER_DROPOUT)
        self.activation = nn.LeakyReLU(0.1)
        self.arc_dependent, self.arc_head = nn.Linear(width, ARC_WIDTH), nn.Linear(width, ARC_WIDTH)
        self.arc = nn.Linear(ARC_WIDTH, ARC_WIDTH)
        self.relation_dependent, self.relation_head = nn.Linear(width, RELATION_WIDTH), nn.Linear(width, RELATION_WIDTH)
        self.relations = len(labels["dep"])
        self.relation = nn.Linear(RELATION_WIDTH + 1, self.relations * (RELATION_WIDTH + 1), bias=False)
        self.arc_scale = 4 * ARC_WIDTH**-0.5
        nn.init.orthogonal_(self.arc.weight)
        nn.init.zeros_(self.arc.bias)
        nn.init.normal_(self.relation.weight, std=0.05)

    def words(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> Tensor:
        """[batch, words, width]"""
        hidden: Tensor = self.bert(input_ids=pieces, token_type_ids=shapes, attention_mask=mask).last_hidden_state
        gathered: Tensor = self.dropout(hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])))
        return gathered

    def arcs(self, words: Tensor) -> Tensor:
        """[batch, dependent, head]"""
        dependent = self.parser_dropout(self.activation(self.arc_dependent(words)))
        head = self.parser_dropout(self.activation(self.arc_head(words)))
        scores: Tensor = torch.matmul(self.arc(dependent), head.transpose(1, 2)) * self.arc_scale
        return scores

    def relations_to(self, words: Tensor, heads: Tensor) -> Tensor:
        """The relations of each word to its given head: heads [batch, words] -> [batch, words, relation]"""
        crossed, head = self._crossed(words)
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return torch.matmul(crossed, chosen.unsqueeze(-1)).squeeze(-1)

    def all_relations(self, words: Tensor) -> Tensor:
        """[batch, dependent, relation, head]"""
        crossed, head = self._crossed(words)
        batch, size, relations, width = crossed.shape
        flat = crossed.reshape(batch, size * relations, width)
        return torch.matmul(flat, head.transpose(1, 2)).view(batch, size, relations, size)

    def forward(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """The outputs of the exported graph: each layer in the order of the labels, then arcs, then relations."""
        words = self.words(pieces, mask, shapes, first)
        return (*(layer(words) for layer in self.layers.values()), self.arcs(words), self.all_relations(words))

    def _crossed(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Dependents through the map [batch, words, relation, width + 1], and heads [batch, words, width + 1]."""
        dependent = self.parser_dropout(self.activation(self.relation_dependent(words)))
        head = self.parser_dropout(self.activation(self.relation_head(words)))
        one = torch.ones_like(head[..., :1])
        crossed = self.relation(torch.cat([dependent, one], -1))
        batch, size, _ = dependent.shape
        return crossed.view(batch, size, self.relations, RELATION_WIDTH + 1), torch.cat([head, one], -1)


def _shape_embeddings(token_types: nn.Embedding) -> nn.Embedding:
    """Four embeddings that start at the encoder's first token type, the other three a little beside it."""
    shapes = nn.Embedding(SHAPES, token_types.embedding_dim)
    with torch.no_grad():
        shapes.weight.copy_(token_types.weight[:1].repeat(SHAPES, 1))
        shapes.weight[1:] += torch.randn(SHAPES - 1, token_types.embedding_dim) * 0.02
    return shapes
