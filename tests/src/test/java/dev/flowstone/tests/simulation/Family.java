package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A workflow and those that it calls and starts, with the revisions that were asked for so far.
record Family(List<Written> members, Map<String, Versions> revisions) {
  private static final String BORDER = "---\n";

  /// What some texts come to, unless something is wrong with one of them.
  static Optional<Family> read(String texts) {
    List<Written> members = new ArrayList<>();
    for (String text : texts.split("(?m)^" + BORDER, -1)) {
      Optional<Written> one = Written.read(text);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      members.add(one.get());
    }
    return Optional.of(new Family(List.copyOf(members), new HashMap<>()));
  }

  static Family of(String texts) {
    return read(texts)
        .orElseThrow(() ->
            new IllegalStateException(
                texts
                    + List.of(texts.split("(?m)^" + BORDER, -1)).stream()
                        .map(Written::complaints)
                        .toList()));
  }

  /// The one that is started from outside.
  Written main() {
    return members.getFirst();
  }

  Optional<Written> find(String workflow) {
    return members.stream().filter(one -> one.name().equals(workflow)).findFirst();
  }

  /// A workflow of it with its revisions, which are written when they are first asked for.
  Versions versions(String workflow) {
    return revisions.computeIfAbsent(workflow, name -> Versions.of(find(name).orElseThrow()));
  }

  String text() {
    return texts(members.stream().map(Written::text).toList());
  }

  static String texts(List<String> texts) {
    return String.join(BORDER, texts);
  }

  /// How many statements there are.
  long size() {
    return members.stream().mapToLong(one -> Statements.all(one.tree().body()).count()).sum();
  }

  @Override
  public String toString() {
    return members.stream().map(Written::name).collect(Collectors.joining(", "));
  }
}
