package dev.flowstone.cli.testing;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Tests as the XML that JUnit made common, which build servers read.
public final class JunitXml {
  private final StringBuilder out = new StringBuilder();

  private JunitXml() {}

  public static String of(TestResults results) {
    JunitXml xml = new JunitXml();
    xml.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.out.append(
        "<testsuites tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"%s\">\n"
            .formatted(
                results.tests(),
                results.failures(),
                results.wrong().size(),
                seconds(results.took())));
    results.files().forEach(xml::suite);
    results.wrong().forEach(xml::wrong);
    return xml.out.append("</testsuites>\n").toString();
  }

  private void suite(TestedFile file) {
    Duration took =
        file.outcomes().stream().map(TestOutcome::took).reduce(Duration.ZERO, Duration::plus);
    out.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"%s\">\n"
            .formatted(
                attribute(file.text().name()),
                file.outcomes().size(),
                file.failures(),
                seconds(took)));
    FailureText failures = new FailureText(file, Colors.OFF);
    for (TestOutcome outcome : file.outcomes()) {
      out.append(
          "    <testcase classname=\"%s\" name=\"%s\" time=\"%s\""
              .formatted(
                  attribute(file.workflow()), attribute(outcome.title()), seconds(outcome.took())));
      if (outcome.passed()) {
        out.append("/>\n");
        continue;
      }
      List<String> lines = failures.lines(outcome);
      out.append(
          ">\n      <failure message=\"%s\">%s</failure>\n    </testcase>\n"
              .formatted(attribute(lines.getFirst()), text(String.join("\n", lines))));
    }
    out.append("  </testsuite>\n");
  }

  private void wrong(CheckedFile file) {
    String name = attribute(file.text().name());
    String message =
        file.diagnostics().stream().findFirst().map(first -> first.message()).orElse("");
    out.append(
        """
          <testsuite name="%s" tests="1" failures="0" errors="1">
            <testcase classname="%s" name="can be run">
              <error message="%s"/>
            </testcase>
          </testsuite>
        """
            .formatted(name, name, attribute(message)));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
  }

  private static String attribute(String text) {
    return text(text).replace("\"", "&quot;").replace("\n", "&#10;").replace("\t", "&#9;");
  }

  /// XML 1.0 has no way at all to say most control characters.
  private static String text(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            default -> {
              boolean allowed = c == '\n' || c == '\t' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
              boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
              safe.appendCodePoint(allowed && !surrogate ? c : '?');
            }
          }
        });
    return safe.toString();
  }
}
