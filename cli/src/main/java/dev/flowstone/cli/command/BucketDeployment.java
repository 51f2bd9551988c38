package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.HostAnswer;
import dev.flowstone.cli.remote.SourceBucket;
import dev.flowstone.cli.source.Spelling;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deployment through a bucket that a host watches; apart from the command, so that the rest of it
/// loads nothing of AWS.
record BucketDeployment(Context context, Output output) {

  /// Deploys one after the other, since a bucket has no way to ask before; answers the exit code.
  int of(Map<String, WorkflowSource> sources, String place) {
    sources.values().forEach(source -> seen(source.text().name()));
    List<Document> findings = new ArrayList<>();
    List<Document> deployed = new ArrayList<>();
    try (SourceBucket bucket = SourceBucket.at(place, context.awsSettings())) {
      sources.forEach((workflow, source) -> {
        HostAnswer answer = bucket.upload(source.text().name(), source.text().text());
        Gate.Verdict verdict = Gate.verdict(answer, bucket::problem);
        DeployCommand.tell(source, sources.keySet(), verdict, output, findings);
        if (verdict instanceof Gate.Verdict.Fit) {
          Gate.Deployed one = deployed(source.text().name(), workflow, new Reading(answer.body()));
          deployed.add(one.document());
          output.say(one.words(output.colors()));
        }
      });
    }
    if (output.json()) {
      output.document(new Document().put("deployed", deployed).put("findings", findings).value());
    }
    return deployed.size() == sources.size() ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }

  /// The rule by which a bucket tells the host of new objects goes by the ends of their names, to
  /// the letter; nobody would ever answer for another.
  private static void seen(String file) {
    if (Spelling.ENDINGS.stream().noneMatch(file::endsWith)) {
      throw Problem.usage("the host would not look at " + Printable.line(file) + " in a bucket")
          .next("there, workflow files end in " + String.join(", ", Spelling.ENDINGS))
          .stop();
    }
  }

  private static Gate.Deployed deployed(String file, String workflow, Reading body) {
    return new Gate.Deployed(
        file,
        workflow,
        body.text("version"),
        body.yes("created"),
        body.optionalText("alias"),
        Optional.empty());
  }
}
