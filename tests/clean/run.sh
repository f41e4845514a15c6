#!/usr/bin/env bash
# No false alarm: 300 MB of published bundles hold none of 50 random and 20 guessable secrets.
# usage: run.sh ENVWALL [FOLDER]    fetches the bundles into the folder if they are not there
set -euo pipefail
envwall=$(realpath "${1:?the binary}")
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
project=${2:-$(mktemp -d)}
[[ -n ${2:-} ]] || trap 'rm -rf "$project"' EXIT
"$here/fetch.sh" "$project"
node "$here/secrets.mjs" >"$project/.env"
printf '[client]\ninclude = ["*/**"]\n[rules]\nserver = ["GUESSABLE_*"]\n' >"$project/envwall.toml"
"$envwall" -C "$project" guard --format json >"$project/report.json" || status=$?
node "$here/verdict.mjs" "$project/report.json" "${status:-0}"
