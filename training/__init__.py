"""How the shipped reading model is made: `python -m training.train`, `.export`, `.evaluate`; see README.md."""
