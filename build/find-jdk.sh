# Finds a JDK 25 or newer and exports JAVA_HOME. Read ("." in sh) by flow and .ci/run, not run by itself.
#
# Versions are read from the JDK's own "release" file: starting a JVM only to ask for its version would
# cost more than the whole search.

# jdk_is_new_enough DIR: true where DIR holds a compiler of version 25 or newer.
jdk_is_new_enough() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r jdk_line; do
    case $jdk_line in
      JAVA_VERSION=*)
        jdk_version=${jdk_line#*=}
        jdk_version=${jdk_version#\"}
        jdk_version=${jdk_version%%[!0-9]*}
        [ "${jdk_version:-0}" -ge 25 ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# find_jdk: sets and exports JAVA_HOME, or explains what to install and fails.
find_jdk() {
  for jdk in \
    "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.jdk/* \
    "${MISE_DATA_DIR:-${HOME:-}/.local/share/mise}"/installs/java/* \
    "${ASDF_DATA_DIR:-${HOME:-}/.asdf}"/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    if [ -n "$jdk" ] && jdk_is_new_enough "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done

  # What is left is found only by asking: macOS, then whatever "javac" on the PATH leads to.
  if [ -x /usr/libexec/java_home ] && jdk=$(/usr/libexec/java_home -v 25+ 2>/dev/null) &&
    jdk_is_new_enough "$jdk"; then
    JAVA_HOME=$jdk
    export JAVA_HOME
    return 0
  fi
  if jdk=$(command -v javac) && jdk=$(readlink -f "$jdk" 2>/dev/null) &&
    jdk_is_new_enough "${jdk%/bin/javac}"; then
    JAVA_HOME=${jdk%/bin/javac}
    export JAVA_HOME
    return 0
  fi

  cat >&2 <<'EOF'
No JDK 25 or newer was found. Install one, for example
  Debian, Ubuntu   apt install openjdk-25-jdk-headless   (or Temurin: https://adoptium.net)
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem               (https://sdkman.io)
or set JAVA_HOME to one that is installed elsewhere.
EOF
  return 1
}
