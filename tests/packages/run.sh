#!/usr/bin/env bash
# Packs what `dotnet build -c Release` has built, then does what a user of the packages does, outside of the repository: restores them from
# a folder, publishes a program with them as native code and runs it, installs the tool and runs it.
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
cp -r tests/packages/consumer tests/packages/ilgpu "$out"
dotnet pack L2E.Kernels.sln -c Release --no-build -o "$out/consumer/feed" -v quiet -nologo
ls -l "$out/consumer/feed"

# A package of the same version that was restored before would be taken instead of this one.
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
rm -rf "$cache"/{l2e.kernels,l2e.kernels.training,l2e.kernels.ilgpu,l2e,l2e-lower}/"$version"

cd "$out/consumer"
dotnet publish -c Release -r linux-x64 -p:L2EVersion="$version" -o "$out/program" -v quiet -nologo
"$out/program/Consumer"
# Who does not say for which processors is told.
narrow=$(dotnet msbuild -t:L2EWarnOfNarrowRegisters -p:RuntimeIdentifier=linux-x64 -p:L2EVersion="$version" -p:L2EInstructionSet=none \
  -p:TreatWarningsAsErrors=false -nologo)
[[ $narrow == *L2E0100* ]] || { echo "no warning that the program is published without AVX2: $narrow"; exit 1; }
dotnet tool install l2e --version "$version" --tool-path "$out/tool" --add-source feed
"$out/tool/l2e" solve sphere --dim 10 --budget 500

# With ILGPU there are two packages more.
[[ ${UseIlgpu:-} == true ]] || exit 0
cp nuget.config ../ilgpu
cp -r feed ../ilgpu/feed
dotnet run -c Release --project ../ilgpu -p:L2EVersion="$version"
dotnet tool install l2e-lower --version "$version" --tool-path "$out/tool" --add-source feed
"$out/tool/l2e-lower" "$out/lowered" > "$out/lowered.txt"
diff -r "$out/lowered" "$repository/src/L2E.Kernels.Devices/Lowered"
