package dev.flowstone.cli.command;

import dev.flowstone.cli.source.FileRewrite;
import dev.flowstone.cli.source.ParsedFile;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.Spelling;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.report.Document;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow convert`: from one spelling to the other, losing nothing but layout.
@Command(
    name = "convert",
    description = {
      "Writes a workflow in the other spelling: text as YAML, YAML as text.",
      "",
      "Only layout is lost: the tree, the comments and the version are the same."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow convert order_processing.flow",
      "  flow convert order_processing.flow.yaml -o order_processing.flow"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Converted.",
      "1:The file has syntax errors.",
      "2:The command line is wrong, the file does not exist, or that of -o does already.",
      "3:A file could not be read or written."
    })
final class ConvertCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "A workflow file; - is standard input.")
  private String file = "";

  @Option(
      names = "--to",
      paramLabel = "SPELLING",
      converter = SpellingConverter.class,
      description = "text or yaml (default: the other than that of the file).")
  private @Nullable Spelling to;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write (default: standard output).")
  private @Nullable String target;

  @Option(names = "--force", description = "Writes over a file that is there already.")
  private boolean force;

  @Option(
      names = "--stdin-filename",
      paramLabel = "NAME",
      description = "The name that standard input goes by; its ending tells the spelling.")
  private String standardInputName = "stdin.flow";

  @Option(names = "--json", description = "Prints one JSON document with the text in it.")
  private boolean json;

  ConvertCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    refuseToOverwrite();
    WorkflowReader reader = new WorkflowReader(context.shell());
    ParsedFile source =
        ParsedFile.of(
            file.equals("-")
                ? reader.standardInput(standardInputName)
                : reader.file(new SourceFiles(context.shell()).one(file)));
    if (source.printed().isEmpty()) {
      return Complaint.of(source.text(), source.diagnostics(), output);
    }
    Spelling wanted = to != null ? to : source.spelling().other();
    String text = source.printed().get().as(wanted);
    if (target != null) {
      FileRewrite.write(context.shell(), context.shell().resolve(target), text);
      if (!json) {
        output.say("wrote " + target);
      }
    }
    if (json) {
      output.document(
          new Document()
              .put("file", source.text().name())
              .put("spelling", wanted.name().toLowerCase(java.util.Locale.ROOT))
              .put("text", text)
              .value());
    } else if (target == null) {
      output.print(text);
    }
    return ExitCode.OK;
  }

  private void refuseToOverwrite() {
    if (target != null && !force && Files.exists(context.shell().resolve(target))) {
      throw Problem.usage(Printable.line(target) + " is there already; nothing was written")
          .next("choose another file, or write over it: --force")
          .stop();
    }
  }
}
