# shellcheck shell=bash
# Sourced by the scripts beside this one: builds the program as it is meant to be used, which is as `swift build` does
# but for how it is linked.
#
# A program of a fixed address with few shared libraries starts in half the time: nothing in it has to be relocated,
# and the loader has two libraries to find instead of nine. libc stays shared, so that libraries can be loaded later.
# Generic types are made by calls that the compiler has checked, not from their names while the program runs, which
# would look through all conformances that there are for each of them: a tenth of the time of a first answer.

# Sourced from a script that has said where the project is.
root="${root:?}"
# Dated when the last complete build began: sources newer than this are not in the binary.
release_stamp="$root/.build/release-is-built"
# A copy, for two reasons: other builds do not touch it, and its pages lie together in memory, which those of a file
# that a linker wrote do not (a tenth of the time of a start).
release_binary="$root/.build/bin/quaestor"

release_is_current() {
    [ -x "$release_binary" ] && [ -e "$release_stamp" ] \
        && [ -z "$(find "$root/Sources" "$root/Package.swift" "$root/Scripts/release.sh" -newer "$release_stamp" -print -quit)" ]
}

# Gathers the static libraries that are there in a folder where the linker looks first, and describes libedit with what
# it needs itself in a file for pkg-config; prints the folder. A library that is missing stays shared.
gather_static_libraries() {
    local folder="$root/.build/static" libraries edit name libedit="-ledit" complete=true
    libraries="$(pkg-config --variable=libdir libedit)"
    rm -rf "$folder"
    mkdir -p "$folder"
    edit=(edit bsd md tinfo)
    for name in "${edit[@]}"; do
        [ -e "$libraries/lib$name.a" ] || complete=false
    done
    if "$complete"; then
        for name in "${edit[@]}"; do
            ln -s "$libraries/lib$name.a" "$folder/"
        done
        libedit="$(printf ' -l%s' "${edit[@]}")"
    fi
    for name in z expat; do
        [ ! -e "$libraries/lib$name.a" ] || ln -s "$libraries/lib$name.a" "$folder/"
    done
    # The newest, as the compiler chooses.
    name="$(compgen -G '/usr/lib/gcc/*/*/libstdc++.a' | sort -V | tail -n 1 || true)"
    if [ -n "$name" ] && [ -e "$(dirname "$name")/libgcc_eh.a" ]; then
        ln -s "$name" "$(dirname "$name")/libgcc_eh.a" "$folder/"
    fi
    cat >"$folder/libedit.pc" <<END
Name: libedit
Description: libedit, static where it can be
Version: $(pkg-config --modversion libedit)
Cflags: $(PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 pkg-config --cflags libedit)
Libs: -L${folder// /\\ } -L$libraries $libedit
END
    printf '%s\n' "$folder"
}

# Builds the program; what the build says goes to standard error.
build_release() {
    local static flags=(--disable-local-rpath -Xlinker -no-pie -Xlinker --no-export-dynamic)
    flags+=(-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors)
    static="$(gather_static_libraries)"
    if [ -e "$static/libgcc_eh.a" ]; then flags+=(-Xlinker -lgcc_eh); fi
    mkdir -p "$(dirname "$release_binary")"
    touch "$release_stamp.new"
    PKG_CONFIG_PATH="$static${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}" swift build --package-path "$root" -c release \
        --product quaestor --static-swift-stdlib "${flags[@]}" >&2
    # Put in its place at once: the old one may be running.
    cp -f "$root/.build/release/quaestor" "$release_binary.new"
    mv -f "$release_binary.new" "$release_binary"
    mv -f "$release_stamp.new" "$release_stamp"
}
