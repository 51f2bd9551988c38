package dev.flowstone.lambda.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A function in a Java process of its own, under the interface client that Lambda uses too.
public final class LambdaProcess implements AutoCloseable {

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /// Names the interface client's own library, which it would unpack to one place for all
  /// processes.
  private static final String LIBRARY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private final Function function;
  private final RuntimeApi api;
  private final Path log;
  private final Path library;
  private Process process;

  /// What runs: a handler as `package.Class::method` on a class path, with its environment
  /// variables and options of the JVM.
  public record Function(
      String classPath, String handler, Map<String, String> environment, List<String> options) {

    /// On the class path of the tests, with options for a quick start.
    public static Function ofTests(String handler, Map<String, String> environment) {
      return new Function(
          System.getProperty("java.class.path"),
          handler,
          Map.copyOf(environment),
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    }
  }

  private LambdaProcess(Function function, RuntimeApi api, Path log) {
    this.function = function;
    this.api = api;
    this.log = log;
    this.library = unpacked(log.resolveSibling(log.getFileName() + ".so"));
    this.process = launch();
    watch(process);
  }

  /// Starts the function; what it prints goes to the end of a file. One process per interface.
  public static LambdaProcess start(Function function, RuntimeApi api, Path log) {
    return new LambdaProcess(function, api, log);
  }

  private static Path unpacked(Path library) {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String resource = "/jni/libaws-lambda-jni.linux-" + processor + ".so";
    try (InputStream in = LambdaProcess.class.getResourceAsStream(resource)) {
      Files.copy(
          java.util.Objects.requireNonNull(in), library, StandardCopyOption.REPLACE_EXISTING);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(function.options);
    command.add("-D" + LIBRARY + "=" + library);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", function.classPath));
    command.addAll(List.of(CLIENT, function.handler));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.putAll(
        Map.of(
            "AWS_LAMBDA_RUNTIME_API", api.address(),
            "AWS_LAMBDA_FUNCTION_NAME", "flowstone",
            "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024",
            "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/flowstone",
            "AWS_LAMBDA_LOG_STREAM_NAME", "test",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "_HANDLER", function.handler));
    environment.putAll(function.environment);
    try {
      Process started = builder.start();
      Emulator.killWithThisProcess(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(Process started) {
    var _ = started.onExit().thenRun(() -> ended(started));
  }

  /// A process that was replaced meanwhile has already been reported.
  private synchronized void ended(Process which) {
    if (which.pid() == process.pid()) {
      api.processEnded();
    }
  }

  public synchronized boolean isAlive() {
    return process.isAlive();
  }

  /// Kills the process where it stands, as with `kill -9`, and waits until it is gone.
  public void kill() {
    Process victim;
    synchronized (this) {
      victim = process;
    }
    victim.destroyForcibly();
    victim.onExit().join();
    ended(victim);
  }

  /// Starts the function again after it was killed or ended.
  public void restart() {
    kill();
    synchronized (this) {
      process = launch();
      watch(process);
    }
  }

  /// Waits until the function asks for work; says what it printed where it does not.
  public void awaitReady(Duration patience) {
    if (!api.awaitPollers(1, patience)) {
      throw new IllegalStateException("the function does not start: " + output());
    }
  }

  /// What its processors have worked so far.
  public synchronized Duration worked() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
