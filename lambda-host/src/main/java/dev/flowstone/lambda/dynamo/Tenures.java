package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What the host that holds an execution writes into its meta: renewals, the release, the end. Each
/// asks for epoch and nonce of the lease, and removes what was journaled in the same update.
record Tenures(Executions executions, Lifetimes lifetimes) {
  private static final double RENEWAL_USUALLY = 1;
  private static final double USUALLY = 3;
  private static final int PATIENCE = 10;

  /// What one of these writes is about.
  private record Write(
      Operation operation,
      String name,
      String id,
      long epoch,
      String nonce,
      List<String> journaledKeys,
      double usually) {}

  Renewal renew(String name, String id, Renewing renewing, Instant now) {
    Write write =
        new Write(
            Operation.RENEW,
            name,
            id,
            renewing.epoch(),
            renewing.nonce(),
            renewing.journaledKeys(),
            RENEWAL_USUALLY);
    Optional<MetaItem> known = executions.heads().known(Operation.RENEW, name, id);
    if (known.isEmpty()) {
      return new Renewal.Fenced();
    }
    Optional<Instant> until = lifetimes.snapshot(known.get().deadline());
    renewing
        .snapshot()
        .ifPresent(one -> executions.journal().keep(Operation.RENEW, known.get(), one, until));
    Heads.Change change =
        write(
            write,
            known.get(),
            update -> {
              update
                  .set(MetaItem.HOST, Item.of(renewing.holder().host()))
                  .set(MetaItem.UNTIL, Item.of(now.plus(renewing.holder().lease())))
                  .set(MetaItem.HOST_DEADLINE, renewing.holder().deadline());
              snapshot(update, known.get(), renewing.snapshot(), until);
            });
    return switch (change) {
      case Heads.Change.Made(MetaItem after) ->
          new Renewal.Renewed(after.inboxVersion(), executions.pending(Operation.RENEW, after));
      case Heads.Change.Refused _ -> new Renewal.Fenced();
    };
  }

  Release release(String name, String id, Released released) {
    Write write =
        new Write(
            Operation.RELEASE,
            name,
            id,
            released.epoch(),
            released.nonce(),
            released.journaledKeys(),
            USUALLY);
    Optional<MetaItem> known = executions.heads().known(Operation.RELEASE, name, id);
    if (known.isEmpty()) {
      return new Release.Fenced();
    }
    // Where nobody comes before the deadline, nobody makes its snapshot stay.
    Optional<Instant> deadline = known.get().deadline();
    Optional<Instant> until =
        released
            .due()
            .filter(due -> deadline.filter(due::isAfter).isEmpty())
            .flatMap(_ -> lifetimes.snapshot(deadline));
    released
        .snapshot()
        .ifPresent(one -> executions.journal().keep(Operation.RELEASE, known.get(), one, until));
    Heads.Change change =
        write(
            write,
            known.get(),
            update -> {
              update.when().is(MetaItem.INBOX_VERSION, Item.of(released.seenInboxVersion()));
              letGo(update);
              snapshot(update, known.get(), released.snapshot(), until);
              update.set(MetaItem.STATUS, Item.of(released.status()));
              if (!released.parked()) {
                letGoWell(update, released.epoch());
              }
              if (released.due().isPresent()) {
                update
                    .set(Tables.DUE_SHARD, Item.of(Keys.dueShard(name)))
                    .set(Tables.DUE, Item.of(released.due().get()));
              } else {
                update.remove(Tables.DUE_SHARD, Tables.DUE);
              }
            });
    Release answer =
        switch (change) {
          case Heads.Change.Made _ -> new Release.Done();
          case Heads.Change.Refused(Optional<MetaItem> present) -> refused(write, present);
        };
    if (!(answer instanceof Release.Unseen)) {
      executions.heads().forget(name);
    }
    return answer;
  }

  private Release refused(Write write, Optional<MetaItem> present) {
    if (present.filter(head -> isOf(head, write)).isEmpty()) {
      return new Release.Fenced();
    }
    MetaItem head = present.get();
    if (!head.holds(write.epoch(), write.nonce())) {
      return new Release.Done(); // this release was made already
    }
    executions.heads().remember(head);
    return new Release.Unseen(head.inboxVersion(), executions.pending(Operation.RELEASE, head));
  }

  Finish finish(String name, String id, Ending ending) {
    Write write =
        new Write(
            Operation.FINISH,
            name,
            id,
            ending.epoch(),
            ending.nonce(),
            ending.journaledKeys(),
            USUALLY);
    Optional<MetaItem> known = executions.heads().known(Operation.FINISH, name, id);
    if (known.isEmpty()) {
      return new Finish.Fenced();
    }
    Optional<Instant> until = ending.expires().map(Lifetimes::afterwards);
    ending
        .snapshot()
        .ifPresent(one -> executions.journal().keep(Operation.FINISH, known.get(), one, until));
    Heads.Change change = write(write, known.get(), update -> end(update, known.get(), ending));
    Optional<MetaItem> ended =
        switch (change) {
          case Heads.Change.Made(MetaItem after) -> Optional.of(after);
          case Heads.Change.Refused(Optional<MetaItem> present) ->
              present.filter(head -> isOf(head, write));
        };
    executions.heads().forget(name);
    if (ended.isEmpty()) {
      return new Finish.Fenced();
    }
    boolean stays = ended.get().ended() && ended.get().item().has(MetaItem.SNAPSHOT_STAYS);
    if (stays && until.isPresent()) {
      executions.journal().keepSnapshotUntil(ended.get(), until.get());
    }
    // To tell what is pending might take further reads.
    return new Finish.Done(
        ended
            .filter(head -> head.ended() && head.inbox().attributes().isEmpty())
            .map(executions::listed));
  }

  private void end(Update update, MetaItem head, Ending ending) {
    letGo(update);
    letGoWell(update, ending.epoch());
    update
        .set(MetaItem.STATUS, Item.of(ending.status()))
        .set(Tables.END, Item.of(ending.status()))
        .set(MetaItem.ENDED, Item.of(ending.at()))
        .set(MetaItem.EXPIRES, ending.expires());
    ending
        .snapshot()
        .filter(one -> one.through() > head.snapshotThrough())
        .ifPresent(one ->
            update.set(MetaItem.SNAPSHOT, Item.of(one.through())).remove(MetaItem.SNAPSHOT_STAYS));
    if (ending.expires().isEmpty()) {
      update.remove(Tables.DUE_SHARD, Tables.DUE);
      return;
    }
    Instant expires = ending.expires().get();
    if (hasObjects(head)) {
      // The sweep has time to remove the objects before the item goes that tells of them.
      update
          .set(Tables.DUE_SHARD, Item.of(Keys.purgeShard(head.name())))
          .set(Tables.DUE, Item.of(expires))
          .set(Tables.TTL, Item.seconds(Lifetimes.afterwards(expires)));
    } else {
      update.remove(Tables.DUE_SHARD, Tables.DUE).set(Tables.TTL, Item.seconds(expires));
    }
  }

  private boolean hasObjects(MetaItem head) {
    Set<String> unsaved = executions.requests().meter().unsaved(head.name()).prefixes();
    return !unsaved.isEmpty() || !head.prefixes().isEmpty();
  }

  private static void letGo(Update update) {
    update.remove(MetaItem.HOST, MetaItem.NONCE, MetaItem.UNTIL, MetaItem.HOST_DEADLINE);
  }

  /// The epoch leaves nothing behind that could be lost.
  private static void letGoWell(Update update, long epoch) {
    update.set(MetaItem.TRIES, Item.of(0)).set(MetaItem.RELEASED, Item.of(epoch));
  }

  private static void snapshot(
      Update update, MetaItem head, Optional<Snapshot> offered, Optional<Instant> until) {
    if (offered.filter(one -> one.through() > head.snapshotThrough()).isPresent()) {
      update.set(MetaItem.SNAPSHOT, Item.of(offered.get().through()));
      if (until.isPresent()) {
        update.remove(MetaItem.SNAPSHOT_STAYS);
      } else {
        update.set(MetaItem.SNAPSHOT_STAYS, Item.of(1));
      }
    }
  }

  private static boolean isOf(MetaItem head, Write write) {
    return head.id().equals(write.id()) && head.epoch() == write.epoch();
  }

  /// Makes the update, and makes it again where only the inbox was not as it was remembered.
  private Heads.Change write(Write write, MetaItem known, Consumer<Update> changes) {
    Optional<MetaItem> seen = Optional.of(known);
    if (!write.journaledKeys().stream().allMatch(known::has)) {
      seen = executions.heads().read(write.operation(), write.name());
    }
    for (int tries = 0; tries < PATIENCE; tries++) {
      MetaItem head = seen.orElse(null);
      if (head == null || !head.id().equals(write.id())) {
        return new Heads.Change.Refused(seen);
      }
      List<String> keys = write.journaledKeys().stream().distinct().filter(head::has).toList();
      boolean all = keys.size() <= InboxItems.REMOVED_AT_ONCE;
      Update update = new Update();
      update
          .when()
          .is(MetaItem.ID, Item.ofId(write.id()))
          .is(MetaItem.EPOCH, Item.of(write.epoch()))
          .is(MetaItem.NONCE, Item.ofId(write.nonce()));
      InboxItems.remove(update, head, all ? keys : keys.subList(0, InboxItems.REMOVED_AT_ONCE));
      if (all) {
        changes.accept(update);
      }
      Heads.Change change =
          executions.heads().update(write.operation(), write.name(), update, write.usually());
      switch (change) {
        case Heads.Change.Made(MetaItem after) -> {
          if (all) {
            return change;
          }
          seen = Optional.of(after);
        }
        case Heads.Change.Refused(Optional<MetaItem> present) -> {
          boolean moved =
              present
                  .filter(one -> isOf(one, write) && one.holds(write.epoch(), write.nonce()))
                  .filter(one -> !keys.stream().allMatch(one::has))
                  .isPresent();
          if (!moved) {
            return change;
          }
          seen = present;
        }
      }
    }
    throw new StoreUnavailable("too much happens to " + write.name() + " at once", null);
  }
}
