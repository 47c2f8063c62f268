#!/usr/bin/env bash
# Wall and processor time of exporting 58 sessions' units and presentations by 1, 2 and 4 processes (parts of one plan).
# Needs: the built command. Usage: bench/clusters/workers.sh [COUNT of sessions; 58] [ROUNDS; 3] [FILE of a larger session]
# KINDS are what is exported; "units presentations" by default.
set -euo pipefail
count=${1:-58} rounds=${2:-3} file=${3:-}
kinds=${KINDS:-units presentations}
here=$(cd "$(dirname "$0")" && pwd)
ecephys="node $here/../../packages/cli/bin/ecephys.cjs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$here/many-sessions.mjs" "$work/cache" "$count" $file
common="--cache $work/cache --source fixed --quiet"
$ecephys export plan $kinds --out "$work/dataset" $common >"$work/tasks.ndjson"
run() { # PROCESSES
  rm -rf "$work/dataset"
  for part in $(seq "$1"); do
    $ecephys export run --task-file "$work/tasks.ndjson" --shard "$part/$1" $common >/dev/null &
  done
  wait
}
TIMEFORMAT="%R s wall, %U s user, %S s system"
for round in $(seq "$rounds"); do
  for processes in 1 2 4; do
    echo -n "round $round, $processes processes: "
    time run "$processes"
  done
done
