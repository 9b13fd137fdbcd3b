# shellcheck shell=bash
# What every script shares: the folder, the tools, one release build. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
# shellcheck disable=SC2034 # The scripts that source this use it.
binaries="$root/.build/release"

# Beside Swift itself: libpq and SQLite to link, PostgreSQL to run, python3 for the contract.
packages=(
    binutils ca-certificates git libc6-dev libpq-dev libsqlite3-dev libstdc++-12-dev pkg-config
    python3 util-linux zlib1g-dev
)

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

has_package() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

has_postgres() {
    local folder
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ] && [ "$(basename "$(dirname "$folder")")" -ge 15 ]; then
            return 0
        fi
    done
    return 1
}

# Installs what is missing, and asks apt nothing when nothing is.
install_packages() {
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        say "不是 Debian 系统,请自行安装 / not Debian, install these yourself: ${packages[*]} postgresql"
        return
    fi
    for package in "${packages[@]}"; do
        # Another version of the library, or another system with the same compiler, serves as well.
        if [ "$package" = libstdc++-12-dev ] && compgen -G '/usr/include/c++/*' >/dev/null; then
            continue
        fi
        has_package "$package" || missing+=("$package")
    done
    has_postgres || missing+=(postgresql)
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "缺少软件包,请以 root 执行 / packages are missing, run as root:" \
                "apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "安装软件包 / installing: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

find_swift() {
    local folder
    if command -v swift >/dev/null; then return; fi
    for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin \
        "${HOME:-}/.local/share/swiftly/bin"; do
        if [ -x "$folder/swift" ]; then
            export PATH="$folder:$PATH"
            return
        fi
    done
    fail "未找到 Swift 6.2 或更新版本,请先安装 / no Swift 6.2 or newer:" \
        "install it from https://www.swift.org/install/linux/"
}

# git refuses folders of another owner, and Swift needs a home that it can write.
prepare_user() {
    if [ "$(stat -c %u "$root")" -ne "$(id -u)" ]; then
        local count=${GIT_CONFIG_COUNT:-0}
        export "GIT_CONFIG_KEY_$count=safe.directory" "GIT_CONFIG_VALUE_$count=*"
        export GIT_CONFIG_COUNT=$((count + 1))
    fi
    mkdir -p "$root/.build" 2>/dev/null || true
    [ -w "$root/.build" ] ||
        fail "无法写入 $root/.build,请检查属主 / cannot write $root/.build: who owns it?"
    if [ ! -w "${HOME:-/nonexistent}" ]; then
        export HOME="$root/.build/home"
        mkdir -p "$HOME"
    fi
}

set_up() {
    install_packages
    find_swift
    prepare_user
}

# The one build that the programs and the tests share. What it prints goes to standard error.
build() {
    swift build -c release --build-tests >&2
}
