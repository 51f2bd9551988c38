package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.BoundHandler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.interpreter.machine.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The attempts of one execution, each on a virtual thread of its own.
final class CallThreads {
  private final Ports ports;
  private final Settings settings;
  private final Consumer<Input> answers;
  private final Map<Attempts.Key, Thread> threads = new HashMap<>();

  CallThreads(Ports ports, Settings settings, Consumer<Input> answers) {
    this.ports = ports;
    this.settings = settings;
    this.answers = answers;
  }

  void begin(String name, String id, Effect.Call call) {
    Command.Invoke invoke = call.invoke();
    Attempts.Key key = new Attempts.Key(invoke.call(), invoke.attempt());
    Thread thread =
        Thread.ofVirtual()
            .name(name + " " + invoke.call() + " " + invoke.attempt())
            .unstarted(() -> run(name, id, call));
    threads.put(key, thread);
    thread.start();
  }

  void interrupt(Attempts.Key key) {
    Thread thread = threads.get(key);
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// What an activation that leaves in good order has let go of is not among them.
  void interruptAll() {
    threads.values().forEach(Thread::interrupt);
    threads.clear();
  }

  void forget(Attempts.Key key) {
    threads.remove(key);
  }

  private void run(String name, String id, Effect.Call call) {
    Command.Invoke invoke = call.invoke();
    StepContext.Identity identity =
        new StepContext.Identity(name, id, invoke.step(), invoke.key(), invoke.attempt());
    Observer.Attempt attempt = ports.observer().attempting(identity, invoke.handler());
    long began = System.nanoTime();
    CallOutcome outcome = outcome(identity, call);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    attempt.ended(outcome.error());
    answers.accept(new Input.CallEnded(invoke.call(), invoke.attempt(), outcome, took));
  }

  private CallOutcome outcome(StepContext.Identity identity, Effect.Call call) {
    Command.Invoke invoke = call.invoke();
    HandlerRegistry handlers = ports.handlers();
    Optional<BoundHandler> handler = handlers.find(invoke.handler());
    if (handler.isEmpty()) {
      return new CallOutcome.Missing(invoke.handler(), handlers.nearest(invoke.handler()));
    }
    try {
      Reply reply = handler.get().call(invoke.input(), context(identity, call));
      return bounded(reply);
    } catch (InterruptedException e) {
      return new CallOutcome.Interrupted();
    } catch (Throwable e) { // whatever a handler throws ends its attempt, never the engine
      return new CallOutcome.Replied(
          new Reply.Failed(
              BoundHandler.HANDLER_FAILED, e.toString(), Optional.empty(), false, false));
    }
  }

  private CallOutcome bounded(Reply reply) {
    long bytes =
        switch (reply) {
          case Reply.Completed(var output) -> PayloadSize.of(output);
          case Reply.Failed failed -> failed.data().map(PayloadSize::of).orElse(0L);
        };
    if (bytes <= settings.payloadBytes()) {
      return new CallOutcome.Replied(reply);
    }
    return switch (reply) {
      case Reply.Completed _ -> new CallOutcome.TooLarge(bytes, settings.payloadBytes());
      case Reply.Failed failed ->
          new CallOutcome.Replied(
              new Reply.Failed(
                  failed.error(),
                  failed.message(),
                  Optional.empty(),
                  failed.permanent(),
                  failed.certain()));
    };
  }

  private StepContext context(StepContext.Identity identity, Effect.Call call) {
    Command.Invoke invoke = call.invoke();
    InstantSource clock = ports.clock();
    Instant deadline = call.deadline();
    return new StepContext(
        identity,
        clock,
        deadline,
        () -> answers.accept(new Input.Beat(invoke.call(), invoke.attempt())),
        ports.loggers().of(identity),
        invoke.forward().map(CallThreads::undone));
  }

  private static Undone undone(Command.Forward forward) {
    Undone.Outcome outcome =
        switch (forward.outcome()) {
          case Command.Outcome.Completed(var output) -> new Undone.Outcome.Completed(output);
          case Command.Outcome.Unknown(String error, String message) ->
              new Undone.Outcome.Unknown(error, message);
        };
    return new Undone(forward.key(), forward.input(), outcome);
  }
}
