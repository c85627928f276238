# Fetches real code bases from Debian's sources and gives each a compile
# database: $CORPORA/NAME/build/compile_commands.json. Sourced by ./dev.

readonly CORPORA_NAMES="leveldb rocksdb abseil redis memcached"
# Fetched only by name: large, and needed by few.
readonly CORPORA_MORE="grpc"
readonly GRPC_PACKAGES="libabsl-dev libprotobuf-dev libprotoc-dev
  protobuf-compiler libc-ares-dev libre2-dev libssl-dev zlib1g-dev"
readonly CORPORA_PACKAGES="libgflags-dev libsnappy-dev libbz2-dev zlib1g-dev
  liblz4-dev libzstd-dev libevent-dev libssl-dev libsystemd-dev"

# Stock images have no 'deb-src' entries; these are added beside them.
add_sources() {
  apt-get indextargets --format '$(CREATED_BY)' 2>/dev/null | grep -qx Sources &&
    apt-cache showsrc leveldb >/dev/null 2>&1 &&
    return
  local file=/etc/apt/sources.list.d/racetidy-corpora.sources
  echo "dev: adding deb-src entries in $file"
  # The same places and suites that the binary packages come from.
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u |
    while read -r uri suite; do
      printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\n' \
        "$uri" "$suite"
      printf 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n'
    done | as_root tee "$file" >/dev/null
  as_root apt-get update -qq || true
}

fetch() { # NAME -> the source in $CORPORA/NAME
  [ -d "$CORPORA/$1" ] && return
  local work="$CORPORA/.fetch-$1"
  rm -rf "$work" && mkdir -p "$work"
  (cd "$work" && apt-get source -qq "$1" >/dev/null) ||
    die "the source of '$1' could not be fetched"
  mv "$work"/*/ "$CORPORA/$1"
  rm -rf "$work"
}

with_cmake() { # NAME FLAGS...
  local source="$CORPORA/$1"
  shift
  cmake -S "$source" -B "$source/build" -G Ninja --log-level=ERROR \
    -DCMAKE_C_COMPILER=clang-22 -DCMAKE_CXX_COMPILER=clang++-22 \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" >/dev/null
}

with_make() { # NAME FLAGS...: the commands are recorded while make runs
  local source="$CORPORA/$1"
  shift
  mkdir -p "$source/build"
  # Only what make compiles is recorded.
  make -s -C "$source" clean >/dev/null 2>&1 || true
  (cd "$source" && bear --output build/compile_commands.json -- \
    make -s -j"$(nproc)" CC=clang-22 "$@") >"$source/build/make.log" 2>&1 ||
    echo "dev: 'make' failed in $source; the database has what was compiled" >&2
  # bear also records the compiler's calls of itself.
  python3 - "$source/build/compile_commands.json" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as f:
    commands = json.load(f)
with open(sys.argv[1], "w") as f:
    json.dump([c for c in commands if "-cc1" not in c["arguments"]], f, indent=1)
PYTHON
}

configure() {
  case $1 in
  leveldb) with_cmake leveldb -DLEVELDB_BUILD_TESTS=OFF -DLEVELDB_BUILD_BENCHMARKS=OFF ;;
  rocksdb) with_cmake rocksdb -DWITH_TESTS=OFF -DWITH_BENCHMARK_TOOLS=OFF -DFAIL_ON_WARNINGS=OFF ;;
  abseil) with_cmake abseil -DCMAKE_CXX_STANDARD=17 ;;
  redis) with_make redis MALLOC=libc ;;
  memcached)
    (cd "$CORPORA/memcached" && CC=clang-22 ./configure -q >/dev/null 2>&1) ||
      die "memcached could not be configured"
    with_make memcached memcached
    ;;
  grpc)
    # shellcheck disable=SC2086
    install $GRPC_PACKAGES
    # Clang 22 takes for an error what this release writes in some headers.
    with_cmake grpc \
      -DCMAKE_CXX_FLAGS=-Wno-missing-template-arg-list-after-template-kw \
      -DgRPC_INSTALL=OFF -DgRPC_BUILD_TESTS=OFF \
      -DgRPC_BUILD_CSHARP_EXT=OFF -DgRPC_ABSL_PROVIDER=package \
      -DgRPC_CARES_PROVIDER=package -DgRPC_PROTOBUF_PROVIDER=package \
      -DgRPC_RE2_PROVIDER=package -DgRPC_SSL_PROVIDER=package \
      -DgRPC_ZLIB_PROVIDER=package -DCMAKE_CXX_STANDARD=17
    ;;
  *) die "unknown code base '$1'; known are $CORPORA_NAMES $CORPORA_MORE" ;;
  esac
}

corpora() {
  local name
  # shellcheck disable=SC2086
  [ $# -gt 0 ] || set -- $CORPORA_NAMES
  for name in "$@"; do
    case " $CORPORA_NAMES $CORPORA_MORE " in
    *" $name "*) ;;
    *) die "unknown code base '$name'; known are $CORPORA_NAMES $CORPORA_MORE" ;;
    esac
  done
  # shellcheck disable=SC2086
  install $CORPORA_PACKAGES
  add_sources
  mkdir -p "$CORPORA"
  for name in "$@"; do
    if [ ! -f "$CORPORA/$name/build/compile_commands.json" ]; then
      echo "dev: fetching and configuring $name"
      fetch "$name"
      configure "$name"
    fi
    echo "$CORPORA/$name"
  done
}
