# Two commands do all the set-up on a fresh machine: `make demo` and `make test`. `make` alone lists the others.
# Everything is installed into .venv with plain venv and pip; nothing outside this folder is touched.

PYTHON ?= python3
ARGS   ?=
BIN    := .venv/bin
STAMP  := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test lab notebooks lint format pages docs bench lock clean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## set up .venv (the other targets do it when needed)
	@:

demo: $(STAMP) ## write a synthetic corpus under demo/, load it, print the summary
	@$(BIN)/ogi demo demo/ $(ARGS)

# A file's tests stay together: they share what was made for them. In the order of the folders, so that the last ones are
# short. ARGS='-n 0 …' for one process, as a debugger needs.
test: $(STAMP) ## run all tests and doctests (ARGS='-k html' for some)
	@$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder $(ARGS)

# The lab asks for news and updates of its own accord: both off, nothing leaves this machine.
lab: $(STAMP) ## open the notebooks in JupyterLab
	@$(BIN)/python -m jupyterlab --ServerApp.root_dir=notebooks --LabApp.news_url=None \
	  --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(ARGS)

# Each page holds its figures and their script: it opens without a network. DIR: where to. Widgets' state is left out:
# a page would ask a network for the script that draws it; their summary stands there instead.
DIR ?= build/notebooks
notebooks: $(STAMP) ## run all notebooks on the demo corpus and render them to HTML (REPORTS=… for a folder of yours)
	@mkdir -p $(DIR)
	@for notebook in notebooks/*.ipynb; do \
	  name=$$(basename "$$notebook" .ipynb); echo "$$name …"; \
	  PLOTLY_RENDERER=notebook $(BIN)/python -m papermill --no-progress-bar --log-level ERROR --cwd notebooks \
	    $(if $(REPORTS),-p REPORTS "$(abspath $(REPORTS))") "$$notebook" "$(DIR)/$$name.ipynb" 2>/dev/null && \
	  $(BIN)/python -m jupyter nbconvert --log-level ERROR --to html \
	    --ClearMetadataPreprocessor.enabled=True "$(DIR)/$$name.ipynb" && rm "$(DIR)/$$name.ipynb" && \
	  $(BIN)/python notebooks/offline.py "$(DIR)/$$name.html" || exit 1; \
	done; echo "rendered to $(DIR)"

lint: $(STAMP) ## style, types, and the contract who may import whom
	@$(BIN)/ruff check --output-format=concise .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(STAMP) ## mend the style where a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

pages: $(STAMP) ## write the pages of docs/ that are made from code and suites
	@for page in gxpolars rules; do \
	  $(BIN)/python -m toolkit.$$page.page > docs/$$page.md.new && mv docs/$$page.md.new docs/$$page.md || exit 1; done

docs: pages ## write the pages made from code, and take the pictures of the tour anew (needs chromium)
	@$(BIN)/python docs/take_pictures.py

bench: $(STAMP) ## measure time and memory (some minutes)
	@$(BIN)/python tests/benchmarks/run.py $(ARGS)

lock: ## renew requirements.lock: the newest versions that pyproject.toml allows
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
	$(PYTHON) -m venv "$$work/venv" && \
	"$$work/venv/bin/python" -m pip install -qq --disable-pip-version-check -e '.[dev,lab,ocr]' && \
	"$$work/venv/bin/python" -m pip check && \
	"$$work/venv/bin/python" -m pip freeze --exclude-editable > "$$work/freeze" && \
	{ echo '# What was tested together, dev, lab and ocr included. Made by `make lock`; used as constraints by `make install`.' && \
	  LC_ALL=C grep -E '^[A-Za-z0-9._-]+==[^ @]+$$' "$$work/freeze"; } > "$$work/lock" && \
	cp "$$work/lock" requirements.lock && echo "requirements.lock: $$(grep -c == requirements.lock) packages"

clean: ## remove caches, builds and demo/ (.venv stays)
	@rm -rf build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name .venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# The stamp holds this folder's name: a venv does not survive being moved or copied, nor an install cut short.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
$(STAMP): FORCE
endif

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed. Name one so: make PYTHON=/path/to/python3.12 …'; exit 1; }
	@[ "$$(cat $(STAMP) 2>/dev/null)" = '$(CURDIR)' ] || rm -rf .venv
	@echo 'Setting up .venv (the first time takes a minute or more) …'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c requirements.lock -e '.[dev,lab,ocr]'
	@echo '$(CURDIR)' > $(STAMP)
