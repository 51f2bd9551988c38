package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The one thread that writes: what has come in while a commit waited for the disk shares the next
/// one.
///
/// Each operation has a savepoint of its own, so that one that fails takes none of the others with
/// it; a commit that fails leaves the outcome of all of them unknown.
final class Writer implements AutoCloseable {
  private static final int BATCH = 256;
  private static final int BUSY = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofNanos(400_000);
  private static final Duration BURST = Duration.ofMillis(20);
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Session session;
  private final Checkpoints checkpoints;
  private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private final AtomicLong commits = new AtomicLong();
  private final Thread thread;
  private volatile boolean open = true;

  /// Nobody takes from the queue any more.
  private volatile boolean over;

  private volatile boolean shared;

  Writer(Session session, Checkpoints checkpoints) {
    this.session = session;
    this.checkpoints = checkpoints;
    this.thread = Thread.ofPlatform().name("flowstone-writer").daemon().start(this::run);
  }

  /// Something to do within a transaction.
  @FunctionalInterface
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  private record Job<T>(Work<T> work, CompletableFuture<T> done) {}

  /// Answers once the work is durable.
  <T> T write(Work<T> work) {
    if (!open) {
      throw new StoreUnavailable("the store is closed", null);
    }
    Job<T> job = new Job<>(work, new CompletableFuture<>());
    queue.add(job);
    if (over) {
      refuseAll(); // it came in just when the writer went
    }
    try {
      return job.done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new StoreUnavailable("the write failed", e.getCause());
    }
  }

  long commits() {
    return commits.get();
  }

  /// Whether other processes use the store, and want their turn.
  void share(boolean withOthers) {
    shared = withOthers;
  }

  private void run() {
    try {
      serve();
    } finally {
      open = false;
      over = true;
      refuseAll();
    }
  }

  private void serve() {
    List<Job<?>> batch = new ArrayList<>();
    long burstStart = System.nanoTime();
    while (open || !queue.isEmpty()) {
      try {
        Job<?> first = queue.poll(50, TimeUnit.MILLISECONDS);
        if (first == null) {
          burstStart = System.nanoTime();
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        commit(batch);
        batch.clear();
        checkpoints.wrote(session);
        if (shared && System.nanoTime() - burstStart > BURST.toNanos()) {
          LockSupport.parkNanos(PAUSE.toNanos());
          burstStart = System.nanoTime();
        }
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  private void refuseAll() {
    Job<?> left;
    while ((left = queue.poll()) != null) {
      left.done.completeExceptionally(new StoreUnavailable("the store is closed", null));
    }
  }

  private void commit(List<Job<?>> batch) {
    List<Runnable> answers = new ArrayList<>();
    try {
      begin();
      for (Job<?> job : batch) {
        answers.add(perform(job));
      }
      session.execute("COMMIT");
      commits.incrementAndGet();
    } catch (Throwable e) { // even where memory runs out, somebody waits for an answer
      rollback();
      for (Job<?> job : batch) {
        job.done.completeExceptionally(
            new StoreUnavailable("the store could not commit: " + e.getMessage(), e));
      }
      return;
    }
    answers.forEach(Runnable::run);
  }

  private <T> Runnable perform(Job<T> job) throws SQLException {
    session.execute("SAVEPOINT operation");
    try {
      T answer = job.work.run(session);
      session.execute("RELEASE operation");
      return () -> job.done.complete(answer);
    } catch (Throwable e) {
      session.execute("ROLLBACK TO operation");
      session.execute("RELEASE operation");
      return () -> job.done.completeExceptionally(failure(e));
    }
  }

  private static RuntimeException failure(Throwable e) {
    return e instanceof RuntimeException bug
        ? bug
        : new StoreUnavailable("the write failed: " + e.getMessage(), e);
  }

  /// SQLite's own waiting sleeps up to 100 ms between looks and would starve beside a busy process.
  private void begin() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        session.execute("BEGIN IMMEDIATE");
        return;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY || System.nanoTime() - start > PATIENCE.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private void rollback() {
    try {
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      // Nothing was open: SQLite had rolled back by itself.
    }
  }

  @Override
  public void close() throws SQLException {
    open = false;
    session.closeAfter(thread);
  }
}
