package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `wait for` of the oracle.
final class Awaiting implements Blocked, Attempting.Over {
  private sealed interface Conclusion {
    record Answered(Value payload) implements Conclusion {}

    record TimedOut() implements Conclusion {}

    record Failed(Fault fault) implements Conclusion {}
  }

  private final Course course;
  private final Lane lane;
  private final Statement.WaitFor wait;
  private final Runnable again;
  private final Exit.Next next;
  private final String id;
  private final int ordinal;
  private Instant due;
  private final Optional<Duration> heartbeat;
  private Instant silentAt;
  private @Nullable Attempting notification;
  private Visits.@Nullable Visit visit;
  private @Nullable Conclusion conclusion;

  Awaiting(
      Course course,
      Lane lane,
      Statement.WaitFor wait,
      Duration timeout,
      Runnable again,
      Exit.Next next) {
    this.course = course;
    this.lane = lane;
    this.wait = wait;
    this.again = again;
    this.next = next;
    this.id = course.oracle().id(wait);
    this.ordinal = course.oracle().nextWait();
    this.due = course.oracle().now.plus(timeout);
    this.heartbeat =
        Clause.find(wait.clauses(), Clause.Heartbeat.class)
            .map(Clause.Heartbeat::interval)
            .map(DurationText::value);
    this.silentAt = heartbeat.map(course.oracle().now::plus).orElse(Instant.MAX);
  }

  void begin() {
    lane.blocked = this;
    Optional<Value> early = course.oracle().letters().takeSignal(signal());
    if (early.isPresent()) {
      answered(early.get());
    } else if (!due.isAfter(course.oracle().now)) {
      conclude(new Conclusion.TimedOut());
    } else {
      Clause.find(wait.clauses(), Clause.Notify.class).ifPresent(this::announce);
    }
  }

  private void announce(Clause.Notify notice) {
    String own = id + ".notify";
    Value callback = Tokens.callback(course.oracle().started, ordinal);
    switch (course.values().arguments(lane, own, notice.call(), Map.of("callback", callback))) {
      case Values.Found.Failed(Fault fault) -> failed(fault);
      case Values.Found.Ok(Value input) -> {
        visit = course.oracle().visits.enter(Construct.NOTIFY);
        notification =
            new Attempting(
                course.oracle(),
                lane.instance(own) + "@" + ordinal,
                Handling.step(
                    own,
                    notice.call(),
                    notice.clauses(),
                    course.oracle().written.analysis().declared()),
                (Value.Fields) input,
                Optional.empty(),
                1,
                this);
      }
    }
  }

  String signal() {
    return wait.signal().text();
  }

  int ordinal() {
    return ordinal;
  }

  boolean hasHeartbeat() {
    return heartbeat.isPresent();
  }

  /// Whether it still takes answers.
  boolean isOpen() {
    return conclusion == null && !lane.stopping();
  }

  /// Whether it is over but for its notification.
  boolean isConcluding() {
    return conclusion != null;
  }

  boolean heard(Instant when) {
    Instant until = when.plus(heartbeat.orElseThrow());
    boolean later = until.isAfter(silentAt);
    silentAt = later ? until : silentAt;
    return later;
  }

  void answered(Value payload) {
    conclude(new Conclusion.Answered(payload));
  }

  void failed(Fault fault) {
    conclude(new Conclusion.Failed(Values.at(fault, id)));
  }

  private void conclude(Conclusion how) {
    conclusion = how;
    if (notification != null && notification.performed()) {
      notification.lastOne = true;
      notification.unwanted = !(how instanceof Conclusion.Answered);
    } else {
      finish(how);
    }
  }

  private void finish(Conclusion how) {
    notification = null;
    if (lane.stopping()) {
      next.to(lane.onward(Exit.Done.DONE));
      return;
    }
    switch (how) {
      case Conclusion.Answered(Value payload) -> {
        wait.target().map(Name::text).ifPresent(name -> lane.assign(name, payload));
        next.to(Exit.Done.DONE);
      }
      case Conclusion.TimedOut() ->
          Clause.find(wait.clauses(), Clause.OnTimeout.class)
              .ifPresentOrElse(
                  late -> course.block(lane, late.block(), next),
                  () ->
                      course.raise(
                          lane, Values.fault("WaitTimeout", Optional.of(id)), again, next));
      case Conclusion.Failed(Fault fault) -> course.raise(lane, fault, again, next);
    }
  }

  // Its notification

  @Override
  public void succeeded(Value output) {
    notified(Optional.empty());
  }

  @Override
  public void failed(Fault fault, Event.Failure last, boolean unknown) {
    notified(Optional.of(fault));
  }

  private void notified(Optional<Fault> fault) {
    if (visit != null) {
      course.oracle().visits.leave(visit);
    }
    notification = null;
    if (conclusion != null) {
      finish(conclusion);
    } else if (lane.stopping()) {
      next.to(lane.onward(Exit.Done.DONE));
    } else {
      fault.ifPresent(this::failed);
    }
  }

  @Override
  public boolean take(Event event) {
    if (notification != null && notification.take(event)) {
      return true;
    }
    if (!isOpen() || !(event instanceof Event.TimerFired fired)) {
      return false;
    }
    if (fired.timer().equals("timeout:" + ordinal) && fired.due().equals(due)) {
      conclude(new Conclusion.TimedOut());
      return true;
    }
    if (fired.timer().equals("heartbeat:" + ordinal) && fired.due().equals(silentAt)) {
      failed(Values.fault("HeartbeatTimeout", Optional.empty()));
      return true;
    }
    return false;
  }

  @Override
  public void changeHost(Event.Activated activated) {
    if (notification != null) {
      notification.changeHost(activated);
    }
  }

  @Override
  public Fitting.Verdict movable() {
    return conclusion != null
        ? Fitting.Verdict.REFUSED
        : notification == null ? Fitting.Verdict.FITS : notification.movable();
  }

  @Override
  public void stop(Stop stop) {
    if (notification != null && (conclusion != null || notification.performed())) {
      notification.unwanted = true;
    } else {
      next.to(new Exit.Stopped(stop));
    }
  }

  /// The time in which nobody could answer does not count, and one may have answered since.
  @Override
  public void comeBack(Duration rest) {
    due = due.plus(rest);
    silentAt = hasHeartbeat() ? silentAt.plus(rest) : silentAt;
    Optional<Value> early = course.oracle().letters().takeSignal(signal());
    if (early.isPresent()) {
      notification = null;
      course.oracle().later(lane, () -> answered(early.get()), next);
    } else if (notification != null && notification.comeBack().isPresent()) {
      notification = null;
    }
  }

  @Override
  public void show(Outlook outlook) {
    if (notification != null) {
      notification.show(outlook);
    }
    if (isOpen()) {
      outlook.timers().add(new Timer("timeout:" + ordinal, due));
      if (heartbeat.isPresent()) {
        outlook.timers().add(new Timer("heartbeat:" + ordinal, silentAt));
      }
    }
  }
}
