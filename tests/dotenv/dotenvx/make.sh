#!/bin/sh
# Makes `encrypted.env` and `keys.env` next to it: made-up values, encrypted by dotenvx itself.
# Needs `npm ci` in tests/dotenv/oracle.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > .env <<'VALUES'
PAY_SECRET=r8T2y6U1p4W9x3Z7q5V0
DATABASE_URL="postgres://shop:${PAY_SECRET}@db.example.com/shop"
VITE_TITLE=Harbor
VALUES
"$here/../oracle/node_modules/.bin/dotenvx" encrypt
grep -v '^#' .env > "$here/encrypted.env"
grep -v '^#' .env.keys > "$here/keys.env"
