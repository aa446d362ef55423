# Two commands matter: `make run` and `make test`. Each installs what it needs into .tools/ first.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run page binary tools fmt doc bench clean

with := scripts/with-tools.sh

help: ## Say what there is
	@echo 'usage: make TARGET'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

run: page binary ## Build everything and start the console beside a sandbox (ARGS="--listen …")
	@scripts/run.sh $(ARGS)

page: tools ## Build the page into dist/
	@scripts/page.sh

binary: tools ## Build the binary, with the page in it if dist/ is there
	@$(with) cargo build --package tidings

tools: ## Install what building needs into .tools/
	@scripts/setup/page-tools.sh

fmt: tools ## Format the Rust sources
	@$(with) cargo fmt --all

doc: tools ## Build the crates' documentation into target/doc
	@$(with) cargo doc --workspace --no-deps

bench: tools ## Run the benchmarks
	@$(with) cargo bench --workspace --exclude tidings-web --benches

clean: ## Remove what was built and installed here (never data/)
	rm -rf target dist screenshots .tools
