package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Stored;
import java.util.List;

/// Whether executions are moved to other versions when they can be, and only then.
///
/// - a move is made where the oracle is sure that it can be, and refused where it is sure that it
///   cannot, in the journal and at the door
/// - one that is refused changes nothing
/// - one that was accepted is in the journal, or in the inbox of what has ended
record Moves(World world, String name) {

  /// The journal is about to tell of a message: says to the oracle what came of it.
  void next(Oracle oracle, Event event, State before, State after) {
    if (!(event instanceof Event.Delivered delivered)
        || !(delivered.message() instanceof Message.Move move)) {
      return;
    }
    Versions versions = world.versions(name);
    Written to = versions.find(move.version());
    boolean moved = !after.identity().version().equals(before.identity().version());
    Fitting.Verdict verdict = oracle.lineage().verdict(versions, to);
    if (moved) {
      oracle.lineage().accept(delivered.key(), to);
    } else if (!untouched(before, after)) {
      world.complain("move: refused, it changes " + before + "\n  to " + after);
    }
    boolean again = before.equals(after);
    if (!again && verdict == (moved ? Fitting.Verdict.REFUSED : Fitting.Verdict.FITS)) {
      world.complain("move: " + verdict + ", but it was " + (moved ? "moved" : "refused"));
    }
  }

  /// A slot of the journal has been told: whoever was turned away then was so rightly.
  void turnedAway(Oracle oracle, long slot) {
    for (Ledger.TurnedAway one : world.ledger().turnedAway(name, slot + 1)) {
      Versions versions = world.versions(name);
      Written to = versions.find(one.version());
      if (oracle.lineage().verdict(versions, to) == Fitting.Verdict.FITS) {
        world.complain("move: it fits, but was turned away: " + one);
      }
    }
  }

  private static boolean untouched(State before, State after) {
    return before.fibers().equals(after.fibers())
        && before.identity().equals(after.identity())
        && before.mailbox().equals(after.mailbox())
        && before.deadline().equals(after.deadline())
        && before.pausedSince().equals(after.pausedSince())
        && before.counters().equals(after.counters())
        && before.failure().equals(after.failure());
  }

  /// None was lost.
  void check(List<Judge.Step> steps, Stored stored) {
    long known =
        steps.stream().filter(step -> isMove(step.event())).count()
            + stored.meta().pending().stream().filter(Moves::isMove).count();
    if (known < world.ledger().moves(name)) {
      world.complain("I10: lost: a move, of " + world.ledger().moves(name) + " are left " + known);
    }
  }

  private static boolean isMove(Event event) {
    return event instanceof Event.Delivered delivered
        && delivered.message() instanceof Message.Move;
  }

  private static boolean isMove(InboxEntry entry) {
    return MessageCodec.decode(entry.body()) instanceof Decoded.Ok(Message.Move _);
  }
}
