package dev.flowstone.cli.remote;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Reading;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workflow as a host knows it: its versions, the newest first, and the aliases that point to
/// some.
public record Registered(String workflow, Map<String, String> aliases, List<Upload> versions) {

  public record Upload(String version, Instant at, Optional<String> file) {}

  public Registered {
    aliases = Map.copyOf(aliases);
    versions = versions.stream().sorted(Comparator.comparing(Upload::at).reversed()).toList();
  }

  /// Reads the answer of `workflows`.
  public static List<Registered> read(Value document) {
    return Reading.of(document).objects("workflows").stream().map(Registered::one).toList();
  }

  private static Registered one(Reading workflow) {
    Map<String, String> aliases = new LinkedHashMap<>();
    Reading named = workflow.object("aliases");
    for (Value key : named.fields().entries().keySet()) {
      if (key instanceof Value.Text(String alias)) {
        aliases.put(alias, named.text(alias));
      }
    }
    return new Registered(
        workflow.text("workflow"),
        aliases,
        workflow.objects("versions").stream()
            .map(each ->
                new Upload(
                    each.text("version"), each.instant("uploaded_at"), each.optionalText("file")))
            .toList());
  }

  /// The version that was uploaded before the one that an alias points to.
  public Optional<String> before(String alias) {
    String current = aliases.getOrDefault(alias, "");
    return versions.stream()
        .map(Upload::version)
        .dropWhile(version -> !version.equals(current))
        .skip(1)
        .findFirst();
  }

  /// The versions that begin so.
  public List<String> beginning(String prefix) {
    return versions.stream()
        .map(Upload::version)
        .filter(version -> version.startsWith(prefix))
        .distinct()
        .toList();
  }
}
