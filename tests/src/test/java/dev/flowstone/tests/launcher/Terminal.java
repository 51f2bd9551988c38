package dev.flowstone.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.tests.docs.Markdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A folder in which `./flow` is called, a new process each time.
final class Terminal {
  private static final int PATIENCE_MINUTES = 15;

  static final Path ROOT = Markdown.root();

  private final Path folder;

  Terminal(Path folder) {
    this.folder = folder;
  }

  /// A process that has ended.
  record Ran(int exitCode, String out, String err) {}

  /// A process that may still run; its output goes to files.
  record Running(Process process, Path out, Path err) {

    Ran ended() throws IOException, InterruptedException {
      assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "still running");
      return new Ran(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    /// What a terminal sends on ctrl-C.
    void pressCtrlC() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("flow").toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FLOWSTONE_WORK", folder.resolve("work").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Running(process, out, err);
  }

  Ran flow(String... arguments) throws IOException, InterruptedException {
    return start(arguments).ended();
  }

  /// `flow status NAME --json`.
  Value.Fields status(String name) throws IOException, InterruptedException {
    return json(flow("status", name, "--json"));
  }

  /// `flow history NAME --json`, its entries of one kind.
  List<Value.Fields> history(String name, String event) throws IOException, InterruptedException {
    Value.Fields history = json(flow("history", name, "--json"));
    Value.Items entries = (Value.Items) history.get("entries").orElseThrow();
    return entries.values().stream()
        .map(Value.Fields.class::cast)
        .filter(entry -> text(entry, "event").equals(event))
        .toList();
  }

  static Value.Fields json(Ran ran) {
    return ValueJson.parse(ran.out()) instanceof ValueJson.Parsed.Ok(Value.Fields fields)
        ? fields
        : throwing(ran);
  }

  private static Value.Fields throwing(Ran ran) {
    throw new AssertionError("no JSON object: " + ran);
  }

  static String text(Value.Fields fields, String name) {
    return fields.get(name).orElse(Value.Null.NULL) instanceof Value.Text(String text)
        ? text
        : "nothing called " + name + " in " + fields;
  }
}
