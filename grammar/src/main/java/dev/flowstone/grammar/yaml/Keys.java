package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The entries of a map whose keys are words of the language: each once, and none that is not
/// known.
final class Keys {

  private final Reading reading;
  private final Node.Mapping mapping;
  private final String owner;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  /// `owner` names the construct in messages, such as `step`.
  Keys(Reading reading, Node.Mapping mapping, String owner, List<String> known) {
    this.reading = reading;
    this.mapping = mapping;
    this.owner = owner;
    for (Node.Entry entry : unique(reading, mapping)) {
      if (known.contains(entry.name())) {
        entries.put(entry.name(), entry);
      } else {
        reading.report(unknown(entry.key(), owner, known));
      }
    }
  }

  /// The entries of a map without those whose key was there before, which are reported.
  static List<Node.Entry> unique(Reading reading, Node.Mapping mapping) {
    Map<String, Node.Entry> first = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Node.Entry before = first.putIfAbsent(entry.name(), entry);
      if (before != null) {
        reading.report(
            Code.REPEATED_KEY
                .at(
                    "the key '" + Reading.shortened(entry.name()) + "' is here a second time",
                    entry.key().span())
                .related("it is first here", before.key().span()));
      } else if (entry.name().equals("<<") && entry.key().style() == Node.Style.PLAIN) {
        reading.report(
            Code.YAML_FEATURE
                .at("merge keys are not part of the language", entry.key().span())
                .hint("write the entries out, or use ${a.merge(b)}"));
      }
    }
    return List.copyOf(first.values());
  }

  private static Diagnostic unknown(Node.Scalar key, String owner, List<String> known) {
    String text = Reading.shortened(key.value());
    Diagnostic problem =
        Code.UNKNOWN_KEY.at("'" + owner + "' has no key '" + text + "'", key.span());
    return problem.hint(Nearest.hint(key.value(), known).orElse(mayHave(owner, known)));
  }

  private static String mayHave(String owner, List<String> known) {
    List<String> others = known.stream().filter(key -> !key.equals(owner)).toList();
    return others.isEmpty() ? "it has no other keys" : "it may have " + String.join(", ", others);
  }

  /// The entries with known keys, in the order of the source.
  List<Node.Entry> known() {
    return List.copyOf(entries.values());
  }

  Optional<Node.Entry> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /// An entry that must be there.
  Optional<Node.Entry> require(String key) {
    Node.Entry entry = entries.get(key);
    if (entry == null) {
      Span start =
          mapping.entries().isEmpty()
              ? Reading.head(mapping)
              : mapping.entries().getFirst().key().span();
      reading.report(Code.MISSING_KEY.at("'" + owner + "' needs the key '" + key + "'", start));
    }
    return Optional.ofNullable(entry);
  }
}
