# shellcheck shell=sh disable=SC2034
# The versions of everything that is not in Cargo.lock, and of what must agree with it.

# The pin that rustup itself obeys.
RUST_VERSION=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)

# The command-line tool must be exactly the crate's version.
WASM_BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p;}' Cargo.lock)

# The newest that Rust 1.95 builds; Trunk.toml demands the same.
TRUNK_VERSION=0.21.14

CARGO_DENY_VERSION=0.20.2

# The npm package that carries wasm-opt.
BINARYEN_VERSION=132.0.0

# The npm package of Node.js, where the machine's own is too old for the WASM suites.
NODE_VERSION=22.23.3

# Genesys' own client libraries, from PyPI and npm: the sandbox is judged by them.
GENESYS_PYTHON_VERSION=269.0.0
GENESYS_JAVASCRIPT_VERSION=262.0.0

# What `make bench` compares with: from PyPI …
PYDANTIC_VERSION=2.14.3
MSGSPEC_VERSION=0.22.0
# … and from npm, where esbuild makes the peers one file for Node.js and for the browser.
AJV_VERSION=8.20.0
ZOD_VERSION=4.6.7
TYPEBOX_VERSION=0.34.52
ESBUILD_VERSION=0.28.2

# What measures the tests: line coverage, fuzzing, mutation testing.
CARGO_LLVM_COV_VERSION=0.9.1
CARGO_FUZZ_VERSION=0.13.2
CARGO_MUTANTS_VERSION=27.1.0

# libFuzzer's instrumentation is a nightly's; nothing else here uses one.
FUZZ_RUST_VERSION=nightly-2026-05-20

# What the npm package is tried with, from npm: TypeScript's compiler and a bundler.
TYPESCRIPT_VERSION=7.0.2
VITE_VERSION=8.3.8
