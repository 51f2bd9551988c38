package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Hands out the ids of steps, waits and blocks, in the order of the source.
///
/// An id is a name that the author chose (the variable, else the handler, the workflow or the
/// signal; of a `for` its item), with `#2`, `#3` … where it repeats; so it stays what it is when
/// statements of other names come, go or move. An undo is `<step>.undo`, a notification
/// `<wait>.notify`, and both are handed out with the step, or a handler of that name could take
/// them.
final class StepIds {

  static final String UNDO = ".undo";
  static final String NOTIFY = ".notify";

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> repeats = new HashMap<>();
  private final Map<String, Span> spans = new LinkedHashMap<>();

  /// An id from a name, and one from the same name with a suffix for what belongs to the step, if
  /// something does.
  String next(String name, Span span, String suffix) {
    int number = repeats.getOrDefault(name, 0);
    String id;
    do {
      number++;
      id = number == 1 ? name : name + "#" + number;
    } while (taken.contains(id) || (!suffix.isEmpty() && taken.contains(id + suffix)));
    repeats.put(name, number);
    taken.add(id);
    spans.put(id, span);
    if (!suffix.isEmpty()) {
      taken.add(id + suffix);
      spans.put(id + suffix, span);
    }
    return id;
  }

  Map<String, Span> spans() {
    return spans;
  }
}
