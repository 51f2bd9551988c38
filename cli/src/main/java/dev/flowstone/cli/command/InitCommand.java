package dev.flowstone.cli.command;

import dev.flowstone.cli.init.ProjectTemplate;
import dev.flowstone.cli.source.FileRewrite;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flow init`: a project to begin with.
@Command(
    name = "init",
    description = {
      "Writes a small project that builds: a handler, a flow that calls it, a test that runs both in"
          + " memory, and a template for AWS.",
      "",
      "Files that are there already are never overwritten."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow init acme-flows --package com.acme.flows", "  flow init . --name acme-flows"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Written.",
      "2:The command line is wrong, or files are there already; nothing was written.",
      "3:A file could not be written."
    })
final class InitCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder; it is made where there is none.")
  private String folder = "";

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The Java package of the handlers (default: com.example.flows).")
  private String packageName = "com.example.flows";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the project is called (default: as the folder).")
  private @Nullable String name;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!SourceVersion.isName(packageName) || packageName.matches("javax?(\\..*)?")) {
      throw Problem.usage(Printable.line(packageName) + " is no name for a Java package of yours")
          .next("name one as in --package com.example.flows")
          .stop();
    }
    Path root = context.shell().resolve(folder);
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw Problem.usage(context.shell().shown(root) + " is a file, and no folder")
          .next("choose another folder")
          .stop();
    }
    ProjectTemplate template = new ProjectTemplate(name(root), packageName, version());
    Map<String, String> files = template.files();
    List<String> there =
        files.keySet().stream()
            .filter(file -> Files.exists(root.resolve(file), LinkOption.NOFOLLOW_LINKS))
            .toList();
    if (!there.isEmpty()) {
      Problem problem = Problem.usage("files of the project are there already");
      for (String file : there) {
        problem = problem.detail(context.shell().shown(root.resolve(file)));
      }
      throw problem.next("choose another folder, or move them away").stop();
    }
    Output output = context.output(false);
    files.forEach((file, text) -> {
      write(root.resolve(file), text);
      output.say("wrote " + context.shell().shown(root.resolve(file)));
    });
    output.say("");
    output.say("Begin with " + context.shell().shown(root.resolve("README.md")));
    return ExitCode.OK;
  }

  private String name(Path root) {
    String chosen =
        name == null ? String.valueOf(root.getFileName()).toLowerCase(Locale.ROOT) : name;
    if (!chosen.matches("[a-z][a-z0-9._-]{0,60}")) {
      throw Problem.usage(
              "'"
                  + Printable.line(chosen)
                  + "' is no name for a project: small letters, digits and . _ -, a letter first")
          .next("say it with --name")
          .stop();
    }
    return chosen;
  }

  /// That of flow itself.
  private String version() {
    return spec.root().version()[0].split(" ", -1)[1];
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw Problem.failure(context.shell().shown(file) + " cannot be written: " + IoText.of(e))
          .stop();
    }
    FileRewrite.write(context.shell(), file, text);
  }
}
