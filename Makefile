# make demo: try the product offline.  make test: the whole check.  make quick: unit tests alone.
# make test-peers: other programs open what we write.  make lock: renew the pins.
# make test-cluster: many machines, with an S3 server on loopback.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PEERS := .venv-peers/ready
CLUSTER := .venv-cluster/ready
# The folders whose tests start no process, or next to none, and crawl nothing.
QUICK := $(addprefix tests/archive/,analysis compare files knowledge model) \
  $(addprefix tests/harvester/,claims cli config content discovery foreign grammar model run)

# Many tests wait for a process or for a pause of a crawl: one worker more than there are cores.
WORKERS := $(shell expr $$(nproc) + 1)

.PHONY: demo test test-peers test-cluster quick check lock clean

# Every package is pinned by version and hash, so that nothing is left to resolve (pip 23.1 cannot:
# two packages spell lxml's extra differently); what was installed is remembered in .venv/ready.
$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

demo: $(READY)
	$(BIN)/harvest demo

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

quick: $(READY)
	$(BIN)/pytest -q -n auto --dist worksteal $(QUICK)

# Datasette, sqlite-utils, pywb, py-wacz, cdxj-indexer, FastWARC and warcio have an environment of
# their own: their needs are not ours. So has the coming Datasette 1.0.
$(PEERS): tests/peers/requirements.txt tests/peers/datasette-1.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers/datasette-1
	.venv-peers/datasette-1/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/peers/datasette-1.txt
	touch $(PEERS)

test-peers: $(READY) $(PEERS)
	PEERS_REQUIRED=1 $(BIN)/pytest tests/peers

# What speaks with S3 wants an older python-dateutil than the product pins: an environment of its own.
$(CLUSTER): requirements-cluster.txt pyproject.toml
	$(PYTHON) -m venv .venv-cluster
	.venv-cluster/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-cluster.txt
	.venv-cluster/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(CLUSTER)

test-cluster: $(CLUSTER)
	CLUSTER_REQUIRED=1 .venv-cluster/bin/python -m pytest -n $(WORKERS) --dist worksteal tests/archive/cluster tests/harvester/cluster

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra cluster-dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements-cluster.txt
	$(BIN)/uv pip compile tests/peers/requirements.in --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file tests/peers/requirements.txt
	$(BIN)/uv pip compile tests/peers/datasette-1.in --universal --python-version 3.11 --upgrade --prerelease allow \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file tests/peers/datasette-1.txt

clean:
	rm -rf .venv .venv-peers .venv-cluster demo-archive build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
