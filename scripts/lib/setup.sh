# Sourced by scripts/demo and scripts/test: what both need before they can begin.

say() { printf '\n== %s\n' "$*"; }

fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# Runs a command and shows its output only when it fails.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    rm -f "$log"
    fail "This failed: $*"
  fi
  rm -f "$log"
}

need_tools() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing: install it (package dotnet-sdk-10.0) and run this again."
  command -v node >/dev/null || fail "Node.js 20 or newer is missing: install it and run this again."
  command -v npm >/dev/null || fail "npm is missing: install it and run this again."
  case "$(dotnet --version 2>/dev/null)" in
    10.*) ;;
    *) fail "The .NET SDK 10 is missing (found: $(dotnet --list-sdks | tr '\n' ' '))." ;;
  esac
  [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || fail "Node.js 20 or newer is needed, found $(node --version)."
}

# npm_ci FOLDER WHAT: installs what the lock file says, once for each lock file.
npm_ci() {
  local stamp="$1/node_modules/.learncoin-lock"
  if ! cmp -s "$1/package-lock.json" "$stamp"; then
    say "Installing $2 (npm)"
    (cd "$1" && quietly npm ci --ignore-scripts --no-progress) || return 1
    cp "$1/package-lock.json" "$stamp"
  fi
}
