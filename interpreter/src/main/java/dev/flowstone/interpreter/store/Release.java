package dev.flowstone.interpreter.store;

import java.util.List;

/// How a release went.
public sealed interface Release {
  record Done() implements Release {}

  /// The inbox moved: journal what is pending and go on.
  record Unseen(long inboxVersion, List<InboxEntry> pending) implements Release {}

  record Fenced() implements Release {}
}
