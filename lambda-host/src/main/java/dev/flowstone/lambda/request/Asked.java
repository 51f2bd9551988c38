package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The fields of one request while they are read: what is wrong is collected, and so is what nobody
/// has asked for.
///
/// Numbers and times may also be written as text, as they are in the query of an address.
final class Asked {
  private static final int LONGEST_WORD = 300;

  private final Value.Fields fields;
  private final Set<String> read = new HashSet<>(Set.of("action"));
  private final List<String> problems = new ArrayList<>();

  Asked(Value.Fields fields) {
    this.fields = fields;
  }

  /// One sentence for each thing that is wrong.
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (Value key : fields.entries().keySet()) {
      if (key instanceof Value.Text(String name) && !read.contains(name)) {
        all.add("\"" + name + "\" is no field of this request");
      }
    }
    return all;
  }

  /// Absent where the field is null too.
  Optional<Value> value(String name) {
    read.add(name);
    return fields.get(name).filter(value -> value != Value.Null.NULL);
  }

  /// Whether the field is there and null.
  boolean isNull(String name) {
    return fields.get(name).filter(value -> value == Value.Null.NULL).isPresent();
  }

  Optional<String> text(String name) {
    return value(name)
        .flatMap(value -> {
          if (value instanceof Value.Text(String text)) {
            return Optional.of(text);
          }
          problems.add("\"" + name + "\" must be a string");
          return Optional.empty();
        });
  }

  String needed(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty() && value(name).isEmpty()) {
      problems.add("\"" + name + "\" is missing");
    }
    return text.orElse("");
  }

  /// Needed, and short enough for a key.
  String word(String name) {
    String word = needed(name);
    checked(name, word);
    return word;
  }

  Optional<String> optionalWord(String name) {
    Optional<String> word = text(name);
    word.ifPresent(present -> checked(name, present));
    return word;
  }

  private void checked(String name, String word) {
    if (word.length() > LONGEST_WORD) {
      problems.add("\"" + name + "\" is longer than " + LONGEST_WORD + " characters");
    }
  }

  boolean yes(String name) {
    return value(name)
        .map(value ->
            switch (value) {
              case Value.Bool(boolean yes) -> yes;
              case Value.Text(String text) when text.equals("true") -> true;
              case Value.Text(String text) when text.equals("false") -> false;
              default -> wrong("\"" + name + "\" must be true or false", false);
            })
        .orElse(false);
  }

  int number(String name, int standard, int least, int most) {
    Optional<BigDecimal> given = decimal(name);
    if (given.isEmpty()) {
      return standard;
    }
    try {
      int number = given.get().intValueExact();
      if (number >= least && number <= most) {
        return number;
      }
    } catch (ArithmeticException e) {
      // It is told below.
    }
    return wrong("\"%s\" must be a whole number from %d to %d".formatted(name, least, most), 0);
  }

  Optional<Duration> seconds(String name) {
    return decimal(name)
        .map(seconds ->
            seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(86_400)) > 0
                ? wrong(
                    "\"" + name + "\" must be a number of seconds, at most a day", Duration.ZERO)
                : Duration.ofMillis(seconds.movePointRight(3).longValue()));
  }

  private Optional<BigDecimal> decimal(String name) {
    return value(name)
        .flatMap(value ->
            switch (value) {
              case Value.Int(long number) -> Optional.of(BigDecimal.valueOf(number));
              case Value.Double number when Double.isFinite(number.value()) ->
                  Optional.of(BigDecimal.valueOf(number.value()));
              case Value.Text(String text) when text.matches("-?[0-9]{1,10}(\\.[0-9]{1,9})?") ->
                  Optional.of(new BigDecimal(text));
              default -> wrong("\"" + name + "\" must be a number", Optional.empty());
            });
  }

  Optional<Instant> time(String name) {
    return text(name)
        .flatMap(text -> {
          try {
            return Optional.of(Instant.parse(text));
          } catch (DateTimeParseException e) {
            return wrong(
                "\"" + name + "\" must be a time, as in 2026-03-01T10:00:00Z", Optional.empty());
          }
        });
  }

  <T> T wrong(String problem, T instead) {
    problems.add(problem);
    return instead;
  }
}
