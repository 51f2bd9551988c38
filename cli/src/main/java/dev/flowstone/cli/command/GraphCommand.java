package dev.flowstone.cli.command;

import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.graph.MermaidGraph;
import dev.flowstone.interpreter.report.Document;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow graph`: a workflow as a picture that Markdown renders.
@Command(
    name = "graph",
    description = "Prints a workflow as a Mermaid flowchart, for Markdown and mermaid.live.",
    footerHeading = "%nExamples%n",
    footer = {"  flow graph order_processing.flow > order_processing.mmd"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Printed.",
      "1:The file has syntax errors.",
      "2:The command line is wrong, or the file does not exist.",
      "3:The file could not be read."
    })
final class GraphCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "A workflow file.")
  private String file = "";

  @Option(names = "--json", description = "Prints one JSON document with the chart in it.")
  private boolean json;

  GraphCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    WorkflowSource source =
        WorkflowSource.parsed(
            new WorkflowReader(context.shell())
                .file(new SourceFiles(context.shell()).workflow(file)));
    if (source.tree().isEmpty()) {
      return Complaint.of(source, output);
    }
    String chart = MermaidGraph.of(source.tree().get());
    if (json) {
      output.document(
          new Document()
              .put("workflow", source.tree().get().name().text())
              .put("mermaid", chart)
              .value());
    } else {
      output.print(chart.endsWith("\n") ? chart : chart + "\n");
    }
    return ExitCode.OK;
  }
}
