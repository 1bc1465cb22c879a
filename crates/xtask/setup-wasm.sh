#!/usr/bin/env bash
# Gives a Debian machine that reaches only package registries a compiler for wasm32-unknown-unknown.
# `cargo xtask setup` runs it when rustup cannot (or when LATH_WASM_ROUTE=debian asks for it).
#
# Debian packages one Rust with the matching source of its standard library. That library is built
# for wasm32 and put into the toolchain's own sysroot, exactly where `rustup target add` would have
# put it; the toolchain is then linked into rustup and chosen for this project's folder only (a
# folder override, which also wins over a rust-toolchain.toml). After that a plain
# `cargo build --target wasm32-unknown-unknown` works with no flags and no variables.
#
# Idempotent. LATH_ROOT is the project's folder.
set -euo pipefail

target=wasm32-unknown-unknown
toolchain=debian
cd "${LATH_ROOT:-.}"

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Everything here reads the terminal's input from nowhere: the script itself comes in by stdin.
run() { "$@" </dev/null; }

# Does "$@" (a rustc command) really compile and link code that uses std?
usable() {
  printf '%s\n' '#[unsafe(no_mangle)] pub extern "C" fn f(n: u32) -> usize { let v: Vec<String> = (0..n).map(|i| i.to_string()).collect(); v.concat().len() }' >"$tmp/probe.rs"
  run "$@" --edition 2024 --target "$target" --crate-type cdylib -O -o "$tmp/probe.wasm" "$tmp/probe.rs" >/dev/null 2>&1
}

sudo=''
if [ "$(id -u)" != 0 ]; then
  have sudo || die "apt-get needs root: install sudo or run as root"
  sudo=sudo
fi

rustc=/usr/bin/rustc
rustlib=/usr/lib/rustlib
std=$rustlib/$target/lib
packages='rustc-web cargo-web rustfmt-web rust-web-clippy rust-web-src'

version() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true; }

complete() {
  [ -x "$rustc" ] || return 1
  for package in $packages; do [ -n "$(version "$package")" ] || return 1; done
  [ "$(version rustc-web)" = "$(version rust-web-src)" ]
}

if ! complete; then
  say "installing Debian's Rust and its std source with apt-get"
  export DEBIAN_FRONTEND=noninteractive
  run $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  run $sudo apt-get install -y -qq --no-remove --no-install-recommends $packages >"$tmp/apt.log" 2>&1 \
    || { tail -n 20 "$tmp/apt.log" >&2; die "apt-get install failed"; }
fi

# rustc looks for its wasm linker, `rust-lld`, in its own bin folder and Debian puts none there:
# take the lld of the LLVM that this rustc was built with.
host=$(run "$rustc" -vV | sed -n 's/^host: //p')
llvm=$(run "$rustc" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
if ! have "lld-$llvm"; then
  say "installing lld-$llvm"
  run $sudo apt-get install -y -qq --no-remove --no-install-recommends "lld-$llvm" >"$tmp/apt.log" 2>&1 \
    || { tail -n 20 "$tmp/apt.log" >&2; die "apt-get install lld-$llvm failed"; }
fi
lld=$(command -v "lld-$llvm")
if [ "$(readlink -f "$rustlib/$host/bin/rust-lld")" != "$(readlink -f "$lld")" ]; then
  run $sudo mkdir -p "$rustlib/$host/bin"
  run $sudo ln -sfn "$lld" "$rustlib/$host/bin/rust-lld"
fi

# Build std, unless the one in place was built by this very compiler package.
stamp="$(version rustc-web) $(run "$rustc" --version)"
if ! { [ "$(cat "$std/.built-by" 2>/dev/null || true)" = "$stamp" ] && usable "$rustc"; }; then
  release=$(run "$rustc" -vV | sed -n 's/^release: //p')
  source=/usr/src/rustc-$release/library
  [ -f "$source/sysroot/Cargo.toml" ] || die "std's source is not at $source"
  say "building std $release for $target"
  cp -r "$source" "$tmp/library"
  # The package vendors std's dependencies, but not those that only its tests have.
  sed -i '/"coretests",/d; /"alloctests",/d' "$tmp/library/Cargo.toml"
  mkdir -p "$tmp/library/.cargo"
  cat >"$tmp/library/.cargo/config.toml" <<'CFG'
[source.crates-io]
replace-with = "vendored"
[source.vendored]
directory = "vendor"
CFG
  # What rust's own bootstrap passes, less what matters only there. No --cap-lints: cargo reads
  # rustc's warnings to learn the target's crate types.
  us=$'\x1f'
  (
    cd "$tmp/library"
    unset RUSTFLAGS RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_TARGET_DIR CARGO_BUILD_TARGET RUSTUP_TOOLCHAIN
    run env RUSTC="$rustc" RUSTC_BOOTSTRAP=1 \
      __CARGO_DEFAULT_LIB_METADATA=stablestd CARGO_PROFILE_DIST_DEBUG=0 \
      CARGO_ENCODED_RUSTFLAGS="-Zforce-unstable-if-unmarked${us}-Zunstable-options${us}--check-cfg=cfg(bootstrap)${us}--check-cfg=cfg(feature,values(any()))${us}--remap-path-prefix=$tmp/library=/rustc/$release/library" \
      /usr/bin/cargo build --offline -Zavoid-dev-deps --profile dist \
        --manifest-path sysroot/Cargo.toml --features 'panic-unwind backtrace' \
        --target "$target" --target-dir "$tmp/target"
  ) >"$tmp/std.log" 2>&1 || { tail -n 40 "$tmp/std.log" >&2; die "std did not build"; }
  run $sudo rm -rf "$std"
  run $sudo mkdir -p "$std"
  run $sudo cp "$tmp/target/$target/dist/deps/"lib*.rlib "$std/"
  run $sudo rm -f "$std"/libsysroot-*.rlib
  printf '%s\n' "$stamp" | $sudo tee "$std/.built-by" >/dev/null
  usable "$rustc" || die "std was built but does not link"
fi

if have rustup; then
  run rustup toolchain link "$toolchain" /usr >"$tmp/link.log" 2>&1 \
    || { cat "$tmp/link.log" >&2; die "rustup toolchain link failed"; }
  run rustup override set "$toolchain" >/dev/null 2>&1 || die "rustup override set failed"
fi
