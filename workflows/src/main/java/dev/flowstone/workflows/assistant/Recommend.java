package dev.flowstone.workflows.assistant;

import dev.flowstone.interpreter.handler.Default;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// `assistant.recommend(text, keywords, most?)`
@Handler(name = "assistant.recommend", description = "Tells what a reader of a text should do.")
@Raises(name = "ModelUnavailable", description = "The model did not answer, or was busy.")
@Raises(name = "ModelRejected", permanent = true, description = "The model refused the question.")
@Raises(name = "ModelAnswerUnusable", description = "The model did not keep to the form.")
public final class Recommend implements StepHandler<Recommend.Request, Recommend.Advice> {

  public record Request(String text, List<String> keywords, @Default("3") int most) {}

  public record Advice(List<Recommendation> recommendations) {}

  public record Recommendation(
      String action, @Described("Which of the keywords it is about.") List<String> about) {}

  @Override
  public Advice handle(Request request, StepContext context) throws InterruptedException {
    List<String> actions =
        LanguageModel.chosen()
            .answer(
                new LanguageModel.Question(
                    LanguageModel.Task.RECOMMENDATIONS, request.text(), request.most()));
    return new Advice(
        actions.stream().map(action -> recommendation(action, request.keywords())).toList());
  }

  private static Recommendation recommendation(String action, List<String> keywords) {
    Set<String> terms = Sentences.terms(action).stream().collect(Collectors.toSet());
    return new Recommendation(action, keywords.stream().filter(terms::contains).toList());
  }
}
