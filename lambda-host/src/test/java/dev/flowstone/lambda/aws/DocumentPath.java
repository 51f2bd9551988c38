package dev.flowstone.lambda.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where in an item something is: `a.b[2]`.
record DocumentPath(List<Step> steps) {

  sealed interface Step {

    record Field(String name) implements Step {}

    record Position(int index) implements Step {}
  }

  String top() {
    return steps.getFirst() instanceof Step.Field(String name) ? name : "";
  }

  boolean isNested() {
    return steps.size() > 1;
  }

  Step last() {
    return steps.getLast();
  }

  DocumentPath parent() {
    return new DocumentPath(steps.subList(0, steps.size() - 1));
  }

  Optional<Attribute> in(Map<String, Attribute> item) {
    Optional<Attribute> current = Optional.of(new Attribute.Document(item));
    for (Step step : steps) {
      current = current.flatMap(value -> child(value, step));
    }
    return current;
  }

  static Optional<Attribute> child(Attribute value, Step step) {
    if (value instanceof Attribute.Document(Map<String, Attribute> fields)
        && step instanceof Step.Field(String name)) {
      return Optional.ofNullable(fields.get(name));
    }
    if (value instanceof Attribute.Sequence(List<Attribute> values)
        && step instanceof Step.Position(int index)
        && index < values.size()) {
      return Optional.of(values.get(index));
    }
    return Optional.empty();
  }

  /// The item with what holds the end of the path replaced.
  Map<String, Attribute> replaceParent(
      Map<String, Attribute> item, Function<Attribute, Attribute> change) {
    Attribute replaced =
        replace(new Attribute.Document(item), steps.subList(0, steps.size() - 1), change);
    return replaced instanceof Attribute.Document(Map<String, Attribute> fields) ? fields : item;
  }

  private static Attribute replace(
      Attribute value, List<Step> steps, Function<Attribute, Attribute> change) {
    if (steps.isEmpty()) {
      return change.apply(value);
    }
    Step step = steps.getFirst();
    Attribute child = child(value, step).orElseThrow(DocumentPath::notThere);
    return put(value, step, replace(child, steps.subList(1, steps.size()), change));
  }

  /// A value with one of its parts set; behind the end of a list means at its end.
  static Attribute put(Attribute value, Step step, Attribute part) {
    if (value instanceof Attribute.Document(Map<String, Attribute> fields)
        && step instanceof Step.Field(String name)) {
      Map<String, Attribute> changed = new HashMap<>(fields);
      changed.put(name, part);
      return new Attribute.Document(changed);
    }
    if (value instanceof Attribute.Sequence(List<Attribute> values)
        && step instanceof Step.Position(int index)) {
      List<Attribute> changed = new ArrayList<>(values);
      if (index < changed.size()) {
        changed.set(index, part);
      } else {
        changed.add(part);
      }
      return new Attribute.Sequence(changed);
    }
    throw notThere();
  }

  static Attribute drop(Attribute value, Step step) {
    if (value instanceof Attribute.Document(Map<String, Attribute> fields)
        && step instanceof Step.Field(String name)) {
      Map<String, Attribute> changed = new HashMap<>(fields);
      changed.remove(name);
      return new Attribute.Document(changed);
    }
    if (value instanceof Attribute.Sequence(List<Attribute> values)
        && step instanceof Step.Position(int index)) {
      List<Attribute> changed = new ArrayList<>(values);
      if (index < changed.size()) {
        changed.remove(index);
      }
      return new Attribute.Sequence(changed);
    }
    throw notThere();
  }

  private static ServiceException notThere() {
    return ServiceException.invalid(
        "The document path provided in the update expression is invalid for update");
  }

  /// What a projection to these paths leaves of an item; parts of a list move together.
  static Map<String, Attribute> project(Map<String, Attribute> item, List<DocumentPath> paths) {
    Attribute projected =
        project(new Attribute.Document(item), paths.stream().map(DocumentPath::steps).toList())
            .orElse(new Attribute.Document(Map.of()));
    return projected instanceof Attribute.Document(Map<String, Attribute> fields)
        ? fields
        : Map.of();
  }

  private static Optional<Attribute> project(Attribute value, List<List<Step>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return Optional.of(value);
    }
    Map<Step, List<List<Step>>> byStep =
        paths.stream()
            .collect(
                Collectors.groupingBy(
                    List::getFirst,
                    Collectors.mapping(p -> p.subList(1, p.size()), Collectors.toList())));
    Map<String, Attribute> fields = new HashMap<>();
    Map<Integer, Attribute> positions = new java.util.TreeMap<>();
    byStep.forEach((step, rest) ->
        child(value, step)
            .flatMap(child -> project(child, rest))
            .ifPresent(part -> {
              switch (step) {
                case Step.Field(String name) -> fields.put(name, part);
                case Step.Position(int index) -> positions.put(index, part);
              }
            }));
    if (!positions.isEmpty()) {
      return Optional.of(new Attribute.Sequence(List.copyOf(positions.values())));
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(new Attribute.Document(fields));
  }

  /// Paths of one expression may not be, or lead through, each other.
  static void requireDistinct(List<DocumentPath> paths) {
    for (int i = 0; i < paths.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireDistinct(paths.get(j), paths.get(i));
      }
    }
  }

  private static void requireDistinct(DocumentPath one, DocumentPath two) {
    int shared = Math.min(one.steps.size(), two.steps.size());
    for (int i = 0; i < shared; i++) {
      Step left = one.steps.get(i);
      Step right = two.steps.get(i);
      if (left.getClass() != right.getClass()) {
        throw ServiceException.invalid(together("conflict", one, two));
      }
      if (!left.equals(right)) {
        return;
      }
    }
    throw ServiceException.invalid(together("overlap", one, two));
  }

  private static String together(String how, DocumentPath one, DocumentPath two) {
    return "Two document paths "
        + how
        + " with each other; must remove or rewrite one of these paths; path one: "
        + one
        + ", path two: "
        + two;
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step ->
            switch (step) {
              case Step.Field(String name) -> name;
              case Step.Position(int index) -> "[" + index + "]";
            })
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
