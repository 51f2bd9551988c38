package dev.flowstone.tests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Templates that are wider than the code needs, that do not work, or that put data at risk: the
/// checks of the template tell each, and for the reason that it was made for.
class TemplateMutantsTest {
  private static final Template TEMPLATE =
      Template.read(Path.of("..", "lambda-host", "deploy", "template.yaml"));

  static Stream<Named<MarkdownTable.Row>> mutants() {
    return MarkdownTable.rows("mutants.md").stream().map(row -> Named.of(row.cell("mutant"), row));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isTold(MarkdownTable.Row mutant) {
    Optional<String> yaml = Optional.of(mutant.cell("becomes")).filter(text -> !text.isEmpty());
    Template mutated = TEMPLATE.with(mutant.cell("at"), yaml);

    List<String> complaints = Requirements.complaints(mutated);
    assertTrue(
        complaints.stream().anyMatch(complaint -> complaint.contains(mutant.cell("told"))),
        () -> complaints.isEmpty() ? "it passes" : String.join("\n", complaints));
  }

  @Test
  void whatIsMutatedIsACopy() {
    Template mutated = TEMPLATE.with("Table.TimeToLiveSpecification.Enabled", Optional.of("false"));

    assertEquals(1, Requirements.complaints(mutated).size());
    assertEquals(List.of(), Requirements.complaints(TEMPLATE));
  }
}
