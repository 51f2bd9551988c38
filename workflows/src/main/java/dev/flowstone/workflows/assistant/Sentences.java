package dev.flowstone.workflows.assistant;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A text as paragraphs, sentences and words.
final class Sentences {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*");
  private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
  private static final Set<String> COMMON =
      Set.of(
          ("a about above after again all also although am an and any are as at be because been"
                  + " before being below between both but by can cannot could did do does doing down"
                  + " during each every few for from further get had has have having he her here hers"
                  + " him his how however i if in into is it its itself just less let like made make"
                  + " many may me might more most much must my need no nor not now of off on once one"
                  + " only or other our out over own per same say says she should since so some still"
                  + " such than that the their them then there these they this those through to too"
                  + " two under until up upon us use used very was we well were what when where"
                  + " whether which while who whom why will with within without would yet you your")
              .split(" "));

  private Sentences() {}

  static List<String> paragraphs(String text) {
    return PARAGRAPH
        .splitAsStream(text.strip())
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /// In the order of the text. A paragraph of one short line without a final mark is a heading, and
  /// none.
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    for (String paragraph : paragraphs(text)) {
      String line = paragraph.replaceAll("\\s+", " ");
      if (isHeading(line)) {
        continue;
      }
      BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
      breaks.setText(line);
      int start = breaks.first();
      for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
        String sentence = line.substring(start, end).strip();
        if (!sentence.isEmpty()) {
          sentences.add(sentence);
        }
      }
    }
    return sentences;
  }

  static boolean isHeading(String line) {
    return line.startsWith("#") || (line.length() < 80 && !line.matches(".*[.!?:;]$"));
  }

  static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /// Words that carry meaning.
  static List<String> terms(String text) {
    return words(text).stream()
        .filter(word -> word.length() > 2 && !COMMON.contains(word))
        .map(Sentences::stem)
        .toList();
  }

  /// Plurals count as their singulars.
  private static String stem(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean plural =
        word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
    return plural ? word.substring(0, word.length() - 1) : word;
  }
}
