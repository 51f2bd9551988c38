package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.ProgramStore;
import java.util.Optional;

/// Programs in the embedded store.
final class SqlitePrograms implements ProgramStore {
  private final Writer writer;
  private final Readers readers;

  SqlitePrograms(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public void put(StoredProgram program) {
    if (get(program.version()).isPresent()) {
      return;
    }
    writer.write(session ->
        session.update(
            """
            INSERT INTO program (version, workflow, body, source, source_name) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            program.version(),
            program.workflow(),
            program.body(),
            program.source(),
            program.sourceName()));
  }

  Optional<String> live(String workflow) {
    return readers.read(session ->
        session.first(
            "SELECT version FROM live WHERE workflow = ?", row -> row.getString(1), workflow));
  }

  void makeLive(String workflow, String version) {
    if (live(workflow).filter(version::equals).isPresent()) {
      return;
    }
    writer.write(session ->
        session.update(
            "INSERT OR REPLACE INTO live (workflow, version) VALUES (?, ?)", workflow, version));
  }

  @Override
  public Optional<StoredProgram> get(String version) {
    return readers.read(session ->
        session.first(
            "SELECT workflow, version, body, source, source_name FROM program WHERE version = ?",
            row ->
                new StoredProgram(
                    row.getString(1),
                    row.getString(2),
                    row.getBytes(3),
                    row.getString(4),
                    row.getString(5)),
            version));
  }
}
