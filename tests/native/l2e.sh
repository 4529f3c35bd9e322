#!/usr/bin/env bash
# Publishes l2e as one program of native code, holds its size against the bound, and runs every command of it.
#   tests/native/l2e.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

dotnet publish src/L2E.Kernels.Cli -c Release -p:NativeAot=true -o "$out" -v quiet -nologo
bytes=$(stat -c %s "$out/l2e")
echo "l2e: $bytes bytes"
if [[ $bytes -gt 8000000 ]]; then
  echo "l2e: expected at most 8,000,000 bytes, got $bytes"
  exit 1
fi

cat > "$out/train.json" << 'CONFIGURATION'
{
  "families": ["sphere", "rastrigin"], "heldOut": ["levy", "zakharov"], "dimensions": [2, 4], "populations": [6],
  "shortestHorizon": 8, "longestHorizon": 12, "window": 12, "tasks": 2, "pool": 8, "iterations": 5, "estimator": "mixed",
  "learningRate": 0.004, "warmUp": 2, "weightDecay": 0, "clip": 1, "skipAbove": 200, "perturbation": 0.02, "seed": 9
}
CONFIGURATION
l2e() { # arguments
  "$out/l2e" "$@" > "$out/output.txt" || { echo "l2e $*: exit code $?"; cat "$out/output.txt"; exit 1; }
  echo "l2e $1 ${2:-}: $(grep -c . "$out/output.txt") lines"
}
golden=("$PWD"/tests/L2E.Kernels.TestUtilities/golden/*.json)
cd "$out"
l2e problems
l2e devices
l2e solve rastrigin --dim 100 --budget 5000 --certificate certificate.json
l2e solve --command 'while read -r x; do echo ${#x}; done' --dim 3 --lower -1 --upper 1 --budget 50
l2e check certificate.json
l2e check "${golden[@]}"
l2e train --config train.json --out weights.l2e --plot loss.svg
l2e solve levy --dim 4 --weights weights.l2e
l2e inspect weights.l2e --out inspection
l2e ablate weights.l2e --suite held-out --dims 4 --budget 50d --seeds 2 --out ablation
l2e compare --suite synthetic --dims 4 --budget 50d --seeds 2 --out comparison
if grep -Eq '^\| opencl:0 .*\| yes' <("$out/l2e" devices); then
  l2e check --device opencl --all
  l2e solve ackley --dim 100 --budget 2000 --device opencl
fi
