#!/usr/bin/env bash
# Two worker hosts, each in network, process and host-name namespaces of its own, share a directory and a PostgreSQL in a
# third; one is killed in the middle of the work. All tasks must be done once.
# Needs: Linux, root, iproute2 and util-linux, PostgreSQL's programs (initdb, postgres; PG_BIN), the built command.
# Usage: sudo bench/clusters/two-hosts.sh [COUNT of sessions; 58]
set -euo pipefail
count=${1:-58}
here=$(cd "$(dirname "$0")" && pwd)
ecephys="node $here/../../packages/cli/bin/ecephys.cjs"
PG_BIN=${PG_BIN:-$(dirname "$(command -v initdb)")}
work=$(mktemp -d)
chmod 755 "$work"
pids=()
net() { ip netns exec "ece-$1" "${@:2}"; }
end() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  [ -f "$work/pg/postmaster.pid" ] && kill -QUIT "$(head -1 "$work/pg/postmaster.pid")" 2>/dev/null || true
  for name in db alpha beta; do ip netns delete "ece-$name" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT

for name in db alpha beta; do ip netns delete "ece-$name" 2>/dev/null || true; done
# One bridge, in the namespace of the database; one cable to each host.
for name in db alpha beta; do ip netns add "ece-$name"; net "$name" ip link set lo up; done
net db ip link add bridge0 type bridge
net db ip address add 10.77.0.1/24 dev bridge0
net db ip link set bridge0 up
number=2
for name in alpha beta; do
  net db ip link add "to-$name" type veth peer name eth0 netns "ece-$name"
  net db ip link set "to-$name" master bridge0 up
  net "$name" ip address add "10.77.0.$number/24" dev eth0
  net "$name" ip link set eth0 up
  number=$((number + 1))
done

install -d -o nobody "$work/pg"
as_nobody() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
echo secret-of-the-test >"$work/password" && chmod 644 "$work/password"
(cd "$work/pg" && as_nobody "$PG_BIN/initdb" -D "$work/pg" -U exports --pwfile "$work/password" --auth scram-sha-256 >/dev/null)
echo "host all all 10.77.0.0/24 scram-sha-256" >>"$work/pg/pg_hba.conf"
(cd "$work/pg" && net db setpriv --reuid nobody --regid nogroup --clear-groups "$PG_BIN/postgres" -D "$work/pg" -c listen_addresses=10.77.0.1 \
  -c unix_socket_directories= -c fsync=off >"$work/pg.log" 2>&1) &
export PGPASSWORD=secret-of-the-test ECEPHYS_QUEUE=postgres://exports@10.77.0.1/postgres
for try in $(seq 100); do
  net alpha bash -c 'echo >/dev/tcp/10.77.0.1/5432' 2>/dev/null && break
  [ "$try" -lt 100 ] || { cat "$work/pg.log"; exit 1; }
  sleep 0.2
done

node "$here/many-sessions.mjs" "$work/cache" "$count"
common="--cache $work/cache --source fixed"
net alpha $ecephys export submit presentations --out "$work/dataset" $common

host() { # NAME: a worker in namespaces of its own
  net "$1" unshare --uts --pid --fork --mount-proc --kill-child bash -c "hostname $1 && exec $ecephys worker --until-empty --concurrency 2 $common" \
    >"$work/$1.ndjson" 2>"$work/$1.log" &
  pids+=($!)
}
host alpha
host beta
until [ "$(wc -l <"$work/alpha.ndjson")" -ge $((count / 6)) ]; do sleep 0.1; done
# The first process of the namespace takes all others of it along.
kill -9 "$(pgrep -P "${pids[0]}" | head -1)" 2>/dev/null || kill -9 "${pids[0]}"
echo "alpha is killed after $(wc -l <"$work/alpha.ndjson") tasks; $($ecephys export status "$work/dataset" --json | node -e 'console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0)).counts))')"
wait "${pids[1]}"
echo "beta has ended after $(wc -l <"$work/beta.ndjson") tasks"
$ecephys export status "$work/dataset"
cat "$work/alpha.ndjson" "$work/beta.ndjson" | node -e '
  const results = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const written = results.filter(({ outcome }) => outcome === "written").map(({ task }) => task);
  console.log(`${written.length} written, ${new Set(written).size} different, ${results.filter(({ outcome }) => outcome === "skipped").length} skipped, ${results.filter(({ outcome }) => outcome === "failed").length} failed`);'
