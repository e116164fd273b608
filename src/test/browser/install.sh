#!/bin/sh
# Installs what the browser tests need and is missing: Chromium, node and npm (Debian's packages, as root) and two npm
# packages into target/browser. DashboardBrowserTest runs it; nothing is fetched when everything is there.
set -eu
cd "$(dirname "$0")/../../.."

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "missing:$missing; only root on Debian can install them here" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o Acquire::http::Timeout=30 update -qq
  # shellcheck disable=SC2086 # a list of packages
  apt-get -o Acquire::http::Timeout=30 install -y -qq --no-install-recommends $missing >/dev/null
fi

mkdir -p target/browser
if ! cmp -s src/test/browser/package-lock.json target/browser/installed-lock.json; then
  cp src/test/browser/package.json src/test/browser/package-lock.json target/browser/
  (cd target/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --silent --prefer-offline)
  cp src/test/browser/package-lock.json target/browser/installed-lock.json
fi
echo "Chromium: $(chromium --version --no-sandbox 2>/dev/null)"
