"""Benchmarks: predictions of the reader in public formats, their scores, and the floors that only rise."""
