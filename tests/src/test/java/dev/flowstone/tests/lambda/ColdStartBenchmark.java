package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.lambda.FlowFunction;
import dev.flowstone.lambda.PlainSwitches;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.LambdaProcess;
import dev.flowstone.lambda.aws.RuntimeApi;
import dev.flowstone.lambda.dynamo.Tables;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// How long the bundle takes from the start of its process to its first answer, beside a bare
/// function, in rounds of both: with the managed runtime's settings, as SnapStart would find them,
/// each primed, and with an ahead-of-time cache as in a container image.
///
/// The host has all of the template's environment but the event bus, to which it would send twice.
@EnabledIfSystemProperty(named = "bench", matches = "coldstart|all")
final class ColdStartBenchmark {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String TABLE = "cold";

  /// What the managed runtime of Java 25 starts with; it goes on to the second compiler only where
  /// SnapStart or provisioned concurrency is on.
  private static final List<String> MANAGED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> RESTORED = List.of("-XX:+UseSerialGC");

  private static final String FLOW =
      """
      workflow hello

      input { who: string }

      line = step log.info(message: "Hello ${input.who}") timeout 5s
      return { said: "Hello ${input.who}" }
      """;

  @TempDir private Path folder;
  private int executions;

  /// One way to start one of the two functions.
  private record Way(
      String name,
      boolean host,
      String classPath,
      List<String> options,
      Map<String, String> environment) {}

  /// `ready` is from the start of the process until it asks for work, `first` from then until it
  /// has answered, `all` their sum; `cpu` is what its processors have worked for both.
  private record Start(double ready, double first, double cpu) {
    double all() {
      return ready + first;
    }
  }

  @Test
  void measuresColdStarts() throws Exception {
    try (DynamoDbServer table = DynamoDbServer.start()) {
      createTable(table.endpoint());
      Map<String, String> environment = environment(table.endpoint());
      List<Way> ways = ways(environment);
      upload(ways.getFirst());
      Map<Way, List<Start>> measured = new LinkedHashMap<>();
      for (int round = 0; round <= ROUNDS; round++) {
        for (Way way : ways) {
          Start start = start(way);
          if (round > 0) { // the first only warms the disk
            measured.computeIfAbsent(way, _ -> new ArrayList<>()).add(start);
          }
        }
      }
      print(measured);
    }
    System.out.printf("bundle: %,d bytes%n", Files.size(Bundle.jar()));
  }

  private List<Way> ways(Map<String, String> environment) throws Exception {
    String host = Bundle.classPath(List.of());
    String bare = bareClassPath();
    Map<String, String> snapshot = new HashMap<>(environment);
    snapshot.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    String image = imageClassPath(host);
    List<String> options = cached(image, "dev.flowstone.lambda.Rehearsal", environment);
    options.add("-Dflowstone.rehearsed=true");
    return List.of(
        new Way("managed", true, host, MANAGED, environment),
        new Way("managed", false, bare, MANAGED, environment),
        new Way("primed", true, host, RESTORED, snapshot),
        new Way("primed", false, bare, RESTORED, snapshot),
        new Way("cached", true, image, options, environment),
        new Way(
            "cached",
            false,
            bare,
            cached(bare, BareFunction.class.getName(), environment),
            environment));
  }

  /// The bundle as the recipe of the image rewrites it.
  private String imageClassPath(String host) throws IOException {
    Path bundle = Files.copy(Bundle.jar(), folder.resolve("image.jar"));
    PlainSwitches.main(new String[] {bundle.toString()});
    return host.replace(Bundle.jar().toString(), bundle.toString());
  }

  /// Trains an ahead-of-time cache, as the recipe of the image does; answers the options to use it.
  private List<String> cached(String classPath, String main, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path cache = folder.resolve(main + ".aot");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MANAGED);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:AOTCacheOutput=" + cache,
            "-cp",
            classPath,
            main));
    ProcessBuilder training =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(main + ".training").toFile());
    training.environment().putAll(environment);
    training.environment().put("AWS_REGION", "us-east-1");
    training.environment().put("AWS_ACCESS_KEY_ID", "test");
    training.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    int exit = training.start().waitFor();
    assertEquals(0, exit, () -> read(folder.resolve(main + ".training")));
    assertTrue(Files.isRegularFile(cache), () -> read(folder.resolve(main + ".training")));
    System.out.printf("cache of %s: %,d bytes%n", main, Files.size(cache));
    List<String> options = new ArrayList<>(MANAGED);
    options.add("-XX:AOTCache=" + cache);
    return options;
  }

  private Start start(Way way) throws Exception {
    String handler =
        (way.host ? FlowFunction.class : BareFunction.class).getName() + "::handleRequest";
    Path log = folder.resolve("log");
    LambdaProcess.Function function =
        new LambdaProcess.Function(way.classPath, handler, way.environment, way.options);
    long began = System.nanoTime();
    try (RuntimeApi api = RuntimeApi.start();
        LambdaProcess process = LambdaProcess.start(function, api, log)) {
      process.awaitReady(PATIENCE);
      long ready = System.nanoTime();
      RuntimeApi.Outcome outcome = api.invoke(event(way), PATIENCE).join();
      long answered = System.nanoTime();
      String payload =
          assertInstanceOf(RuntimeApi.Outcome.Answered.class, outcome, process::output).payload();
      assertTrue(payload.contains(way.host ? "SUCCEEDED" : "count"), payload);
      return new Start(
          (ready - began) / 1e6, (answered - ready) / 1e6, process.worked().toMillis());
    }
  }

  private String event(Way way) {
    return way.host
        ? """
        {"action":"start","workflow":"hello","name":"cold-%d","input":{"who":"Ada"},"wait":20}
        """
            .formatted(executions++)
        : "{}";
  }

  private void upload(Way way) {
    LambdaProcess.Function function =
        new LambdaProcess.Function(
            way.classPath,
            FlowFunction.class.getName() + "::handleRequest",
            way.environment,
            way.options);
    try (RuntimeApi api = RuntimeApi.start();
        LambdaProcess process = LambdaProcess.start(function, api, folder.resolve("log"))) {
      String source = FLOW.replace("\"", "\\\"").replace("\n", "\\n");
      RuntimeApi.Outcome outcome =
          api.invoke(
                  "{\"action\":\"upload\",\"file\":\"hello.flow\",\"source\":\"" + source + "\"}",
                  PATIENCE)
              .join();
      String payload =
          assertInstanceOf(RuntimeApi.Outcome.Answered.class, outcome, process::output).payload();
      assertTrue(payload.contains("\"version\""), payload);
    }
  }

  private static void print(Map<Way, List<Start>> measured) {
    System.out.println(
        "milliseconds, medians            process to ready   first answer     all    cpu");
    measured.forEach((way, starts) ->
        System.out.printf(
            "%-8s %-22s %,15.0f %,15.0f %,7.0f %,6.0f%n",
            way.name,
            way.host ? "host" : "bare function",
            median(starts.stream().map(Start::ready).toList()),
            median(starts.stream().map(Start::first).toList()),
            median(starts.stream().map(Start::all).toList()),
            median(starts.stream().map(Start::cpu).toList())));
    List<Way> ways = List.copyOf(measured.keySet());
    for (int i = 0; i < ways.size(); i += 2) {
      List<Start> host = measured.getOrDefault(ways.get(i), List.of());
      List<Start> bare = measured.getOrDefault(ways.get(i + 1), List.of());
      boolean restored = ways.get(i).name.equals("primed");
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < host.size(); round++) {
        ratios.add(
            restored
                ? host.get(round).first() / bare.get(round).first()
                : host.get(round).all() / bare.get(round).all());
      }
      System.out.printf(
          "%-8s host / bare, median of pairs: %.2f%n", ways.get(i).name, median(ratios));
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// The bare function in a jar of its own, and the few jars that it needs.
  private String bareClassPath() throws IOException {
    Path jar = folder.resolve("bare.jar");
    String entry = BareFunction.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream written = new JarOutputStream(out)) {
      written.putNextEntry(new JarEntry(entry));
      written.write(Files.readAllBytes(Bundle.place(BareFunction.class).resolve(entry)));
    }
    Stream<String> libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(each ->
                each.contains("awssdk")
                    || each.contains("aws-lambda-java")
                    || each.contains("slf4j")
                    || each.contains("reactive-streams"))
            .filter(each -> !each.contains("lambda-host"));
    return Stream.concat(Stream.of(jar.toString()), libraries)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Map<String, String> environment(URI endpoint) {
    return Map.of(
        "FLOWSTONE_TABLE",
        TABLE,
        "FLOWSTONE_TIMEOUT_SECONDS",
        "60",
        "AWS_ENDPOINT_URL_DYNAMODB",
        endpoint.toString());
  }

  private static void createTable(URI endpoint) {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build()) {
      client.createTable(Tables.table(TABLE));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
