# Two commands matter: `make run` and `make test`. Each installs what it needs into .tools/ first.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check page npm binary tools test-tools fmt doc bench coverage fuzz mutants audit screenshots clean

with := scripts/with-tools.sh

help: ## Say what there is
	@echo 'usage: make TARGET'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

run: page binary ## Build everything and start the console beside a sandbox (ARGS="--listen …")
	@scripts/run.sh $(ARGS)

test: page npm test-tools ## Run every suite: native, WASM and the npm package in Node and in Chromium, end to end
	@scripts/test.sh

check: tools ## Format, dependencies, lints as errors and documentation, without running a test
	@scripts/check.sh

page: tools ## Build the page into dist/
	@scripts/page.sh

npm: tools ## Build the npm package into npm/dist/
	@scripts/npm.sh

binary: tools ## Build the release binary, with the page in it if dist/ is there
	@$(with) cargo build --release --package tidings

tools: ## Install what building needs into .tools/
	@scripts/setup/page-tools.sh

test-tools: tools ## Install what the suites need on top
	@scripts/setup/test-tools.sh

fmt: tools ## Format the Rust sources
	@$(with) cargo fmt --all

doc: tools ## Build the crates' documentation into target/doc
	@$(with) cargo doc --workspace --no-deps

bench: tools test-tools ## Measure the core beside its peers into docs/benchmarks.md (ARGS=--quick to try)
	@scripts/bench.sh $(ARGS)

coverage: tools ## Say which lines of the core no test runs; fails below 95 %
	@scripts/coverage.sh

fuzz: tools ## Look for inputs that break the core, TIME seconds (600) a target (needs rustup)
	@scripts/fuzz.sh

mutants: tools ## Put faults into the core and list those that no test notices (FILES="core/src/retry.rs …")
	@scripts/mutants.sh $(FILES)

audit: tools ## Look dependencies up in the RustSec advisories (needs the network)
	@scripts/audit.sh

screenshots: page test-tools ## Photograph every page and state into screenshots/
	@scripts/screenshots.sh

clean: ## Remove what was built and installed here (never data/)
	rm -rf target dist screenshots .tools
