package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Instant;
import java.util.Optional;

/// One call of a handler in the oracle, from its first attempt until it has succeeded or is given
/// up.
final class Attempting {
  /// What follows its end.
  interface Over {
    void succeeded(Value output);

    /// `unknown` tells that some attempt may have had its effect.
    void failed(Fault fault, Event.Failure last, boolean unknown);
  }

  private final Oracle oracle;
  private final String id;
  private final Handling handling;
  private final Value.Fields input;
  private final Optional<Command.Outcome> undoes;
  private final Over over;
  private int attempt;
  private int first;
  private Instant since;
  private boolean unknown;
  private boolean flying = true;
  private boolean announced;
  private boolean held;
  private boolean gaveUp;
  private Instant due = Instant.MAX;
  private Event.Failure last =
      new Event.Failure("Interrupted", "stopped before it began", Optional.empty(), true, true);

  /// Its result no longer matters, and no further attempt is made.
  boolean unwanted;

  /// No further attempt is made, but this one may end.
  boolean lastOne;

  Attempting(
      Oracle oracle,
      String id,
      Handling handling,
      Value.Fields input,
      Optional<Command.Outcome> undoes,
      int attempt,
      Over over) {
    this.oracle = oracle;
    this.id = id;
    this.handling = handling;
    this.input = input;
    this.undoes = undoes;
    this.attempt = attempt;
    this.first = attempt;
    this.since = oracle.now;
    this.over = over;
    this.held = oracle.pauses().holds(this);
  }

  /// The pause in which it was to begin is over.
  void unhold() {
    held = false;
  }

  /// Whether it has failed for good.
  boolean gaveUp() {
    return gaveUp;
  }

  int attempt() {
    return attempt;
  }

  boolean unknown() {
    return unknown;
  }

  /// What it ended in, or would: one that is held has not begun.
  Event.Failure last() {
    return held
        ? new Event.Failure(
            "Interrupted", "stopped before another attempt began", Optional.empty(), true, true)
        : last;
  }

  /// Whether an attempt is being made, as far as the journal tells.
  boolean performed() {
    return flying && !held && (announced || !handling.atMostOnce());
  }

  /// Whether no attempt is being made.
  Fitting.Verdict movable() {
    return !flying || held
        ? Fitting.Verdict.FITS
        : performed() ? Fitting.Verdict.REFUSED : Fitting.Verdict.UNSURE;
  }

  /// A new round of attempts of the same call.
  void again() {
    attempt++;
    gaveUp = false;
    first = attempt;
    since = oracle.now;
    flying = true;
    announced = false;
    held = oracle.pauses().holds(this);
  }

  /// What was in flight is called again, unless it ended well while it was being interrupted: then
  /// this is its output.
  Optional<Value> comeBack() {
    if (gaveUp) {
      again();
      return Optional.empty();
    }
    if (!flying || held) {
      return Optional.empty();
    }
    Optional<Value> output =
        oracle.comeback().succeeded(id, attempt).map(Event.AttemptSucceeded::output);
    if (output.isPresent()) {
      flying = false;
    } else {
      again();
    }
    return output;
  }

  boolean take(Event event) {
    return switch (event) {
      case Event.AttemptStarted(Instant _, String call, int number) -> {
        if (!mine(call, number) || !handling.atMostOnce() || announced) {
          yield false;
        }
        announced = true;
        yield true;
      }
      case Event.AttemptSucceeded done -> {
        if (!mine(done.call(), done.attempt())) {
          yield false;
        }
        flying = false;
        over.succeeded(done.output());
        yield true;
      }
      case Event.AttemptFailed failed -> {
        if (!mine(failed.call(), failed.attempt())) {
          yield false;
        }
        failed(failed.failure(), failed.random());
        yield true;
      }
      case Event.TimerFired fired -> {
        if (flying || !fired.timer().equals(timer()) || !fired.due().equals(due)) {
          yield false;
        }
        flying = true;
        announced = false;
        yield true;
      }
      case Event.Started _,
          Event.Activated _,
          Event.ChildStarted _,
          Event.ChildRefused _,
          Event.Delivered _ ->
          false;
    };
  }

  private boolean mine(String call, int number) {
    return flying && !held && id.equals(call) && number == attempt;
  }

  private String timer() {
    return "retry:" + id + ":" + attempt;
  }

  /// The attempt that a host was making is lost with it.
  void changeHost(Event.Activated activated) {
    boolean gone = activated.interrupted() || unwanted;
    if (flying && !held && !gone && !lastOne && oracle.pauses().paused()) {
      again(); // nobody made it, and nobody will before the pause is over
    } else if (performed() && (activated.interrupted() || unwanted)) {
      failed(
          new Event.Failure(
              "HostLost", "the host was lost during the attempt", Optional.empty(), false, false),
          draw(activated.seed()));
    }
  }

  /// The draw of one of several calls that share a recorded seed.
  private double draw(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L * (id.hashCode() + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }

  private void failed(Event.Failure failure, double random) {
    unknown |= !failure.certain();
    last = failure;
    int made = attempt - first + 1;
    boolean again =
        !unwanted
            && !lastOne
            && !failure.permanent()
            && made < handling.retry().attempts()
            && (!handling.atMostOnce() || failure.certain())
            && (handling.retry().only().isEmpty()
                || handling.retry().only().contains(failure.error()))
            && !handling.retry().except().contains(failure.error());
    Instant next = oracle.now.plus(handling.delay(made, random));
    boolean late =
        handling.retry().within().filter(most -> next.isAfter(since.plus(most))).isPresent();
    flying = false;
    if (again && !late) {
      attempt++;
      due = next;
    } else {
      gaveUp = true;
      over.failed(
          new Fault(
              failure.error(),
              failure.message(),
              failure.data(),
              Optional.of(handling.id()),
              attempt),
          failure,
          unknown);
    }
  }

  void show(Outlook outlook) {
    if (held) {
      return;
    }
    if (!flying) {
      outlook.timers().add(new Timer(timer(), due));
    } else if (unwanted) {
      outlook.doings().add(new Outlook.Doing.Interrupt(id, attempt));
    } else {
      outlook
          .doings()
          .add(
              new Outlook.Doing.Invoke(
                  id,
                  attempt,
                  handling.handler(),
                  input,
                  handling.atMostOnce() && !announced,
                  handling.timeout(),
                  handling.heartbeat(),
                  undoes));
    }
  }
}
