"""What reading processes have in common: forked behind the import of this module, they share the model's memory.

It is imported by no other module of the package, only by name in the process that `counterclaim.processes` forks from;
what is wrong with a model is told by whoever reads with it.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from counterclaim import reading
from counterclaim.errors import ModelError

with suppress(ModelError):
    reading.model.load()
gc.freeze()
