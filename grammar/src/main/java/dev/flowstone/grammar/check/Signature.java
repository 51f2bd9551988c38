package dev.flowstone.grammar.check;

import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One way to call a function: `size(string): int = SIZE`, or `string . contains(string): bool =
/// CONTAINS` for a method, whose receiver is the first parameter. `int...` takes one or more.
record Signature(
    String name,
    boolean method,
    List<Shape> parameters,
    boolean variadic,
    Shape result,
    Function function) {

  private static final Pattern LINE =
      Pattern.compile("(?:(.+) \\. )?([A-Za-z.]+)\\((.*?)\\): (.+) = ([A-Z_]+)");

  Signature {
    parameters = List.copyOf(parameters);
  }

  static Signature parse(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      throw new IllegalArgumentException(line);
    }
    List<Shape> parameters = new ArrayList<>();
    boolean method = match.group(1) != null;
    if (method) {
      parameters.add(Shape.parse(match.group(1)));
    }
    boolean variadic = match.group(3).endsWith("...");
    String listed =
        variadic ? match.group(3).substring(0, match.group(3).length() - 3) : match.group(3);
    for (String parameter : listed.split(", ", -1)) {
      if (!parameter.isEmpty()) {
        parameters.add(Shape.parse(parameter));
      }
    }
    return new Signature(
        match.group(2),
        method,
        parameters,
        variadic,
        Shape.parse(match.group(4)),
        Function.valueOf(match.group(5)));
  }

  boolean takes(int count) {
    return variadic ? count >= parameters.size() : count == parameters.size();
  }

  Shape parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /// The type of the result for these arguments, or nothing where they do not fit.
  Optional<Type> resultFor(List<Type> arguments) {
    if (!takes(arguments.size())) {
      return Optional.empty();
    }
    Map<String, Type> letters = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (!parameter(i).accepts(arguments.get(i), letters)) {
        return Optional.empty();
      }
    }
    return Optional.of(result.filled(letters));
  }

  /// `(string, int)`, without the receiver.
  String describeArguments() {
    return parameters.stream()
        .skip(method ? 1 : 0)
        .map(Shape::describe)
        .collect(Collectors.joining(", ", "(", variadic ? ", …)" : ")"));
  }
}
