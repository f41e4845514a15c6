#!/usr/bin/env bash
# Counts the instructions of scans of generated inputs, and fails if a count in bench/instructions.json has grown by more
# than 5 %.
#
# usage: instructions.sh [--update] [ENVWALL]
#   --update   writes bench/instructions.json instead
#   ENVWALL    the binary; built if it is not given
#
# Unlike seconds, instructions do not depend on what else a machine does. They depend on the compiler, on the versions of
# crates and on the instruction set that valgrind finds. Needs Node and valgrind (Debian: `apt-get install valgrind`).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
update=
if [[ ${1:-} == --update ]]; then
  update=--update
  shift
fi
if (($# == 0)); then
  cargo build --release --locked -p envwall-cli
  set -- "${CARGO_TARGET_DIR:-target}/release/envwall"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node bench/instructions.mjs "$(realpath "$1")" "$work" $update
