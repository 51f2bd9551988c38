package dev.flowstone.cli.command;

import dev.flowstone.cli.source.FileRewrite;
import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.ParsedFile;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.interpreter.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow fmt`: one layout for every workflow file, in both spellings.
@Command(
    name = "fmt",
    description = {
      "Rewrites workflow files in the one layout, keeping their comments.",
      "",
      "A file with syntax errors is left alone. Formatting never changes what a workflow does, nor"
          + " its version."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow fmt", "  flow fmt --check workflows", "  flow fmt - < draft.flow"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Every file has the layout now; with --check, had it already.",
      "1:With --check, a file has another layout; or a file has syntax errors.",
      "2:The command line is wrong, or a path does not exist.",
      "3:A file could not be read or written."
    })
final class FmtCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PATHS",
      arity = "0..*",
      description =
          "Files, folders or globs; - formats standard input to standard output (default: the"
              + " current folder).")
  private List<String> paths = List.of();

  @Option(names = "--check", description = "Changes nothing, only tells what would change.")
  private boolean check;

  @Option(
      names = "--stdin-filename",
      paramLabel = "NAME",
      description = "The name that standard input goes by; its ending tells the spelling.")
  private String standardInputName = "stdin.flow";

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  private final List<Document> findings = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();

  FmtCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    WorkflowReader reader = new WorkflowReader(context.shell());
    if (paths.equals(List.of("-"))) {
      return standardInput(reader, output);
    }
    List<Path> files =
        new SourceFiles(context.shell()).find(paths.isEmpty() ? List.of(".") : paths);
    for (Path file : files) {
      format(file, ParsedFile.of(reader.file(file)), output);
    }
    if (json) {
      output.document(
          new Document()
              .put("files", files.size())
              .putTexts("changed", changed)
              .put("findings", findings)
              .value());
    } else {
      output.say(summary(files.size()));
    }
    boolean unclean = !findings.isEmpty() || (check && !changed.isEmpty());
    return unclean ? ExitCode.UNSUCCESSFUL : ExitCode.OK;
  }

  private void format(Path file, ParsedFile source, Output output) {
    if (source.printed().isEmpty()) {
      complain(source, output);
      return;
    }
    String formatted = source.printed().get().as(source.spelling());
    if (formatted.equals(source.text().text())) {
      return;
    }
    changed.add(source.text().name());
    if (!json) {
      output.say((check ? "would change " : "formatted ") + source.text().name());
    }
    if (!check) {
      FileRewrite.write(context.shell(), file, formatted);
    }
  }

  private int standardInput(WorkflowReader reader, Output output) {
    ParsedFile source = ParsedFile.of(reader.standardInput(standardInputName));
    if (source.printed().isEmpty()) {
      return Complaint.of(source.text(), source.diagnostics(), output);
    }
    String formatted = source.printed().get().as(source.spelling());
    if (check) {
      return formatted.equals(source.text().text()) ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
    }
    output.print(formatted);
    return ExitCode.OK;
  }

  private void complain(ParsedFile source, Output output) {
    findings.addAll(Findings.documents(source.text(), source.diagnostics()));
    if (!json) {
      output.print(Findings.text(source.text(), source.diagnostics(), output.colors()));
      output.say("left alone " + source.text().name());
    }
  }

  private String summary(int files) {
    String verb = check ? " would change" : " changed";
    return changed.size() + " of " + files + (files == 1 ? " file" : " files") + verb;
  }
}
