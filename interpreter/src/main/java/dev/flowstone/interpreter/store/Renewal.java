package dev.flowstone.interpreter.store;

import java.util.List;

/// How a renewal went.
public sealed interface Renewal {
  record Renewed(long inboxVersion, List<InboxEntry> pending) implements Renewal {}

  record Fenced() implements Renewal {}
}
