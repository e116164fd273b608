#!/bin/sh
# Installs what the browser tests need and is missing: Chromium (Debian's package, as root) and two npm packages into
# target/browser. Run it once; DashboardBrowserTest runs whenever all of it is there.
set -eu
cd "$(dirname "$0")/../../.."

if ! command -v chromium >/dev/null 2>&1; then
  apt-get update -qq
  apt-get install -y -qq chromium >/dev/null
fi
mkdir -p target/browser
cp src/test/browser/package.json src/test/browser/package-lock.json target/browser/
cd target/browser
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --silent
echo "Chromium: $(chromium --version --no-sandbox 2>/dev/null)"
