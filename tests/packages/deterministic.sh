#!/usr/bin/env bash
# Packs two clones of the last commit, in directories of different names, and compares what is in the packages byte by byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for clone in one another; do
  git clone -q . "$out/$clone"
  dotnet restore "$out/$clone/L2E.Kernels.sln" -v quiet -nologo
  for project in Solver Training Cli; do
    dotnet pack "$out/$clone/src/L2E.Kernels.$project" -c Release -p:CI=true -p:ContinuousIntegrationBuild=true -o "$out/$clone.packages" -v quiet -nologo
  done
  for package in "$out/$clone.packages"/*pkg; do
    mkdir -p "$out/$clone.files/$(basename "$package")"
    unzip -q "$package" -d "$out/$clone.files/$(basename "$package")"
  done
  # The container's own description has a name drawn at random.
  find "$out/$clone.files" \( -name '*.psmdcp' -o -name '.rels' \) -delete
done

(cd "$out/one.files" && find . -name '*.dll' | wc -l | sed 's/$/ assemblies/')
diff -r "$out/one.files" "$out/another.files" && echo "the same files, byte by byte"
