# shellcheck shell=bash
# Sourced by the scripts beside this one: looks for what a build needs and installs what is missing.

say() { printf '%s\n' "$*" >&2; }

# Ends the script unless a Swift toolchain of the right version is there.
require_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        say "Quaestor is written in Swift, and no Swift toolchain was found (no \`swift\` in PATH)."
        say "Install Swift 6.3 or later from https://www.swift.org/install/linux/ and run this again."
        exit 1
    fi
    local version major minor
    version="$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)"
    read -r major minor <<<"$version" || true
    if [ -n "$version" ] && { [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 1 ]; }; }; then
        say "Swift $major.$minor is too old: Quaestor needs Swift 6.1 or later (https://www.swift.org/install/linux/)."
        exit 1
    fi
}

# The Debian packages, one a line, that a build needs and that are not there.
missing_for_build() {
    command -v pkg-config >/dev/null 2>&1 || echo pkg-config
    [ -e /usr/include/histedit.h ] || echo libedit-dev
    [ -e /usr/include/zlib.h ] || echo zlib1g-dev
    [ -e /usr/include/expat.h ] || echo libexpat1-dev
    [ -e /usr/include/stdio.h ] || echo libc6-dev
    compgen -G '/usr/lib/gcc/*/*/libstdc++.so' >/dev/null || echo libstdc++-12-dev
    command -v git >/dev/null 2>&1 || echo git
}

# The packages that only the tests of the terminal need.
missing_for_terminal_tests() {
    command -v tmux >/dev/null 2>&1 || echo tmux
    command -v python3 >/dev/null 2>&1 || echo python3
    /usr/bin/python3 -c 'import pyte' >/dev/null 2>&1 || echo python3-pyte
}

# The packages that only the injection of faults needs.
missing_for_faults() {
    command -v strace >/dev/null 2>&1 || echo strace
    command -v python3 >/dev/null 2>&1 || echo python3
}

# The packages that only the comparison with SQLite needs.
missing_for_differential_tests() {
    [ -e /usr/include/sqlite3.h ] || echo libsqlite3-dev
}

# The packages that only the comparison with DuckDB needs.
missing_for_comparison() {
    command -v python3 >/dev/null 2>&1 || echo python3
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || echo python3-venv
}

# Installs the named packages; fails with advice when that cannot be done. Names no package manager when there is
# nothing to install.
install_packages() {
    [ "$#" -gt 0 ] || return 0
    local as_root=()
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Missing: $*. There is no apt-get here: install them with this system's package manager."
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "Missing: $*. Install them as root: apt-get install $*"
            return 1
        fi
        as_root=(sudo)
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -y)
    say "Installing $* …"
    # The package lists are read anew only when the installation fails without.
    if ! "${apt[@]}" install --no-install-recommends "$@" >/dev/null 2>&1; then
        "${apt[@]}" update >&2 || true
        if ! "${apt[@]}" install --no-install-recommends "$@" >&2; then
            say "Could not install: $*"
            return 1
        fi
    fi
}
