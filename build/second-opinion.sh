#!/usr/bin/env bash
# A second opinion on the DynamoDB server of the tests (docs/adr/0019): runs whatever talks to DynamoDB against
# dynalite, which others wrote, in a process of its own: the server's behaviour, the store's contract, the large
# scenarios, the end-to-end suite and the short chaos run, the last two through a proxy that injects the faults.
# Needs Node.js 20 and npm; ENDPOINT=URL takes another DynamoDB instead, and neither.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
endpoint=${ENDPOINT:-}
if [ -z "$endpoint" ]; then
  command -v npx >/dev/null || { echo "needs Node.js and npm, or ENDPOINT=URL of another DynamoDB" >&2; exit 1; }
  place=$root/target/dynalite
  mkdir -p "$place"
  npm install --silent --no-audit --no-fund --prefix "$place" dynalite@4.0.0
  "$place/node_modules/.bin/dynalite" --port "${PORT:-8765}" --createTableMs 0 --deleteTableMs 0 >"$place/log" 2>&1 &
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  for _ in $(seq 100); do
    grep -q listening "$place/log" && break
    kill -0 "$server" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
    sleep 0.1
  done
  endpoint=http://127.0.0.1:${PORT:-8765}
fi
# Known of dynalite, and left out: it counts a null as no byte, and removes list elements one after the other. The
# tests of time to live ask our own server to expire items.
tests='DynamoDbBehaviourTest,DynamoDbQueryBehaviourTest,DynamoDbStoreContractTest,DynamoDbStoreTest'
tests+=',DynamoDbProgramsTest,RegistryTest,*ScenariosTest,*OnLambdaTest,ChaosTest'
if [ -z "${ENDPOINT:-}" ]; then
  tests+=',!DynamoDbBehaviourTest#aValueCountsForItsSize,!DynamoDbBehaviourTest#defaultsListsAndSetsAreUpdated'
fi
tests+=',!DynamoDbStoreTest#givesTheSnapshotATimeToLiveOnlyAtTheEndAndTakesItBackForARedrive'
./mvnw -B -ntp -Dquick test -pl tests -am -Dflowstone.dynamodb.endpoint="$endpoint" \
  -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false "$@"
