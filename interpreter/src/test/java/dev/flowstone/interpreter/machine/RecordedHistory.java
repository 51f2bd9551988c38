package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// An execution as some version of the code has stored it: the canonical bytes of its program, the
/// bytes of each slot of its journal, the snapshot after each, and the status that it had come to.
record RecordedHistory(
    String name, String program, List<String> slots, List<String> snapshots, String status) {

  static RecordedHistory of(String name, Program program, List<Event> events, List<State> states) {
    return new RecordedHistory(
        name,
        text(ProgramCodec.bytes(program)),
        events.stream().map(event -> text(EventCodec.encode(List.of(event)))).toList(),
        states.stream().map(state -> text(StateCodec.encode(state))).toList(),
        states.getLast().status().name());
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static List<RecordedHistory> read(Path file) throws IOException {
    var histories = new ArrayList<RecordedHistory>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        histories.add(parse(line));
      }
    }
    return histories;
  }

  static void write(Path file, List<RecordedHistory> histories) throws IOException {
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      for (var history : histories) {
        out.write(history.json() + "\n");
      }
    }
  }

  private String json() {
    var fields = new LinkedHashMap<Value, Value>();
    fields.put(new Value.Text("name"), new Value.Text(name));
    fields.put(new Value.Text("program"), new Value.Text(program));
    fields.put(new Value.Text("slots"), texts(slots));
    fields.put(new Value.Text("snapshots"), texts(snapshots));
    fields.put(new Value.Text("status"), new Value.Text(status));
    return ((ValueJson.Rendered.Ok) ValueJson.render(new Value.Fields(fields))).json();
  }

  private static Value texts(List<String> texts) {
    return new Value.Items(texts.stream().<Value>map(Value.Text::new).toList());
  }

  private static RecordedHistory parse(String line) {
    if (!(ValueJson.parse(line) instanceof ValueJson.Parsed.Ok(Value.Fields fields))) {
      throw new AssertionError("not a history: " + line);
    }
    return new RecordedHistory(
        text(fields, "name"),
        text(fields, "program"),
        texts(fields, "slots"),
        texts(fields, "snapshots"),
        text(fields, "status"));
  }

  private static String text(Value.Fields fields, String name) {
    return ((Value.Text) fields.get(name).orElseThrow()).value();
  }

  private static List<String> texts(Value.Fields fields, String name) {
    return ((Value.Items) fields.get(name).orElseThrow())
        .values().stream().map(value -> ((Value.Text) value).value()).toList();
  }
}
