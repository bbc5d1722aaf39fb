"""What a release is made and checked with: `python -m release` says how."""
