package dev.flowstone.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.lambda.watch.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// The entry of the function: every event of every kind comes in here.
///
/// One host serves a process, and any number of invocations at the same time. Where the process is
/// not to be snapshotted the host is made with the class, since initialisation has more of a
/// processor than invocations have. Before a SnapStart snapshot everything is only
/// [practised][Rehearsal]: the host, with its name, its random numbers, its connections and its
/// credentials, is made by the first invocation after the restore.
public final class FlowFunction implements RequestStreamHandler {
  private static final boolean SNAPSHOT =
      "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

  /// Whether an ahead-of-time cache has what a rehearsal would load.
  private static final boolean CACHED = Boolean.getBoolean("flowstone.rehearsed");

  static {
    if (SNAPSHOT) {
      var _ = Rehearsal.run();
    } else {
      var _ = Holder.WIRING;
    }
  }

  /// Made when it is first asked for.
  private static final class Holder {
    static final Wiring WIRING = made();

    private static Wiring made() {
      Supplier<HandlerRegistry> handlers =
          SNAPSHOT || CACHED ? Rehearsal::handlers : Rehearsal.begin();
      Wiring wiring = Wiring.fromEnvironment(System.getenv(), handlers);
      wiring.metrics().count(Metrics.Metric.COLD_START, 1);
      return wiring;
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Wiring wiring = Holder.WIRING;
    Instant deadline =
        wiring.clock().instant().plus(Duration.ofMillis(context.getRemainingTimeInMillis()));
    try {
      output.write(wiring.host().handle(input.readAllBytes(), context.getAwsRequestId(), deadline));
    } finally {
      wiring.flush();
    }
  }
}
