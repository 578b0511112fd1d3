# shellcheck shell=bash
# What bin/demo, bin/test and .ci/run share. They set $root, the project's folder, and source this.

WEB_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-urw-base35 fonts-dejavu-core fontconfig)
TEST_PACKAGES=(poppler-utils libreoffice-calc-nogui libreoffice-writer-nogui libreoffice-math-nogui)

say() { printf '» %s\n' "$*"; }
warn() { printf '» %s\n' "$*" >&2; }
die() { warn "$*"; exit 1; }

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

# Installs the named packages that are missing; touches neither apt nor the network when none is.
install_packages() {
    local name missing=()
    for name in "$@"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        die "Neither root nor sudo. As root, run: apt-get install ${missing[*]}"
    fi
    say "Installing system packages with apt: ${missing[*]}"
    (
        umask 022 # the caller's must not reach files that everyone on the machine reads
        apt update || warn "apt-get update failed; going on with the package lists that are here."
        apt install -y --no-install-recommends "${missing[@]}" >/dev/null </dev/null
    ) || die "apt could not install: ${missing[*]}"
}

# Prints a Python that is new enough and can make a venv (Debian packs ensurepip apart).
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Libraries that no Python wheel brings, and Python. Elsewhere than on Debian and Ubuntu we can only name them.
prepare_system() {
    local python=()
    if has_apt; then
        find_python >/dev/null || python=(python3 python3-venv)
        install_packages ${python[@]+"${python[@]}"} "$@"
    else
        warn "Not Debian or Ubuntu, so nothing is installed for you. Needed: Python 3.11 or newer with venv," \
            "Pango 1.44 or newer, HarfBuzz with its subset library, fontconfig, the font URW Bookman."
    fi
}

make_venv() {
    local python
    python=$(find_python) || die "Python 3.11 or newer with venv is needed; this machine offers none."
    rm -rf .venv
    "$python" -m venv .venv
}

# Brings .venv to exactly the given requirements file; the copy beside it says that this was done.
prepare_venv() {
    local requirements=$1 from=()
    # pip is missing after a broken start and after the system's Python moved to a new version.
    .venv/bin/python -c 'import pip' 2>/dev/null || make_venv
    cmp -s "$requirements" ".venv/$requirements" && return
    [ -z "${IKU_WHEELS:-}" ] || from=(--no-index --find-links "$IKU_WHEELS")
    say "Installing Python packages from $requirements"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
        ${from[@]+"${from[@]}"} -r "$requirements" ||
        die "Python packages are missing. Without internet, name a folder of wheels: IKU_WHEELS=dir (docs/pasang.md)."
    cp "$requirements" ".venv/$requirements"
}

# Leaves the caller's folder for the project's; a relative IKU_WHEELS still means the caller's.
enter_project() {
    if [ -n "${IKU_WHEELS:-}" ]; then
        [ -d "$IKU_WHEELS" ] || die "IKU_WHEELS: no such folder: $IKU_WHEELS"
        IKU_WHEELS=$(readlink -f "$IKU_WHEELS")
    fi
    cd "${root:?}" || exit
}

# What bin/test and .ci/run stand on. Ubuntu's chromium package is a snap, which tests cannot drive.
prepare_tests() {
    local packages=("${WEB_PACKAGES[@]}" "${TEST_PACKAGES[@]}")
    if has_apt && grep -qx 'ID=debian' /etc/os-release; then
        packages+=(chromium libatomic1) # the second for Playwright's own Node.js
    fi
    prepare_system "${packages[@]}"
    prepare_venv requirements-dev.txt
}
