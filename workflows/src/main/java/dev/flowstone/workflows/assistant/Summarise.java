package dev.flowstone.workflows.assistant;

import dev.flowstone.interpreter.handler.Default;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.List;

/// `assistant.summarise(text, sentences?)`
@Handler(name = "assistant.summarise", description = "Says in a few sentences what a text says.")
@Raises(name = "ModelUnavailable", description = "The model did not answer, or was busy.")
@Raises(name = "ModelRejected", permanent = true, description = "The model refused the question.")
@Raises(name = "ModelAnswerUnusable", description = "The model did not keep to the form.")
public final class Summarise implements StepHandler<Summarise.Request, Summarise.Summary> {

  public record Request(String text, @Default("4") int sentences) {}

  public record Summary(
      List<String> sentences, @Described("How much shorter, in percent.") int shorterBy) {}

  @Override
  public Summary handle(Request request, StepContext context) throws InterruptedException {
    List<String> sentences =
        LanguageModel.chosen()
            .answer(
                new LanguageModel.Question(
                    LanguageModel.Task.SUMMARY, request.text(), request.sentences()));
    int before = Math.max(1, Sentences.words(request.text()).size());
    int after = Sentences.words(String.join(" ", sentences)).size();
    return new Summary(sentences, 100 - Math.min(100, 100 * after / before));
  }
}
