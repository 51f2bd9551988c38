package dev.flowstone.workflows.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.workflows.assistant.LanguageModel.Question;
import dev.flowstone.workflows.assistant.LanguageModel.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractiveModelTest {
  private static final String TEXT =
      """
      # The bridge

      The bridge over the river is closed since May. Lorries are the reason: the bridge was built for
      carts, and lorries have cracked its bearings. The weather was fine.

      Engineers say that the bridge should carry no lorries before its bearings are replaced. The
      town must find two million for the bearings of the bridge. Ducks live under it.
      """;

  private final LanguageModel model = new ExtractiveModel();

  @Test
  void keywordsAreWhatTheTextIsAbout() throws Exception {
    assertEquals(
        List.of("bridge", "bearing", "lorry"), model.answer(new Question(Task.KEYWORDS, TEXT, 3)));
  }

  @Test
  void aSummaryTakesSentencesInTheOrderOfTheText() throws Exception {
    List<String> summary = model.answer(new Question(Task.SUMMARY, TEXT, 2));
    assertEquals(2, summary.size());
    assertTrue(
        TEXT.replaceAll("\\s+", " ").indexOf(summary.get(0))
            < TEXT.replaceAll("\\s+", " ").indexOf(summary.get(1)));
    assertTrue(summary.stream().noneMatch(each -> each.contains("Ducks")), summary::toString);
  }

  @Test
  void recommendationsAreWhatTheTextSaysSomebodyShouldDo() throws Exception {
    assertEquals(
        List.of(
            "Engineers say that the bridge should carry no lorries before its bearings are"
                + " replaced.",
            "The town must find two million for the bearings of the bridge."),
        model.answer(new Question(Task.RECOMMENDATIONS, TEXT, 5)));
  }

  @Test
  void aTextWithoutSentencesGivesNothing() throws Exception {
    for (Task task : Task.values()) {
      assertEquals(List.of(), model.answer(new Question(task, "", 3)));
    }
  }

  @Test
  void anAnalysisMeasuresTheText() throws Exception {
    Analyse.Analysis analysis =
        new Analyse().handle(new Analyse.Request(TEXT, 2), StepContext.standalone("k"));
    assertEquals(61, analysis.words());
    assertEquals(6, analysis.sentences());
    assertEquals(2, analysis.paragraphs());
    assertEquals(1, analysis.readingMinutes());
    assertEquals(List.of("The bridge"), analysis.headings());
  }

  @Test
  void aTextWithoutWordsIsRefused() {
    PermanentError error =
        assertThrows(
            PermanentError.class,
            () -> new Analyse().handle(new Analyse.Request(" … ", 2), StepContext.standalone("k")));
    assertEquals("EmptyDocument", error.name());
  }

  @Test
  void aRecommendationNamesTheKeywordsThatItIsAbout() throws Exception {
    Recommend.Advice advice =
        new Recommend()
            .handle(
                new Recommend.Request(TEXT, List.of("lorry", "duck", "bearing"), 1),
                StepContext.standalone("k"));
    assertEquals(List.of("lorry", "bearing"), advice.recommendations().getFirst().about());
  }

  @Test
  void aSummaryTellsHowMuchShorterItIs() throws Exception {
    Summarise.Summary summary =
        new Summarise().handle(new Summarise.Request(TEXT, 1), StepContext.standalone("k"));
    assertTrue(summary.shorterBy() > 50 && summary.shorterBy() < 95, summary::toString);
  }
}
