#!/usr/bin/env bash
# Builds the examples again from their lock files.
#
#   examples/rebuild.sh        replaces each example's committed dist/
#   examples/rebuild.sh OUT    leaves them alone and writes OUT/<example>/{dist,envwall.toml,.env}
set -euo pipefail

out=${1:+$(mkdir -p "$1" && cd "$1" && pwd)}
cd "$(dirname "${BASH_SOURCE[0]}")"

# the examples' own .env files decide, not the shell
unset NODE_ENV PORT WEATHER_API_KEY "${!VITE_@}"

rebuild() {
  local name=$1 target=dist
  # next to dist/, because a source map holds the way from the output to the source
  [[ -z $out ]] || target=.fresh-dist
  (
    cd "$name"
    npm ci --no-audit --no-fund
    npx --no-install tsc --noEmit
    npx --no-install vite build --outDir "$target" --emptyOutDir
  )
  [[ -n $out ]] || return 0
  rm -rf "${out:?}/$name"
  mkdir -p "$out/$name"
  mv "$name/$target" "$out/$name/dist"
  cp "$name/envwall.toml" "$name/.env" "$out/$name/"
}

trap 'rm -rf weather-leaky/.fresh-dist weather/.fresh-dist' EXIT
rebuild weather-leaky
rebuild weather
