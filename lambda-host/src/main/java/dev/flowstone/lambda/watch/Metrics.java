package dev.flowstone.lambda.watch;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Counts and times, written to the log in the CloudWatch embedded metric format: the log line is
/// the metric, and nothing is called.
///
/// What is observed is kept until [#flush], which invocations do at their end: one line for each
/// value of a dimension, which counts for that value and for the host. Several invocations of one
/// process share what is kept.
public final class Metrics {
  private static final String NAMESPACE = "Flowstone";

  /// The most values of one metric that one line may bring.
  private static final int MOST_VALUES = 100;

  /// What is measured.
  public enum Metric {
    EXECUTIONS_STARTED("ExecutionsStarted", "Count"),
    EXECUTIONS_SUCCEEDED("ExecutionsSucceeded", "Count"),
    EXECUTIONS_FAILED("ExecutionsFailed", "Count"),
    EXECUTIONS_TIMED_OUT("ExecutionsTimedOut", "Count"),
    EXECUTIONS_CANCELLED("ExecutionsCancelled", "Count"),
    EXECUTIONS_TERMINATED("ExecutionsTerminated", "Count"),
    COMPENSATIONS_FAILED("CompensationsFailed", "Count"),
    EXECUTIONS_PARKED("ExecutionsParked", "Count"),
    STEP_DURATION("StepDuration", "Milliseconds"),
    STEP_ATTEMPTS("StepAttempts", "Count"),
    STEP_FAILURES("StepFailures", "Count"),
    WAKE_LAG("WakeLag", "Milliseconds"),
    HINTS_FAILED("HintsFailed", "Count"),
    EVENTS_FAILED("EventsFailed", "Count"),
    SWEEP_DUE("SweepDue", "Count"),
    READ_UNITS("ReadUnits", "Count"),
    WRITE_UNITS("WriteUnits", "Count"),
    COLD_START("ColdStart", "Count");

    private final String label;
    private final String unit;

    Metric(String label, String unit) {
      this.label = label;
      this.unit = unit;
    }

    public String label() {
      return label;
    }
  }

  /// What a metric is told apart by.
  private record Dimension(String name, String value) {}

  /// Sums of counts, and single values of times.
  private static final class Observed {
    double sum;
    final List<Double> values = new ArrayList<>();
  }

  private final JsonLog log;
  private final InstantSource clock;
  private final Optional<Dimension> host;
  private Map<Optional<Dimension>, Map<Metric, Observed>> kept = new LinkedHashMap<>();

  /// `function` is the host that all of it is measured at.
  public Metrics(JsonLog log, InstantSource clock, Optional<String> function) {
    this.log = log;
    this.clock = clock;
    this.host = function.map(name -> new Dimension("Function", name));
  }

  public void count(Metric metric, double by) {
    observe(Optional.empty(), metric, by);
  }

  public void time(Metric metric, Duration took) {
    observe(Optional.empty(), metric, (double) took.toMillis());
  }

  /// Counts for a workflow.
  public void ofWorkflow(String workflow, Metric metric) {
    observe(Optional.of(new Dimension("Workflow", workflow)), metric, 1);
  }

  /// Counts for a handler.
  public void ofHandler(String handler, Metric metric) {
    observe(Optional.of(new Dimension("Handler", handler)), metric, 1);
  }

  /// A time of a handler.
  public void ofHandler(String handler, Metric metric, Duration took) {
    observe(Optional.of(new Dimension("Handler", handler)), metric, (double) took.toMillis());
  }

  private synchronized void observe(Optional<Dimension> by, Metric metric, double value) {
    Observed observed =
        kept.computeIfAbsent(by, _ -> new LinkedHashMap<>())
            .computeIfAbsent(metric, _ -> new Observed());
    observed.sum += value;
    if (metric.unit.equals("Milliseconds")) {
      observed.values.add(value);
    }
  }

  /// Writes what has been observed since the last time.
  public void flush() {
    Map<Optional<Dimension>, Map<Metric, Observed>> ready;
    synchronized (this) {
      ready = kept;
      kept = new LinkedHashMap<>();
    }
    ready.forEach((dimension, metrics) -> {
      int from = 0;
      while (from == 0 || metrics.values().stream().anyMatch(longerThan(from))) {
        log.raw(line(dimension, metrics, from));
        from += MOST_VALUES;
      }
    });
  }

  private static java.util.function.Predicate<Observed> longerThan(int from) {
    return observed -> observed.values.size() > from;
  }

  private Value.Fields line(
      Optional<Dimension> dimension, Map<Metric, Observed> metrics, int from) {
    List<Document> definitions = new ArrayList<>();
    Document line = new Document();
    Document values = new Document();
    List<Dimension> dimensions = Stream.of(host, dimension).flatMap(Optional::stream).toList();
    dimensions.forEach(by -> values.put(by.name(), by.value()));
    metrics.forEach((metric, observed) -> {
      boolean times = !observed.values.isEmpty();
      if (times ? observed.values.size() > from : from == 0) {
        definitions.add(new Document().put("Name", metric.label).put("Unit", metric.unit));
        values.put(metric.label, times ? page(observed.values, from) : number(observed.sum));
      }
    });
    Document directive =
        new Document()
            .put("Namespace", NAMESPACE)
            .put("Dimensions", new Value.Items(sets(dimensions)))
            .put("Metrics", definitions);
    line.put(
        "_aws",
        new Document()
            .put("Timestamp", clock.instant().toEpochMilli())
            .put("CloudWatchMetrics", List.of(directive)));
    Map<Value, Value> all = new LinkedHashMap<>(line.value().entries());
    all.putAll(values.value().entries());
    return new Value.Fields(all);
  }

  /// CloudWatch sums up nothing: what the host as a whole is watched by is a set of its own.
  private List<Value> sets(List<Dimension> dimensions) {
    return Stream.of(host.stream().toList(), dimensions).distinct().map(Metrics::names).toList();
  }

  private static Value names(List<Dimension> dimensions) {
    return new Value.Items(
        dimensions.stream().<Value>map(by -> new Value.Text(by.name())).toList());
  }

  private static Value page(List<Double> values, int from) {
    return new Value.Items(
        values.subList(from, Math.min(values.size(), from + MOST_VALUES)).stream()
            .map(Metrics::number)
            .toList());
  }

  private static Value number(double value) {
    return value == Math.rint(value) ? new Value.Int((long) value) : Value.Double.of(value);
  }
}
