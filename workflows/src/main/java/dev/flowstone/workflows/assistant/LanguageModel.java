package dev.flowstone.workflows.assistant;

import java.util.List;

/// Something that reads a text and answers in lines.
///
/// A port with two adapters: one that picks sentences and needs nothing, and one that asks a model
/// over HTTP.
public interface LanguageModel {

  /// What the answer is to be.
  enum Task {
    /// The words and names that the text is about.
    KEYWORDS,
    /// The text in a few sentences.
    SUMMARY,
    /// What a reader should do, one recommendation a line.
    RECOMMENDATIONS
  }

  record Question(Task task, String text, int most) {}

  /// For the result, so that a reader knows who answered.
  String name();

  /// At most `most` lines, the most important first where the task has no order of its own.
  List<String> answer(Question question) throws InterruptedException;

  /// As the environment says: `FLOWSTONE_MODEL` is `local` (the default) or `http`.
  static LanguageModel chosen() {
    String choice = System.getenv().getOrDefault("FLOWSTONE_MODEL", "local");
    return switch (choice) {
      case "local" -> new ExtractiveModel();
      case "http" -> HttpModel.fromEnvironment();
      default ->
          throw new dev.flowstone.interpreter.handler.PermanentError(
              "ModelRejected", "FLOWSTONE_MODEL is \"" + choice + "\"; it may be local or http");
    };
  }
}
