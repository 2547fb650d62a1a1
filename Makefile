# Two commands do everything: `make site` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PORT ?= 8000

.PHONY: site test lint bench bench-check lock clean java browser vendor clients sssom ontospy virtuoso

site: $(STAMP) java vendor
	$(BIN)/carbonlex build --out site/public $(if $(CARBONLEX_WITHOUT_JAVA),--without-reasoner)
	@echo "or serve it: $(BIN)/python -m http.server $(PORT) --directory site/public"

test: $(STAMP) java browser vendor clients sssom virtuoso lint
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal --cov=carbonlex --cov-report=term --cov-fail-under=$(COVERAGE)

COVERAGE ?= 90

lint: $(STAMP)
	$(BIN)/ruff check src tests
	$(BIN)/mypy

# The jobs of the program beside their peers: make bench, or make bench SIZES="400 100000" JOBS="one forms" OUT=figures.json; KEEP=1 keeps the
# ratios. make bench-check compares with those that are kept, and tells what got worse.
SIZES ?= 400 10000
JOBS ?=
OUT ?=
BENCH = $(BIN)/python tests/benchmarks/bench.py $(addprefix --size ,$(SIZES)) $(addprefix --job ,$(JOBS)) $(if $(OUT),--out $(OUT))
bench: $(STAMP) ontospy
	$(BENCH) $(if $(KEEP),--keep)

bench-check: $(STAMP) ontospy
	$(BENCH) --check

# The environment, from the lock file with hashes; the project itself is installed in place. Compiled at once: where Python is told
# not to write its bytecode, every command would compile again all that it imports, which takes longer than to check a record.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --requirement requirements.lock
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

# $(call debian,what,packages): installs Debian's packages where that may be done; fails elsewhere.
debian = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && echo "Installing $(1)" && apt-get update -qq && \
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) >/dev/null; }

# The reasoner always runs, in the site and in the tests; only CARBONLEX_WITHOUT_JAVA=1 says that it may be left out.
java:
	@[ -n "$(CARBONLEX_WITHOUT_JAVA)" ] || command -v java >/dev/null 2>&1 || \
	  $(call debian,a Java runtime for the reasoner,default-jre-headless) || \
	  { echo "There is no Java runtime, which the reasoner needs. Install one, for example default-jre-headless;"; \
	    echo "or say CARBONLEX_WITHOUT_JAVA=1: then nothing is inferred, and the tests of the reasoner are skipped."; exit 1; }

browser:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
	  $(call debian,Chromium for the tests in a browser,chromium) || \
	  echo "There is no Chromium: no page will be opened in a browser. Install it, for example the package chromium."

virtuoso:
	@command -v virtuoso-t >/dev/null 2>&1 || \
	  $(call debian,Virtuoso for the tests of stores elsewhere,--no-install-recommends virtuoso-opensource-7-bin) || \
	  echo "There is no Virtuoso: nothing is pushed to one. Install it, for example the package virtuoso-opensource."

# What the query page runs, from the lock file with hashes. No script of a package is run (.npmrc).
ifeq ($(shell command -v npm 2>/dev/null),)
vendor:
	@echo "There is no npm: the site is made without the engine of its query page, and the page says so. Install Node.js 20 or newer with npm."
clients: ;
else
vendor: site/vendor/.ready
clients: tests/serve/clients/node_modules/.ready
endif

node_modules/.ready: package.json package-lock.json .npmrc
	npm ci
	@touch $@

# Clients of the SPARQL protocol that ask the server in the tests.
tests/serve/clients/node_modules/.ready: $(addprefix tests/serve/clients/,package.json package-lock.json .npmrc)
	cd tests/serve/clients && npm ci
	@touch $@

site/vendor/.ready: node_modules/.ready $(wildcard site/query/*)
	node site/query/bundle.mjs
	@touch $@

# The reader of mapping sets, which brings too much for our own environment.
SSSOM := tests/exports/sssom
sssom: $(SSSOM)/.venv/.ready
$(SSSOM)/.venv/.ready: $(SSSOM)/requirements.lock $(STAMP)
	$(PYTHON) -m venv $(SSSOM)/.venv
	$(BIN)/python -m uv pip install --quiet --python $(SSSOM)/.venv/bin/python --require-hashes --requirement $(SSSOM)/requirements.lock
	@touch $@

# Another maker of pages from ontologies, beside which ours is measured.
ONTOSPY := tests/benchmarks/ontospy
ontospy: $(ONTOSPY)/.venv/.ready
$(ONTOSPY)/.venv/.ready: $(ONTOSPY)/requirements.lock $(STAMP)
	$(PYTHON) -m venv $(ONTOSPY)/.venv
	$(BIN)/python -m uv pip install --quiet --python $(ONTOSPY)/.venv/bin/python --compile-bytecode --require-hashes --requirement $(ONTOSPY)/requirements.lock
	@touch $@

lock:
	$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --group dev pyproject.toml --output-file requirements.lock
	$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 $(SSSOM)/requirements.in --output-file $(SSSOM)/requirements.lock
	$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 $(ONTOSPY)/requirements.in --output-file $(ONTOSPY)/requirements.lock

clean:
	rm -rf $(VENV) $(SSSOM)/.venv $(ONTOSPY)/.venv site/public dist node_modules tests/serve/clients/node_modules
	find site/vendor -mindepth 1 ! -name README.md -delete
