package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Output;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Lets a running command end in good order when its user presses ctrl-C, or it is told to
/// terminate: executions are released, and the user told how to go on, before the process ends.
final class CtrlC implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<String> teller;
  private final Runnable stop;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean pressed = new AtomicBoolean();
  private final Thread hook = Thread.ofPlatform().name("flow-ctrl-c").unstarted(this::run);

  /// `stop` is called once, on a thread of its own; what it stops has to end the command.
  CtrlC(Output output, Runnable stop) {
    this(output::warn, stop);
  }

  /// The same for a command that leaves nothing behind: it says nothing.
  CtrlC(Runnable stop) {
    this(_ -> {}, stop);
  }

  private CtrlC(Consumer<String> teller, Runnable stop) {
    this.teller = teller;
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Whether the command was told to end.
  boolean pressed() {
    return pressed.get();
  }

  private void run() {
    pressed.set(true);
    teller.accept("stopping; steps in progress have a few seconds to end");
    stop.run();
    try {
      // The process ends when this returns, so the command has to have said its last words.
      if (!over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        teller.accept("not everything ended; what was in flight counts as interrupted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    if (!pressed()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        pressed.set(true); // pressed at the very end: the hook finds all done
      }
    }
  }
}
