# Builds what the flow launcher starts. Read by flow, which sets "root" and JAVA_HOME and defines
# flow_is_built; a file of its own because most starts never need it.
#
#   target/flow/current        the name of the directory of the last good build
#   target/flow/build.XXXXXX/  lib/ with the jars, java.args, the start-up cache flow.aot, stamp, built-for;
#                              hosts.class-path is the class path of commands for a deployed host
#   target/flow/build.log      what the last build said
#
# A build is staged in a directory of its own and becomes current by the rename of one small file, so a
# process that runs from the previous one keeps its jars, and a build that dies leaves nothing half done.

say() {
  printf 'flow: %s\n' "$*" >&2
}

# One build at a time. The lock names its owner's process, so that one whose owner died is taken over;
# the take-over has a lock of its own, or two waiters could each remove the other's fresh lock.
lock_build() {
  lock_waits=0
  until mkdir "$lock" 2>/dev/null; do
    if [ "$lock_waits" -eq 1 ]; then say 'another process is building, waiting for it ...'; fi
    if [ "$lock_waits" -ge 900 ]; then
      say "still locked after 15 minutes; if nothing is building, remove $lock and $lock.takeover"
      return 1
    fi
    lock_waits=$((lock_waits + 1))
    sleep 1
    if mkdir "$lock.takeover" 2>/dev/null; then
      lock_owner=$(cat "$lock/owner" 2>/dev/null)
      if [ -n "$lock_owner" ] && ! kill -0 "$lock_owner" 2>/dev/null; then rm -rf "$lock"; fi
      rmdir "$lock.takeover"
    fi
  done
  echo $$ >"$lock/owner"
}

build_flow() {
  mkdir -p "$root/target/flow" || return 1
  lock=$root/target/flow/lock
  log=$root/target/flow/build.log
  stage=
  lock_build || return 1
  trap 'rm -rf "$lock" ${stage:+"$stage"}' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if ! flow_is_built; then
    previous=$(cat "$root/target/flow/current" 2>/dev/null)
    if [ -n "$previous" ]; then
      say 'building (the sources or the JDK changed) ...'
    else
      say 'building (first use, about a minute) ...'
    fi
    stage=$(mktemp -d "$root/target/flow/build.XXXXXX") || exit 1
    if ! stage_flow >"$log" 2>&1 </dev/null; then
      say "the build failed; the end of $log says:"
      tail -n 40 "$log" >&2
      exit 1
    fi
    publish_flow || exit 1
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM HUP
  flow_is_built || { say 'the sources changed during the build; try again'; return 1; }
}

stage_flow() {
  # Dated before the sources are read: what changes during the build is newer than it.
  : >"$stage/stamp"
  printf '%s %s\n' "$JAVA_HOME" "$root" >"$stage/built-for"

  # A build directory apart, so that no other build of this tree is disturbed or disturbs.
  modules='cli workflows'
  for module in $modules; do rm -f "$root/$module"/target/flow-build/*.jar; done
  (cd "$root" && ./mvnw -B -ntp -Dquick -Dtarget.directory=target/flow-build -Dmaven.test.skip=true \
    -pl cli,workflows -am package dependency:copy-dependencies \
    -DincludeScope=runtime -Dmdep.prependGroupId=true "-DoutputDirectory=$stage/lib") || return 1
  for module in $modules; do
    cp "$root/$module"/target/flow-build/*.jar "$stage/lib/" || return 1
  done
  # Whatever looks a service up opens every jar: those that only a deployed host needs lie apart.
  mkdir "$stage/lib/hosts" || return 1
  mv "$stage"/lib/software.amazon.awssdk.* "$stage"/lib/org.slf4j.* "$stage"/lib/org.reactivestreams.* \
    "$stage/lib/hosts/" || return 1
  modernize_bytecode || echo 'Old classes stay out of the start-up cache.'

  class_path=
  for jar in "$stage"/lib/*.jar; do class_path=$class_path:$jar; done
  class_path=${class_path#:}
  # The start-up cache serves a class path that only has more at its end.
  printf '%s:%s\n' "$class_path" "$stage/lib/hosts/*" >"$stage/hosts.class-path"
  # The short life of most commands decides the flags: no second compiler, the smallest collector.
  cat >"$stage/java.args" <<EOF
-XX:TieredStopAtLevel=1
-XX:+UseSerialGC
--enable-native-access=ALL-UNNAMED
-cp "$class_path"
EOF
  train_flow || echo 'No start-up cache: flow works without, but starts more slowly.'
}

# Old bytecode never comes out of a start-up cache: see ModernBytecode.
modernize_bytecode() {
  for jar in "$stage"/lib/*picocli-*.jar; do
    "$JAVA_HOME/bin/java" -cp "$jar" "$root/build/ModernBytecode.java" "$jar" "$jar.modern" &&
      mv -f "$jar.modern" "$jar" || { rm -f "$jar.modern"; return 1; }
  done
}

# Writes flow.aot from a rehearsal of the commands in rehearsal.txt, in a directory of its own.
train_flow() {
  mkdir "$stage/rehearsal" || return 1
  (cd "$stage/rehearsal" && "$JAVA_HOME/bin/java" "@$stage/java.args" "-XX:AOTCacheOutput=$stage/flow.aot" \
    dev.flowstone.cli.Rehearsal "$root/build/rehearsal.txt" "$root")
  trained=$?
  rm -rf "$stage/rehearsal"
  if [ "$trained" -ne 0 ] || [ ! -s "$stage/flow.aot" ]; then
    rm -f "$stage/flow.aot"
    return 1
  fi
  printf -- '-XX:AOTCache="%s"\n' "$stage/flow.aot" >>"$stage/java.args"
}

# Builds older than the previous one go; that one may still have a process running from it.
publish_flow() {
  printf '%s\n' "${stage##*/}" >"$stage/current" &&
    mv -f "$stage/current" "$root/target/flow/current" || return 1
  for old in "$root"/target/flow/build.??????; do
    case ${old##*/} in
      "${stage##*/}" | "$previous") ;;
      *) rm -rf "$old" ;;
    esac
  done
  stage=
}
