package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.List;

/// Which constructs the oracle was in, from which slot of the journal to which.
final class Visits {
  /// One stay in a construct; what is never left stays open.
  static final class Visit {
    final Construct construct;
    final long from;
    long to = Long.MAX_VALUE;

    Visit(Construct construct, long from) {
      this.construct = construct;
      this.from = from;
    }

    /// Whether something that happened when the journal had so many slots fell into it: as what led
    /// in or out was about to be written, or while it lasted.
    boolean covers(long slots) {
      return from <= slots && (to == Long.MAX_VALUE || slots <= to + 1);
    }
  }

  private final List<Visit> all = new ArrayList<>();
  private long slot;
  private boolean muted;

  /// The slot whose events are being taken.
  void at(long now) {
    slot = now;
  }

  /// What is lived again does not count.
  void mute(boolean now) {
    muted = now;
  }

  Visit enter(Construct construct) {
    Visit visit = new Visit(construct, slot);
    if (!muted) {
      all.add(visit);
    }
    return visit;
  }

  void leave(Visit visit) {
    visit.to = slot;
  }

  /// What goes on after a stay.
  Exit.Next leaving(Construct construct, Exit.Next next) {
    Visit visit = enter(construct);
    return exit -> {
      leave(visit);
      next.to(exit);
    };
  }

  List<Visit> all() {
    return all;
  }
}
