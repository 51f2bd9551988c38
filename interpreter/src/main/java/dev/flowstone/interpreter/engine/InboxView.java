package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an activation has seen of its inbox: which messages it knows, which of them are in the
/// journal, and when to look again.
final class InboxView {
  private final Backlog backlog;
  private final Duration interval;
  private final Set<String> known = new HashSet<>();
  private final List<InboxEntry> journaled = new ArrayList<>();
  private long version;
  private Instant lookAt;
  private boolean looking;

  InboxView(Backlog backlog, Duration interval, Instant now) {
    this.backlog = backlog;
    this.interval = interval;
    this.lookAt = now.plus(interval);
  }

  /// Takes in what is pending; what is new waits to be journaled.
  void see(long seenVersion, List<InboxEntry> pending) {
    version = Math.max(version, seenVersion);
    for (InboxEntry entry : pending) {
      if (known.add(entry.key())) {
        backlog.add(entry);
      }
    }
  }

  long version() {
    return version;
  }

  void journaled(List<InboxEntry> entries) {
    journaled.addAll(entries);
  }

  /// Messages that may leave the inbox.
  List<String> journaledKeys() {
    return journaled.stream().map(InboxEntry::key).toList();
  }

  /// Whether messages that are in the journal already take much of the inbox.
  boolean isCrowded() {
    int weight = journaled.stream().mapToInt(InboxEntry::weight).sum();
    return weight > InboxEntry.INBOX_BYTES / 2;
  }

  /// These have left the inbox: should one come again, it is a message like any other.
  void removed(List<String> keys) {
    known.removeAll(keys);
    journaled.removeIf(entry -> keys.contains(entry.key()));
  }

  /// Somebody says that there is something new.
  void nudge() {
    lookAt = Instant.MIN;
  }

  boolean lookDue(Instant now) {
    return !lookAt.isAfter(now);
  }

  boolean isLooking() {
    return looking;
  }

  void look(Instant now) {
    looking = true;
    lookAt = now.plus(interval);
  }

  void looked() {
    looking = false;
  }

  /// When to look, unless somebody is looking.
  Instant next() {
    return looking ? Instant.MAX : lookAt;
  }
}
