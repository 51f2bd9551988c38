package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Snapshot;
import java.util.List;
import java.util.Optional;

/// When a journal is trimmed, and up to where: whenever snapshots have passed another so many
/// slots, up to the snapshot before. What a resume reads is not touched, and the history still
/// tells what came since that snapshot.
final class Trimming {
  private final int every;
  private Optional<Snapshot> last;

  /// `last` is the snapshot that is durable.
  Trimming(int every, Optional<Snapshot> last) {
    this.every = every;
    this.last = last;
  }

  /// Renews a lease, and trims what the snapshot that it brings lets go.
  void renew(Renewing renewing, List<Effect> effects) {
    effects.add(new Effect.Renew(renewing));
    trim(renewing.snapshot(), effects);
  }

  /// Lets go of the execution, and trims.
  void letGo(Released released, List<Effect> effects) {
    effects.add(new Effect.LetGo(released));
    trim(released.snapshot(), effects);
  }

  private void trim(Optional<Snapshot> newer, List<Effect> effects) {
    if (newer.isPresent()) {
      long passed = newer.get().through() / every;
      last.filter(one -> one.through() / every < passed)
          .map(Effect.Trim::new)
          .ifPresent(effects::add);
      last = newer;
    }
  }
}
