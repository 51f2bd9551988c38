package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.Optional;

/// Creates executions: one item with the first slot in it, or two where that is large.
record Starts(Executions executions, Optional<Payloads> payloads) {
  /// The item, and an entry in each of the two indexes.
  private static final double USUALLY = 3;

  Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    String name = execution.name();
    Item.Draft draft = MetaItem.draft(execution, holder, now);
    if (!MetaItem.inline(draft, execution.first())) {
      // A start that is repeated must not write a large input each time.
      Optional<MetaItem> present =
          executions.heads().read(Operation.CREATE, name).filter(head -> !head.expired(now));
      if (present.isPresent()) {
        return existing(present.get(), execution);
      }
      executions.journal().begin(name, execution.id(), execution.first(), execution.deadline());
    }
    Condition free = new Condition();
    free.that(
        "attribute_not_exists("
            + free.name(Tables.PK)
            + ") OR "
            + free.name(MetaItem.EXPIRES)
            + " <= "
            + free.value(Item.of(now)));
    return switch (executions.heads().create(draft, name, free, USUALLY)) {
      case Written.Done(Optional<Item> replaced) -> {
        replaced.map(MetaItem::new).ifPresent(this::purge);
        MetaItem made = new MetaItem(draft.item());
        executions.heads().remember(made);
        yield new Creation.Created(executions.meta(Operation.CREATE, made));
      }
      case Written.Refused(Optional<Item> present) ->
          existing(new MetaItem(present.orElseThrow()), execution);
    };
  }

  private Creation existing(MetaItem present, NewExecution execution) {
    boolean own = present.id().equals(execution.id());
    if (own) {
      executions.heads().remember(present);
    }
    var meta = executions.meta(Operation.CREATE, present);
    if (own) {
      return new Creation.Created(meta);
    }
    boolean same =
        meta.workflow().equals(execution.workflow())
            && meta.inputHash().equals(execution.inputHash());
    return same ? new Creation.Existing(meta) : new Creation.Clash(meta);
  }

  /// The item that told of these objects is gone.
  private void purge(MetaItem expired) {
    payloads.ifPresent(objects ->
        expired.prefixes().forEach(prefix -> objects.purge(prefix + "/" + expired.id() + "/")));
  }
}
