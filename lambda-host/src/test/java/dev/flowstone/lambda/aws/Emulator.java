package dev.flowstone.lambda.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// A neighbour that somebody else wrote, as a process of its own, from a folder of jars that the
/// build fetches. It ends with this process.
final class Emulator {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final URI endpoint;

  private Emulator(URI endpoint) {
    this.endpoint = endpoint;
  }

  URI endpoint() {
    return endpoint;
  }

  /// Starts the main class from `build/emulators/NAME`, with the options for a port, and waits
  /// until it answers.
  static Emulator start(String name, String mainClass, IntFunction<List<String>> options) {
    Path jars = Path.of("..", "build", "emulators", name, "target", "lib");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          jars.toAbsolutePath().normalize()
              + " is missing: the build of emulator-"
              + name
              + " fetches it");
    }
    try {
      int port = freePort();
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m"));
      command.addAll(options.apply(port));
      command.addAll(List.of("-cp", jars + "/*", mainClass));
      Path log = Files.createTempFile(name, ".log");
      log.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      killWithThisProcess(process);
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      awaitAnswer(process, endpoint, log);
      return new Emulator(endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> CHILDREN.forEach(Process::destroyForcibly)));
  }

  static void killWithThisProcess(Process process) {
    CHILDREN.add(process);
    var _ = process.onExit().thenRun(() -> CHILDREN.remove(process));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitAnswer(Process process, URI endpoint, Path log) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(endpoint)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("it does not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static boolean answers(URI endpoint) {
    try {
      var connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(10_000);
      return connection.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
