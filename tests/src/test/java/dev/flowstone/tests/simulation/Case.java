package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Command;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One execution to simulate: its workflows and a seed, from which everything else is drawn, or as
/// much of it as the case does not say itself.
///
/// @param faults those that strike, and no others
/// @param acts what people do, and nothing else
/// @param troubled the attempts that go as drawn: all others are answered at once
record Case(
    long seed,
    String workflows,
    Optional<Set<Weather.Fault>> faults,
    Optional<Set<String>> acts,
    Optional<Set<String>> troubled) {

  static Case of(long seed, String workflows) {
    return new Case(seed, workflows, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Case with(String other) {
    return new Case(seed, other, faults, acts, troubled);
  }

  Case withFaults(Set<Weather.Fault> those) {
    return new Case(seed, workflows, Optional.of(those), acts, troubled);
  }

  Case withActs(Set<String> those) {
    return new Case(seed, workflows, faults, Optional.of(those), troubled);
  }

  Case withTroubled(Set<String> those) {
    return new Case(seed, workflows, faults, acts, Optional.of(those));
  }

  boolean has(String act) {
    return acts.map(those -> those.contains(act)).orElse(true);
  }

  static String attempt(String execution, Command.Invoke invoke) {
    return execution + ":" + invoke.call() + "#" + invoke.attempt();
  }

  Conduct conduct(String execution, Command.Invoke invoke, boolean slow) {
    Conduct drawn =
        Conduct.of(seed, execution + ":" + invoke.call(), invoke.attempt(), invoke.handler(), slow);
    return troubled.map(those -> those.contains(attempt(execution, invoke))).orElse(true)
        ? drawn
        : drawn.plain(seed, invoke.call());
  }

  /// As it is printed, and read again by [#read].
  @Override
  public String toString() {
    return "seed "
        + seed
        + "\n"
        + line("faults", faults)
        + line("acts", acts)
        + line("troubled", troubled)
        + "\n"
        + workflows;
  }

  private static String line(String word, Optional<? extends Collection<?>> some) {
    return some.map(
            all -> all.stream().map(one -> " " + one).collect(Collectors.joining("", word, "\n")))
        .orElse("");
  }

  static Case read(String text) {
    int blank = text.indexOf("\n\n");
    Case read = of(0, text.substring(blank + 2));
    for (String line : text.substring(0, blank).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      Set<String> rest =
          Arrays.stream(words).skip(1).collect(Collectors.toCollection(LinkedHashSet::new));
      read =
          switch (words[0]) {
            case "seed" ->
                new Case(
                    Long.parseLong(words[1]),
                    read.workflows,
                    read.faults,
                    read.acts,
                    read.troubled);
            case "faults" ->
                read.withFaults(
                    rest.stream()
                        .map(Weather.Fault::read)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
            case "acts" -> read.withActs(rest);
            case "troubled" -> read.withTroubled(rest);
            default -> throw new IllegalArgumentException("not a line of a case: " + line);
          };
    }
    return read;
  }
}
