#!/usr/bin/env bash
# Makes words.fst from common.txt and the frequency lists of zxcvbn (Dropbox, MIT), or fails if it would differ.
# usage: make.sh [--check]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
archive=$(cd "$new" && npm pack --silent --ignore-scripts zxcvbn@4.4.2)
tar -xzf "$new/$archive" -C "$new"
# each word with its rank in the list that has it first; nothing is more common than what configurations are made of
node --eval '
  const lists = Object.values(require(process.argv[1]));
  const ranks = new Map();
  for (const words of lists) {
    words.forEach((word, index) => ranks.set(word, Math.min(index + 1, ranks.get(word) ?? Infinity)));
  }
  const common = require("node:fs").readFileSync("common.txt", "utf8").trim().split("\n");
  common.forEach((word) => ranks.set(word, 1));
  for (const [word, rank] of ranks) console.log(`${rank} ${word}`);
' "$new/package/lib/frequency_lists.js" >"$new/words"
cargo run --quiet --locked --example pack_words -- "$new/words" "$new/words.fst"
if [[ ${1:-} == --check ]]; then
  cmp "$new/words.fst" words.fst
else
  mv "$new/words.fst" words.fst
fi
