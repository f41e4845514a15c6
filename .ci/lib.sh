# shellcheck shell=bash
# What .ci/core and every suite share: the cache, and how to build, test and install things.
# Sourced at the root of the checkout.
set -euo pipefail

# Everything that outlives a run: build products, npm's packages, and which suites passed.
: "${ENVWALL_CI_CACHE:=${HOME:-/root}/.cache/envwall-ci}"
export ENVWALL_CI_CACHE
# What belongs to this run alone.
: "${ENVWALL_CI_RUN:=$(mktemp -d)}"
export ENVWALL_CI_RUN

# One set of flags for every command, so that nothing is compiled twice. Registry crates do not depend on
# where the checkout is; the workspace's own do, so their products are of no use to the next clone. Warnings are
# errors in the lints alone: the flag for it would compile every registry crate once more.
export CARGO_TARGET_DIR="$ENVWALL_CI_CACHE/target"
export CARGO_INCREMENTAL=0
# nobody debugs these, and without it they take half the space
export CARGO_PROFILE_DEV_DEBUG=none
export RUSTDOCFLAGS="-D warnings"
# a run tells of the change, not of luck: property tests try the same cases each time here, and random ones elsewhere
export PROPTEST_RNG_SEED=1
export npm_config_cache="$ENVWALL_CI_CACHE/npm"
export npm_config_prefer_offline=true npm_config_audit=false npm_config_fund=false
mkdir -p "$CARGO_TARGET_DIR" "$npm_config_cache"

step() { printf '\n== %s\n' "$*"; }

# `cargo test`, whose results the closing lines of .ci/run add up. Always with --workspace: the features of registry
# crates follow from the packages that are selected, so -p would compile them once more.
tests() { cargo test --locked --no-fail-fast "$@" 2>&1 | tee -a "$ENVWALL_CI_RUN/tests"; }

# Adds up the results of every `tests` in this run.
test_counts() {
  [[ -e "$ENVWALL_CI_RUN/tests" ]] || return 0
  awk '/^test result: / { passed += $4; failed += $6; ignored += $8; programs++ }
    END { printf "test result: %s. %d passed; %d failed; %d ignored; in %d test programs\n",
      failed ? "FAILED" : "ok", passed, failed, ignored, programs }' "$ENVWALL_CI_RUN/tests"
}

# Builds the command as users get it: sets `envwall` to its path.
build_release() {
  cargo build --release --locked -p envwall-cli
  # shellcheck disable=SC2034 # the suites read it
  envwall="$CARGO_TARGET_DIR/release/envwall"
}

# Installs the packages that a folder's package-lock.json names, from a copy of an earlier run if there is one.
node_modules() {
  local key kept
  key=$({ cat "$1/package-lock.json"; node --version; uname -m; } | sha256sum | cut -c1-16)
  kept="$ENVWALL_CI_CACHE/node_modules/$key"
  if [[ ! -d "$kept" ]]; then
    npm --prefix "$1" ci
    mkdir -p "${kept%/*}"
    rm -rf "$kept.new"
    cp -a "$1/node_modules" "$kept.new"
    mv -T "$kept.new" "$kept"
  else
    rm -rf "$1/node_modules"
    cp -a "$kept" "$1/node_modules"
  fi
  touch "$kept"
}

# Installs a Debian package unless one of its commands is there: needs PACKAGE... -- COMMAND...
needs() {
  local packages=()
  while [[ $1 != -- ]]; do packages+=("$1") && shift; done
  shift
  if ! command -v "$@" >/dev/null || (($(command -v "$@" | wc -l) < $#)); then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
  fi
}
