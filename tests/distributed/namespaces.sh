#!/usr/bin/env bash
# Trains on two hosts that are network namespaces of this machine: each has a name, an address and a rank, a cable (veth) joins
# them, and the ranks have nothing but TCP between them. The weights and the checkpoint have to be those of one process, byte for byte; and
# where a host's rank is killed, the first one's disk is full, or the cable is cut, the job has to end and the last checkpoint be whole.
#   dotnet build src/L2E.Kernels.Cli -c Release && sudo tests/distributed/namespaces.sh
#
# How: mpirun runs on the first host. For a host that is not its own it calls what it takes for a remote shell, plm_rsh_agent, with an
# address and a command: that is this script again, which enters the host's namespaces and runs the command there. It needs root, to
# make network namespaces, and Open MPI, iproute2 and util-linux (Debian: openmpi-bin, iproute2, util-linux). It is not a part of .ci/run:
# containers often refuse network namespaces. Real hosts need none of this: mpirun -host A,B and ssh without a password; but the options
# of keepalive are for them too, as Open MPI takes minutes by itself to notice that a host is gone.
set -euo pipefail

hosts=(l2e-a l2e-b) addresses=(10.213.77.1 10.213.77.2)

enter() { # host, command: in the host's network, under its name
  local host=$1
  shift
  ip netns exec "$host" unshare --uts sh -c 'hostname "$0" && exec "$@"' "$host" "$@"
}

if [[ -n ${L2E_NAMESPACES:-} && $# -gt 1 ]]; then
  for i in "${!hosts[@]}"; do
    if [[ $1 == "${addresses[i]}" ]]; then
      shift
      # A remote shell takes its words for one line of a shell.
      enter "${hosts[i]}" sh -c "$*"
      exit
    fi
  done
  echo "$1: expected ${addresses[*]}" >&2
  exit 2
fi

cd "$(dirname "$0")/../.."
program=$PWD/src/L2E.Kernels.Cli/bin/Release/net10.0/l2e.dll
[[ $EUID -eq 0 ]] || { echo "namespaces.sh: expected root (network namespaces are made), got user $EUID" >&2; exit 2; }
[[ -e $program ]] || { echo "namespaces.sh: expected $program, which dotnet build src/L2E.Kernels.Cli -c Release makes" >&2; exit 2; }
for tool in mpirun ip unshare; do
  command -v "$tool" > /dev/null || { echo "namespaces.sh: expected $tool (Debian: openmpi-bin, iproute2, util-linux)" >&2; exit 2; }
done

out=$(mktemp -d)
mkdir "$out/processes" # of the rank on each host, in a file of its name
clean() {
  for host in "${hosts[@]}"; do
    ip netns del "$host" 2> /dev/null || true
  done
  umount "$out/disk" 2> /dev/null || true
  rm -rf "$out"
}
trap clean EXIT

for host in "${hosts[@]}"; do
  ip netns add "$host"
done
ip link add cable netns "${hosts[0]}" type veth peer name cable netns "${hosts[1]}"
for i in "${!hosts[@]}"; do
  ip -n "${hosts[i]}" address add "${addresses[i]}/24" dev cable
  ip -n "${hosts[i]}" link set lo up
  ip -n "${hosts[i]}" link set cable up
done

cat > "$out/train.json" << 'END'
{
  "families": ["sphere", "rastrigin"], "heldOut": ["levy", "zakharov"], "dimensions": [2, 4], "populations": [6],
  "shortestHorizon": 8, "longestHorizon": 12, "window": 7, "tasks": 5, "pool": 8, "iterations": 200, "estimator": "mixed",
  "learningRate": 0.004, "warmUp": 2, "weightDecay": 0, "clip": 1, "skipAbove": 200, "perturbation": 0.02, "seed": 9
}
END

train() { # weights, options: on both hosts
  L2E_NAMESPACES=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TERM=dumb enter "${hosts[0]}" \
    timeout -k 5 100 mpirun -np 2 -host "${addresses[0]},${addresses[1]}" -x TERM \
    --mca plm_rsh_agent "$PWD/tests/distributed/namespaces.sh" \
    --mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3 \
    --mca oob_tcp_if_include cable --mca btl tcp,self --mca btl_tcp_if_include cable --mca pml ob1 \
    sh -c 'echo $$ > "$0/$(hostname)"; exec dotnet "$@"' "$out/processes" "$program" train --config "$out/train.json" --out "$@"
}

dotnet "$program" train --config "$out/train.json" --out "$out/one.l2e" > /dev/null
before=$(ip netns exec "${hosts[1]}" cat /sys/class/net/cable/statistics/rx_bytes)
train "$out/two.l2e" > "$out/said"
after=$(ip netns exec "${hosts[1]}" cat /sys/class/net/cable/statistics/rx_bytes)
tail -n 1 "$out/said"
if [[ $(ls "$out/processes") != "$(printf '%s\n' "${hosts[@]}")" ]]; then
  echo "expected ranks on ${hosts[*]}, got $(ls -x "$out/processes")"
  exit 1
fi
cmp "$out/one.l2e" "$out/two.l2e"
cmp "$out/one.l2e.checkpoint" "$out/two.l2e.checkpoint"
echo "${hosts[*]}: the bytes of one process; $((after - before)) bytes came to ${hosts[1]} over the cable"

# What follows happens amid a training that is too long to end by itself.
sed -i 's/"iterations": 200/"iterations": 1000000/' "$out/train.json"

start() { # weights: begins the job and waits for its first line
  : > "$out/said"
  train "$1" >> "$out/said" 2>&1 &
  job=$!
  until grep -q '^step' "$out/said"; do
    kill -0 "$job" || { cat "$out/said"; exit 1; }
    sleep 0.1
  done
  cp "$1.checkpoint" "$out/before"
}

expect_end() { # weights, what has to be said
  local begun=$SECONDS code=0
  wait "$job" || code=$?
  if [[ $code -eq 0 || $((SECONDS - begun)) -gt 30 ]]; then
    echo "expected the job to fail within 30 s, got exit code $code after $((SECONDS - begun)) s"
    exit 1
  fi
  grep -i -m 1 "$2" "$out/said" || { cat "$out/said"; exit 1; }
  cmp "$1.checkpoint" "$out/before"
}

start "$out/killed.l2e"
kill -KILL "$(cat "$out/processes/${hosts[1]}")"
expect_end "$out/killed.l2e" killed

# Interrupted, the first rank writes a checkpoint: there is no room for it any more.
mkdir "$out/disk"
mount -t tmpfs -o size=1m tmpfs "$out/disk"
start "$out/disk/full.l2e"
head -c 2M /dev/zero > "$out/disk/rest" 2> /dev/null || true
kill -INT "$(cat "$out/processes/${hosts[0]}")"
expect_end "$out/disk/full.l2e" 'rank 0: --out: .*no space left'
if [[ $(ls "$out/disk") != $'full.l2e\nfull.l2e.checkpoint\nrest' ]]; then
  echo "expected nothing half-written, got $(ls -x "$out/disk")"
  exit 1
fi

start "$out/cut.l2e"
ip -n "${hosts[1]}" link set cable down
expect_end "$out/cut.l2e" 'lost communication'
for host in "${hosts[@]}"; do
  for ((i = 0; ; i++)); do
    # A process that nobody has asked for its exit code yet has no program any more.
    readlink "/proc/$(cat "$out/processes/$host")/exe" > /dev/null || break
    [[ $i -lt 100 ]] || { echo "expected no rank to go on without the other, got one on $host"; exit 1; }
    sleep 0.1
  done
done
