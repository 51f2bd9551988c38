package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.HistoryEntry;
import java.util.List;

/// What happened to an execution. `complete` is false where the beginning was trimmed; `unread`
/// messages were accepted and are not in the journal; `more` tells that these are a page, after
/// which there is another.
public record Timeline(List<HistoryEntry> entries, boolean complete, int unread, boolean more) {
  public Timeline {
    entries = List.copyOf(entries);
  }

  public Timeline(List<HistoryEntry> entries, boolean complete, int unread) {
    this(entries, complete, unread, false);
  }
}
