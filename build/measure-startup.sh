#!/usr/bin/env bash
# Measures how long flow takes to start, and to lint 1,000 flows: the figures of docs/performance.md.
# Milliseconds of wall clock (median, least) and of CPU (median) over RUNS (15) interleaved runs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
runs=${RUNS:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export FLOWSTONE_WORK=$work/handlers
order=$root/workflows/order_processing

"$root/flow" run "$order/order_processing.flow" --name order-1 --input "@$order/input.json" >/dev/null
mkdir many
for n in $(seq 1000); do
  {
    printf 'workflow generated_%d\n\ninput {\n  id: string\n  amount: number\n' "$n"
    printf '  items: [{sku: string, quantity: int}]\n}\nsignal approval: {approved: bool, by?: string}\n'
    printf 'timeout 10d\nretry steady = 5 attempts, backoff 1s..60s, jitter full\n\n'
    for k in 1 2 3 4 5 6; do
      printf 'order_%d = step orders.validate_%d(id: input.id, amount: input.amount * %d)\n' "$k" $((n % 7)) "$k"
      printf '  retry steady\n  timeout 10s\n  compensate orders.release(order: order_%d)\n' "$k"
      printf 'step log.info(message: "${input.items.filter(i, i.quantity > %d).size()} of ${order_%d}")\n' "$k" "$k"
    done
    printf 'decision = wait for approval timeout 7d\n  on timeout { fail Expired "no decision on ${input.id}" }\n'
    printf 'if decision.approved {\n  return { id: input.id, amount: input.amount }\n} else {\n'
    printf '  rollback\n  return { id: input.id, amount: 0 }\n}\n'
  } >"many/flow_$n.flow"
done

TIMEFORMAT='%R %U %S'
measure() {
  local times label=$*
  times=$({ time "$root/flow" "$@" >/dev/null 2>&1; } 2>&1)
  printf '%s|%s\n' "${label/"$order/"/}" "$times" >>times
}
for _ in $(seq "$runs"); do
  measure --version
  measure status order-1
  measure lint "$order/order_processing.flow"
  measure eval 1+1
done
for _ in 1 2 3 4 5; do measure lint many; done

# The figures of one command, as milliseconds in order: wall clock, or CPU.
figures() {
  grep -F -e "$1|" times | cut -d'|' -f2 | awk -v cpu="$2" '{ print 1000 * (cpu ? $2 + $3 : $1) }' | sort -n
}
median() {
  awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}
cut -d'|' -f1 times | sort -u | while IFS= read -r command; do
  printf 'flow %-44s wall median %5d, least %5d; CPU median %5d\n' "${command%%|*}" \
    "$(figures "$command" 0 | median)" "$(figures "$command" 0 | head -n 1)" "$(figures "$command" 1 | median)"
done
