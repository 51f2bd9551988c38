package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A store that keeps every slot that was ever appended, whatever is trimmed, and whose trims may
/// be torn: what should go goes in part, and the state does not come in its place.
final class Archive extends Through {
  private final Map<String, List<Slot>> appended = new HashMap<>();
  private final Map<String, Set<Long>> torn = new HashMap<>();
  private final Map<String, TrimPolicy> policies = new HashMap<>();
  private final int history;

  Archive(ExecutionStore store, int history) {
    super(store);
    this.history = history;
  }

  /// The whole journal of an execution, as it was appended.
  List<Slot> whole(String name) {
    return appended.getOrDefault(name, List.of());
  }

  /// What is to be left of it where nothing is in the way of trims.
  TrimPolicy policy(String name) {
    return policies.computeIfAbsent(name, _ -> new TrimPolicy(history));
  }

  /// Whether a trim of it was torn.
  boolean isTorn(String name) {
    return torn.containsKey(name);
  }

  @Override
  public Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    Creation creation = store.create(execution, holder, now);
    if (creation instanceof Creation.Created && !appended.containsKey(execution.name())) {
      appended.put(execution.name(), new ArrayList<>(List.of(execution.first())));
    }
    return creation;
  }

  @Override
  public Appended append(String name, String id, Slot slot) {
    Appended answer = store.append(name, id, slot);
    List<Slot> all = appended.get(name);
    if (answer instanceof Appended.Written && all != null && slot.index() == all.size()) {
      all.add(slot);
    }
    return answer;
  }

  @Override
  public Claim claim(String name, Claiming claiming, Instant now) {
    Claim answer = store.claim(name, claiming, now);
    if (answer instanceof Claim.Held held) {
      policy(name).claimed(held.stored().snapshot());
    }
    return answer;
  }

  @Override
  public Renewal renew(String name, String id, Renewing renewing, Instant now) {
    Renewal answer = store.renew(name, id, renewing, now);
    policy(name).offered(renewing.snapshot(), answer instanceof Renewal.Renewed);
    return answer;
  }

  @Override
  public Release release(String name, String id, Released released) {
    Release answer = store.release(name, id, released);
    policy(name).offered(released.snapshot(), answer instanceof Release.Done);
    return answer;
  }

  @Override
  public Finish finish(String name, String id, Ending ending) {
    Finish answer = store.finish(name, id, ending);
    if (answer instanceof Finish.Done) {
      policy(name).ended(ending.snapshot());
    }
    return answer;
  }

  /// Only some of what is to go goes.
  void tear(String name, Snapshot base, Draw draw) {
    if (base.through() == 0 || base.through() > store.meta(name).orElseThrow().snapshotThrough()) {
      return;
    }
    Set<Long> gone = torn.computeIfAbsent(name, _ -> new HashSet<>());
    long upTo = draw.between(1, (int) base.through());
    for (long index = 0; index < upTo; index++) {
      if (index + 1 < upTo || draw.chance(70)) { // several are removed at the same time
        gone.add(index);
      }
    }
  }

  @Override
  public List<Slot> journal(String name, long from, int limit) {
    Set<Long> gone = torn.getOrDefault(name, Set.of());
    return gone.isEmpty()
        ? store.journal(name, from, limit)
        : store.journal(name, from, Integer.MAX_VALUE).stream()
            .filter(slot -> !gone.contains(slot.index()))
            .limit(limit)
            .toList();
  }
}
