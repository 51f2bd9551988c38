package dev.flowstone.workflows.assistant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Answers out of the text itself, with no network and always the same: it scores words by how
/// often they come and over how many sentences they are spread, sentences by their words and their
/// place, and picks.
public final class ExtractiveModel implements LanguageModel {
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?i)\\b(should|must|recommend\\w*|need(?:s|ed)? to|ought"
              + " to|propos\\w+|suggest\\w*|risk\\w*|before the end of|no later than|as soon as|has"
              + " to|have to)\\b");
  private static final double EARLY = 0.25;
  private static final double TOO_MUCH_ALIKE = 0.5;

  private record Scored(int index, String sentence, double score) {}

  @Override
  public String name() {
    return "extractive";
  }

  @Override
  public List<String> answer(Question question) {
    return switch (question.task()) {
      case KEYWORDS -> keywords(question.text(), question.most());
      case SUMMARY -> summary(question.text(), question.most());
      case RECOMMENDATIONS -> recommendations(question.text(), question.most());
    };
  }

  private static List<String> keywords(String text, int most) {
    Map<String, Double> weights = weights(text);
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The best sentences, none too much like another, in the order of the text.
  private static List<String> summary(String text, int most) {
    return distinct(scored(text, _ -> 1.0), most).stream()
        .sorted(Comparator.comparingInt(Scored::index))
        .map(Scored::sentence)
        .toList();
  }

  /// Sentences that tell somebody to do something, the weightiest first.
  private static List<String> recommendations(String text, int most) {
    List<Scored> advice = scored(text, sentence -> ADVICE.matcher(sentence).results().count());
    return distinct(advice.stream().filter(each -> each.score() > 0).toList(), most).stream()
        .map(Scored::sentence)
        .toList();
  }

  private static List<Scored> scored(
      String text, java.util.function.ToDoubleFunction<String> factor) {
    List<String> sentences = Sentences.of(text);
    Map<String, Double> weights = weights(text);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      List<String> terms = Sentences.terms(sentences.get(i));
      double sum = terms.stream().mapToDouble(term -> weights.getOrDefault(term, 0.0)).sum();
      // Divided by less than the length, so that neither the longest sentence wins nor the
      // shortest.
      double content = terms.isEmpty() ? 0 : sum / Math.pow(terms.size(), 0.6);
      double place = 1 + EARLY * (1 - (double) i / sentences.size());
      scored.add(
          new Scored(
              i, sentences.get(i), content * place * factor.applyAsDouble(sentences.get(i))));
    }
    scored.sort(
        Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::index));
    return scored;
  }

  private static List<Scored> distinct(List<Scored> best, int most) {
    List<Scored> taken = new ArrayList<>();
    for (Scored each : best) {
      if (taken.size() == most) {
        break;
      }
      if (taken.stream().noneMatch(other -> alike(each.sentence(), other.sentence()))) {
        taken.add(each);
      }
    }
    return taken;
  }

  private static boolean alike(String one, String other) {
    Set<String> a = new HashSet<>(Sentences.terms(one));
    Set<String> b = new HashSet<>(Sentences.terms(other));
    Set<String> both = new HashSet<>(a);
    both.retainAll(b);
    int smaller = Math.min(a.size(), b.size());
    return smaller > 0 && (double) both.size() / smaller > TOO_MUCH_ALIKE;
  }

  /// A word weighs more the more often it comes and the more sentences it is spread over.
  private static Map<String, Double> weights(String text) {
    Map<String, Integer> count = new LinkedHashMap<>();
    Map<String, Integer> spread = new LinkedHashMap<>();
    List<String> sentences = Sentences.of(text);
    for (String sentence : sentences) {
      List<String> terms = Sentences.terms(sentence);
      terms.forEach(term -> count.merge(term, 1, Integer::sum));
      new HashSet<>(terms).forEach(term -> spread.merge(term, 1, Integer::sum));
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    count.forEach((term, times) ->
        weights.put(
            term,
            times < 2
                ? 0.1
                : Math.log1p(times)
                    * (1 + (double) spread.getOrDefault(term, 0) / sentences.size())));
    return Collections.unmodifiableMap(weights);
  }
}
