package dev.flowstone.workflows.assistant;

import dev.flowstone.interpreter.handler.Default;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.List;

/// `assistant.analyse(text, keywords?)`
@Handler(name = "assistant.analyse", description = "Measures a text and finds what it is about.")
@Raises(name = "EmptyDocument", permanent = true, description = "There are no words in the text.")
@Raises(name = "ModelUnavailable", description = "The model did not answer, or was busy.")
@Raises(name = "ModelRejected", permanent = true, description = "The model refused the question.")
@Raises(name = "ModelAnswerUnusable", description = "The model did not keep to the form.")
public final class Analyse implements StepHandler<Analyse.Request, Analyse.Analysis> {
  private static final int WORDS_A_MINUTE = 230;

  public record Request(String text, @Default("8") int keywords) {}

  public record Analysis(
      int words,
      int sentences,
      int paragraphs,
      @Described("At 230 words a minute, rounded up.") int readingMinutes,
      List<String> headings,
      List<String> keywords,
      @Described("Who found the keywords.") String model) {}

  @Override
  public Analysis handle(Request request, StepContext context) throws InterruptedException {
    String text = request.text();
    int words = Sentences.words(text).size();
    if (words == 0) {
      throw new PermanentError("EmptyDocument", "there are no words in the text");
    }
    List<String> headings =
        Sentences.paragraphs(text).stream()
            .filter(paragraph -> !paragraph.contains("\n") && Sentences.isHeading(paragraph))
            .map(paragraph -> paragraph.replaceFirst("^#+\\s*", ""))
            .toList();
    LanguageModel model = LanguageModel.chosen();
    return new Analysis(
        words,
        Sentences.of(text).size(),
        Sentences.paragraphs(text).size() - headings.size(),
        (words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE,
        headings,
        model.answer(
            new LanguageModel.Question(LanguageModel.Task.KEYWORDS, text, request.keywords())),
        model.name());
  }
}
