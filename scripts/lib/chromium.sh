# Sourced by scripts/test: the browser for the page tests. Without one, and without the right to install it, they say that they skip.
if ! command -v chromium >/dev/null && [ -z "${CHROMIUM_PATH:-}" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing Chromium (apt)"
    (export DEBIAN_FRONTEND=noninteractive
     quietly apt-get update && quietly apt-get install -y --no-install-recommends chromium) || echo "Chromium could not be installed: the page tests will say that they skip."
  else
    echo "Chromium is not installed and this user cannot install it: the page tests will say that they skip."
  fi
fi
