#!/usr/bin/env bash
# Fetches published bundles, as browsers get them, and their maps: about 390 MB from npm.
# usage: fetch.sh OUT      (each line of packages.txt: name@version|files, globs below the package)
set -euo pipefail
list="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/packages.txt"
out=${1:?where to}
mkdir -p "$out"
packed=$(mktemp -d)
trap 'rm -rf "$packed"' EXIT
while IFS='|' read -r package globs; do
  folder="$out/${package//[@\/]/_}"
  [[ -d "$folder" ]] && continue
  archive=$packed/$(cd "$packed" && npm pack --silent --ignore-scripts "$package" | tail -1)
  top=$(tar -tzf "$archive" | head -1 | cut -d/ -f1 || true)
  read -ra globs <<<"$globs"
  mkdir -p "$folder.new"
  tar -xzf "$archive" -C "$folder.new" --strip-components=1 --wildcards --wildcards-match-slash "${globs[@]/#/$top/}"
  rm "$archive"
  mv "$folder.new" "$folder"
done <"$list"
