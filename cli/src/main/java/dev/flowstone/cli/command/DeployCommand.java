package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.GateFindings;
import dev.flowstone.cli.source.Lint;
import dev.flowstone.cli.source.Namesakes;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.interpreter.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow deploy`: brings workflow files to a deployed host.
@Command(
    name = "deploy",
    description = {
      "Brings workflow files to a deployed host, which compiles them and takes them where its"
          + " handlers are all there.",
      "",
      "Of a folder, every .flow and .flow.yaml file below it is taken. All are checked before any is"
          + " taken. A version never changes and executions keep theirs; only the alias moves, and"
          + " flow alias moves it back."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow deploy workflows --function flows",
      "  flow deploy order_processing.flow --function flows --no-alias",
      "  flow deploy workflows --bucket flows-sources/team-a",
      "  flow deploy workflows --url https://flows.example.com --check --json"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Deployed; with --check, all could be.",
      "1:A file has errors, or the host does not take it; nothing was deployed.",
      "2:The command line is wrong, or a path does not exist.",
      "3:A file could not be read, or the host could not be asked."
    })
final class DeployCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PATHS",
      arity = "1..*",
      description = "Workflow files, folders or globs.")
  private List<String> paths = List.of();

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "The alias that is moved to what is deployed (default: live).")
  private @Nullable String alias;

  @Option(names = "--no-alias", description = "Only deploy the versions; no alias is moved.")
  private boolean noAlias;

  @Option(names = "--check", description = "Only check, here and at the host; nothing is deployed.")
  private boolean check;

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET",
      description =
          "Put the files into a bucket that the host watches, NAME or NAME/PREFIX, and wait for what"
              + " it says; live is moved.")
  private @Nullable String bucket;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  DeployCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (noAlias && alias != null) {
      throw Problem.usage("--alias and --no-alias exclude each other").stop();
    }
    Optional<String> moved =
        noAlias ? Optional.empty() : Optional.of(alias == null ? "live" : alias);
    Output output = context.output(json);
    if (bucket != null && (noAlias || alias != null || check)) {
      throw Problem.usage("through a bucket, files are deployed and live is moved, no more").stop();
    }
    if (bucket != null && context.options().namesHost()) {
      throw Problem.usage("--bucket and a host exclude each other").stop();
    }
    SourceFiles places = new SourceFiles(context.shell());
    List<Path> files = places.workflows(paths);
    if (files.isEmpty()) {
      throw Problem.usage("there are no workflow files")
          .next("they end in .flow or .flow.yaml")
          .stop();
    }
    WorkflowReader reader = new WorkflowReader(context.shell());
    Lint lint = Lint.of(files, places, reader, context.catalogs());
    if (lint.failed() || lint.has(Severity.ERROR)) {
      lint.print(output);
      return lint.failed() ? ExitCode.FAILURE : ExitCode.UNSUCCESSFUL;
    }
    Map<String, WorkflowSource> sources = byWorkflow(files, reader);
    if (bucket != null) {
      return new BucketDeployment(context, output).of(sources, bucket);
    }
    try (Gate gate = new Gate(context.remote().host(), moved)) {
      Set<String> live = moved.filter("live"::equals).isPresent() ? sources.keySet() : Set.of();
      List<Document> findings = new ArrayList<>();
      boolean refused = false;
      for (WorkflowSource source : sources.values()) {
        Gate.Verdict verdict = gate.check(source.text());
        tell(source, live, verdict, output, findings);
        refused |= verdict instanceof Gate.Verdict.Refused;
      }
      return refused ? refused(findings, output) : deployed(gate, sources, findings, output);
    }
  }

  /// Each workflow once: of two files with one workflow that differ, the order would decide. Two
  /// spellings of the same count as one.
  private static Map<String, WorkflowSource> byWorkflow(List<Path> files, WorkflowReader reader) {
    Namesakes namesakes = new Namesakes();
    files.forEach(file -> namesakes.add(WorkflowSource.checked(reader.file(file))));
    Map<String, WorkflowSource> sources = namesakes.first();
    for (String workflow : sources.keySet()) {
      namesakes
          .clash(workflow, "deploy one of them")
          .ifPresent(problem -> {
            throw problem.stop();
          });
    }
    return sources;
  }

  /// What a host found, but for calls of workflows that go `live` together with this one.
  static void tell(
      WorkflowSource source,
      Set<String> live,
      Gate.Verdict verdict,
      Output output,
      List<Document> findings) {
    List<Diagnostic> diagnostics = GateFindings.in(source, verdict.findings(), live);
    findings.addAll(Findings.documents(source.text(), diagnostics));
    if (!diagnostics.isEmpty() && !output.json()) {
      output.print(Findings.text(source.text(), diagnostics, output.colors()));
    }
  }

  static int refused(List<Document> findings, Output output) {
    if (output.json()) {
      output.document(new Document().put("deployed", List.of()).put("findings", findings).value());
    }
    output.say(
        output.colors().red("the host refuses") + " what is told above; nothing was deployed");
    return ExitCode.UNSUCCESSFUL;
  }

  private int deployed(
      Gate gate, Map<String, WorkflowSource> sources, List<Document> findings, Output output) {
    List<Document> documents = new ArrayList<>();
    if (!check) {
      sources.forEach((workflow, source) -> {
        Gate.Deployed deployed = gate.deploy(workflow, source.text());
        documents.add(deployed.document());
        output.say(deployed.words(output.colors()));
      });
    } else {
      output.say(
          output.colors().green("fit to be deployed") + ": " + String.join(", ", sources.keySet()));
    }
    if (output.json()) {
      output.document(new Document().put("deployed", documents).put("findings", findings).value());
    }
    return ExitCode.OK;
  }
}
