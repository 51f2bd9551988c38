package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.Optional;

/// Claims executions: one conditional update as a rule, and one query. What the condition did not
/// hold of is looked at, and taken under the condition that it is still so.
record Claims(Executions executions) {
  private static final double USUALLY = 1;
  private static final int PATIENCE = 10;

  Claim claim(String name, Claiming claiming, Instant now) {
    Heads heads = executions.heads();
    Heads.Change change =
        claiming.asked()
            ? new Heads.Change.Refused(heads.read(Operation.CLAIM, name))
            : heads.update(Operation.CLAIM, name, blindly(claiming, now), USUALLY);
    for (int tries = 0; tries < PATIENCE; tries++) {
      switch (change) {
        case Heads.Change.Made(MetaItem after) -> {
          return held(after);
        }
        case Heads.Change.Refused(Optional<MetaItem> present) -> {
          Optional<Claim> refusal = refusal(present, claiming, now);
          if (refusal.isPresent()) {
            return refusal.get();
          }
          Update update = seen(present.orElseThrow(), claiming, now);
          change = heads.update(Operation.CLAIM, name, update, USUALLY);
        }
      }
    }
    throw new StoreUnavailable("too many hosts want " + name + " at once", null);
  }

  private Claim held(MetaItem after) {
    executions.heads().remember(after);
    return new Claim.Held(
        executions.stored(Operation.CLAIM, after),
        after.epoch(),
        after.tries() > 1,
        after.lostUntil());
  }

  private Optional<Claim> refusal(Optional<MetaItem> found, Claiming claiming, Instant now) {
    Optional<MetaItem> present = found.filter(head -> !head.expired(now));
    if (present.isEmpty()) {
      return Optional.of(new Claim.Missing());
    }
    MetaItem head = present.get();
    if (head.ended()) {
      return Optional.of(new Claim.Ended(executions.meta(Operation.CLAIM, head)));
    }
    if (head.lease().filter(one -> one.nonce().equals(claiming.nonce())).isPresent()) {
      return Optional.of(held(head)); // this claim was made already
    }
    if (head.live(now)) {
      Meta.Lease lease = head.lease().orElseThrow();
      return Optional.of(new Claim.Busy(lease.host(), lease.until()));
    }
    int format = (int) head.item().number(MetaItem.FORMAT);
    if (format > claiming.format()) {
      return Optional.of(new Claim.Newer(format));
    }
    boolean due = head.due().filter(when -> !when.isAfter(now)).isPresent();
    return due || claiming.asked() || !head.inbox().attributes().isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim.Idle(executions.meta(Operation.CLAIM, head)));
  }

  /// Takes what nobody holds, or what a host has lost whose deadline was known to be the latest.
  private static Update blindly(Claiming claiming, Instant now) {
    Update update = taking(claiming, now);
    update.add(MetaItem.TRIES, Item.of(1));
    Condition when = update.when();
    when.absent(MetaItem.ENDED);
    when.atMost(MetaItem.FORMAT, Item.of(claiming.format()));
    String until = when.name(MetaItem.UNTIL);
    String nonce = when.name(MetaItem.NONCE);
    when.that(
        "attribute_not_exists(%s) OR (%s <= %s AND %s <> %s)"
            .formatted(
                until,
                until,
                when.value(Item.of(now)),
                nonce,
                when.value(Item.ofId(claiming.nonce()))));
    when.that(
        "%s <= %s OR size(%s) > %s"
            .formatted(
                when.name(Tables.DUE),
                when.value(Item.of(now)),
                when.name(MetaItem.INBOX),
                when.value(Item.of(0))));
    String deadline = when.name(MetaItem.HOST_DEADLINE);
    when.that(
        "attribute_not_exists(%s) OR %s <= %s"
            .formatted(deadline, deadline, when.name(MetaItem.LOST_UNTIL)));
    return update;
  }

  /// Takes what was seen, as long as it has not changed.
  private static Update seen(MetaItem head, Claiming claiming, Instant now) {
    Update update = taking(claiming, now);
    // At least two where it was interrupted: a repeated claim must tell that again.
    long tries = claiming.asked() ? Math.min(head.tries() + 1, 2) : head.tries() + 1;
    update.set(MetaItem.TRIES, Item.of(tries));
    Condition when = update.when();
    when.absent(MetaItem.ENDED)
        .is(MetaItem.ID, Item.ofId(head.id()))
        .is(MetaItem.EPOCH, Item.of(head.epoch()));
    if (head.lease().isPresent()) {
      Meta.Lease lease = head.lease().get();
      when.is(MetaItem.NONCE, Item.ofId(lease.nonce()));
      when.is(MetaItem.UNTIL, Item.of(lease.until()));
      lease
          .deadline()
          .filter(deadline -> head.lostUntil().filter(deadline::isBefore).isEmpty())
          .ifPresent(deadline -> update.set(MetaItem.LOST_UNTIL, Item.of(deadline)));
    } else {
      when.absent(MetaItem.NONCE);
    }
    return update;
  }

  private static Update taking(Claiming claiming, Instant now) {
    return new Update()
        .add(MetaItem.EPOCH, Item.of(1))
        .set(MetaItem.FORMAT, Item.of(claiming.format()))
        .set(MetaItem.HOST, Item.of(claiming.holder().host()))
        .set(MetaItem.NONCE, Item.ofId(claiming.nonce()))
        .set(MetaItem.UNTIL, Item.of(now.plus(claiming.holder().lease())))
        .set(MetaItem.HOST_DEADLINE, claiming.holder().deadline());
  }
}
