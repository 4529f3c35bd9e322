#!/usr/bin/env bash
# Publishes the C library as native code, checks its interface under AddressSanitizer, and builds and runs the samples in C, C++ and Python.
#   tests/native/run.sh [RANDOM_CALLS]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

install_tools() { apt-get update && apt-get install -y --no-install-recommends gcc g++ libc6-dev zlib1g-dev python3; }
command -v gcc > /dev/null && command -v g++ > /dev/null && command -v python3 > /dev/null && [ -e /usr/include/zlib.h ] || install_tools

dotnet publish src/L2E.Kernels.Native -c Release -p:NativeAot=true -o "$out" -v quiet -nologo
bytes=$(stat -c %s "$out/libl2e.so")
echo "libl2e.so: $bytes bytes"
if [[ $bytes -gt 5000000 ]]; then
  echo "libl2e.so: expected at most 5,000,000 bytes, got $bytes"
  exit 1
fi

warnings=(-Wall -Wextra -Werror -fsanitize=address -g -I"$out/include")
library=(-L"$out" -ll2e -Wl,-rpath,"$out" -lm -pthread)
gcc -std=c11 -O1 "${warnings[@]}" tests/native/abi_test.c -o "$out/abi_test" "${library[@]}"
gcc -std=c11 "${warnings[@]}" samples/c/solve.c -o "$out/solve_c" "${library[@]}"
g++ -std=c++17 "${warnings[@]}" samples/cpp/solve.cpp -o "$out/solve_cpp" "${library[@]}"
export LSAN_OPTIONS="suppressions=tests/native/lsan.supp:print_suppressions=0"
"$out/abi_test" "${1:-20000}"
"$out/solve_c"
"$out/solve_cpp"

# The system's loader takes a library for 512 bits where the processor has them, from a directory beside the one for 256.
if grep -qw avx512vl /proc/cpuinfo; then
  wide="$out/glibc-hwcaps/x86-64-v4"
  dotnet publish src/L2E.Kernels.Native -c Release -p:NativeAot=true -p:IlcInstructionSet=x86-x64-v4 -o "$wide" -v quiet -nologo
  LD_DEBUG=libs LD_DEBUG_OUTPUT="$out/loader" "$out/solve_c" > "$out/wide.txt"
  grep -q "calling init: $wide/libl2e.so" "$out"/loader.* || { echo "libl2e.so for 512 bits: the loader did not take it"; exit 1; }
  echo "with 512 bits, by the loader's choice: $(tail -n 1 "$out/wide.txt")"
fi
python3 samples/python/solve.py "$out/libl2e.so"
