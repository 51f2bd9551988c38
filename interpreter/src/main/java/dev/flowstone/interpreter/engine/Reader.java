package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads executions as they stand in the store, without touching them.
record Reader(Ports ports, Asking asking, Programs programs) {

  /// One that is there and has not expired.
  Optional<Stored> present(String name) {
    Instant now = ports.clock().instant();
    return asking
        .askCalmly(() -> ports.executions().read(name))
        .filter(stored -> !stored.meta().expired(now));
  }

  Optional<Description> describe(String name) {
    return present(name).map(stored -> described(program(stored), stored));
  }

  static Description described(Program program, Stored stored) {
    return new Description(stored.meta(), program, Folded.of(program, stored).state());
  }

  List<Meta> due(Instant by, int limit) {
    return asking.askCalmly(() -> ports.executions().due(by, limit)).stream()
        .flatMap(name -> asking.askCalmly(() -> ports.executions().meta(name)).stream())
        .toList();
  }

  Optional<Timeline> history(String name) {
    Optional<Stored> present = present(name);
    if (present.isEmpty()) {
      return Optional.empty();
    }
    Stored stored = present.get();
    Program program = program(stored);
    List<Slot> all = asking.askCalmly(() -> ports.executions().journal(name, 0, Integer.MAX_VALUE));
    boolean complete = !all.isEmpty() && all.getFirst().index() == 0;
    Stored whole = complete ? new Stored(stored.meta(), Optional.empty(), all) : stored;
    List<HistoryEntry> entries = new ArrayList<>();
    Folded.of(program, whole, entries);
    return Optional.of(new Timeline(entries, complete, stored.meta().pending().size()));
  }

  private Program program(Stored stored) {
    return switch (programs.find(stored.meta().version())) {
      case Programs.Found.Ok(Program program) -> program;
      case Programs.Found.Unusable(String reason) -> throw new IllegalStateException(reason);
    };
  }
}
