package dev.flowstone.lambda.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// A function of the tests: answers what it gets, fails when told, or never ends.
public final class EchoFunction implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    if (event.contains("fail")) {
      throw new IllegalStateException("told to fail");
    }
    while (event.contains("hang")) {
      LockSupport.park();
    }
    String answer =
        event.contains("time")
            ? Boolean.toString(context.getRemainingTimeInMillis() > 1_000)
            : event + System.getenv("GREETING");
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
