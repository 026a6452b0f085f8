# Every target sets itself up: `make demo` and `make test` need Python 3.11 and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
EXAMPLES := examples/articles
CASSETTES := cassettes/examples
OUT ?= out
PEERS := .venv-peers
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help setup demo replay test test-slow lint schemas record pin quality bench-reading \
  bench-cleaning lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## make .venv with everything, from requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## fetch the model, extract the example articles, show the records
	$(BIN)/llmextract extract $(EXAMPLES) -o $(OUT)/demo --model embedded
	$(BIN)/llmextract show $(OUT)/demo

replay: $(READY)  ## the same records in seconds, from recorded exchanges
	$(BIN)/llmextract extract $(EXAMPLES) -o $(OUT)/replay --replay $(CASSETTES)
	$(BIN)/llmextract show $(OUT)/replay

test: $(READY)  ## the tests: offline, without weights, under three minutes
	$(BIN)/python -m pytest

test-slow: $(READY)  ## the tests that need the model's weights or minutes
	$(BIN)/python -m pytest -m slow

lint: $(READY)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

schemas: $(READY)  ## write schemas/ anew from the models
	$(BIN)/python -m llmextract.schemas.export schemas

record: $(READY)  ## record the exchanges of the example articles with the embedded model
	$(BIN)/llmextract cassettes record $(EXAMPLES) -o $(CASSETTES) --model embedded

pin: $(READY)  ## take the scores of the recorded examples as the pinned ones
	$(BIN)/python benchmarks/quality/gate.py --pin

$(PEERS)/%/ready: benchmarks/quality/peers/requirements-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

quality: $(READY) $(PEERS)/langextract/ready $(PEERS)/instructor/ready $(PEERS)/openai/ready  ## beside peers, with the same model (an hour or more)
	$(BIN)/python benchmarks/quality/altered.py $(PEERS)/langextract/bin/python
	$(BIN)/python benchmarks/quality/compare.py --pythons $(PEERS) --out $(OUT)/quality/examples
	test ! -d $(SHARED)/gold || $(BIN)/python benchmarks/quality/compare.py --pythons $(PEERS) \
	  --articles $(SHARED)/articles --gold $(SHARED)/gold --out $(OUT)/quality/articles

bench-reading: $(READY)  ## measure reading on SHARED beside other libraries
	$(BIN)/python benchmarks/reading --data $(SHARED)/data

bench-cleaning: $(READY) $(PEERS)/cleaning/ready  ## measure cleaning on SHARED beside other extractors
	$(BIN)/python benchmarks/cleaning $(SHARED)/data --peers $(PEERS)/cleaning/bin/python

$(PEERS)/cleaning/ready: benchmarks/cleaning/requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

lock: $(READY)  ## pin the newest versions that fit, with hashes
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes \
	  --extra dev --extra export --extra local --extra otel --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file requirements.lock pyproject.toml

clean:  ## remove what the targets made here
	rm -rf $(VENV) $(PEERS) $(OUT) dist build
