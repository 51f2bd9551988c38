package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What an operator may decide of an engine.
///
/// - `lease`: how long this host may be silent before another takes over.
/// - `inPlace`: a wake that is no further off is waited for without letting go of the execution.
/// - `stepTimeout`: of an attempt whose step and workflow state none.
/// - `grace`: how long an attempt that was interrupted may take to end before its thread is given
///   up.
/// - `drain`: how long a host that stops waits for attempts in progress.
/// - `margin`: how long before its deadline a host begins nothing new and lets go, so that what it
///   writes last still arrives.
/// - `longestAttempt`: what no attempt may exceed here, whatever its step says. Where hosts have a
///   deadline, it must fit into their time less `margin`, with room to spare: an attempt that no
///   host has time for is never made.
/// - `payloadBytes`: the largest input, signal or result, as JSON.
/// - `batchBytes`: the most that results which ended together bring into one append; one larger
///   result goes alone.
/// - `snapshotBytes`: the least journal tail that is worth a snapshot.
/// - `history`: how many writes of an execution are kept for its history at the most, beside those
///   that no snapshot covers: its journal is trimmed whenever as many have gathered.
/// - `inboxPoll`: how often a held execution's inbox is looked at where the store does not tell of
///   changes.
/// - `sweep`: how often the store is asked for what is due, at the least.
/// - `concurrency`: how many executions recovery and sweeping keep active at once.
/// - `retention`: how long an ended execution is kept; for ever where absent.
/// - `callbackBase`: what `callback.url` begins with.
public record Settings(
    Duration lease,
    Duration inPlace,
    Duration stepTimeout,
    Duration grace,
    Duration drain,
    Duration margin,
    Optional<Duration> longestAttempt,
    int payloadBytes,
    int batchBytes,
    int snapshotBytes,
    int history,
    Duration inboxPoll,
    Duration sweep,
    int concurrency,
    Optional<Duration> retention,
    String callbackBase) {

  /// What holds where nobody decides otherwise; `callback.url` is then the bare token.
  public static Settings standard() {
    return new Settings(
        Duration.ofSeconds(60),
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Optional.empty(),
        6 << 20,
        64 << 10,
        64 << 10,
        10_000,
        Duration.ofSeconds(3),
        Duration.ofSeconds(15),
        64,
        Optional.empty(),
        "");
  }

  /// The standard ones but for what `change` sets.
  public static Settings standardBut(Consumer<Draft> change) {
    Draft draft = new Draft(standard());
    change.accept(draft);
    return draft.settings();
  }

  String tooLarge(String what, long bytes) {
    return "%s has %,d bytes; at most %,d are accepted".formatted(what, bytes, payloadBytes);
  }

  /// Settings while they are being put together.
  public static final class Draft {
    public Duration lease;
    public Duration inPlace;
    public Duration stepTimeout;
    public Duration grace;
    public Duration drain;
    public Duration margin;
    public Optional<Duration> longestAttempt;
    public int payloadBytes;
    public int batchBytes;
    public int snapshotBytes;
    public int history;
    public Duration inboxPoll;
    public Duration sweep;
    public int concurrency;
    public Optional<Duration> retention;
    public String callbackBase;

    private Draft(Settings from) {
      lease = from.lease;
      inPlace = from.inPlace;
      stepTimeout = from.stepTimeout;
      grace = from.grace;
      drain = from.drain;
      margin = from.margin;
      longestAttempt = from.longestAttempt;
      payloadBytes = from.payloadBytes;
      batchBytes = from.batchBytes;
      snapshotBytes = from.snapshotBytes;
      history = from.history;
      inboxPoll = from.inboxPoll;
      sweep = from.sweep;
      concurrency = from.concurrency;
      retention = from.retention;
      callbackBase = from.callbackBase;
    }

    private Settings settings() {
      return new Settings(
          lease,
          inPlace,
          stepTimeout,
          grace,
          drain,
          margin,
          longestAttempt,
          payloadBytes,
          batchBytes,
          snapshotBytes,
          history,
          inboxPoll,
          sweep,
          concurrency,
          retention,
          callbackBase);
    }
  }
}
