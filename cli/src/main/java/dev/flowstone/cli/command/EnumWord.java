package dev.flowstone.cli.command;

import dev.flowstone.grammar.source.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads one of a few words, written small, as the constant of that name.
abstract sealed class EnumWord<E extends Enum<E>> implements ITypeConverter<E>
    permits ColorConverter, SeverityConverter, SpellingConverter, StatusConverter {
  private final Class<E> type;

  EnumWord(Class<E> type) {
    this.type = type;
  }

  @Override
  public final E convert(String text) {
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int index = words.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      String known =
          String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
      String hint = Nearest.hint(text, words).map(near -> "; " + near).orElse("");
      throw new TypeConversionException("'" + text + "' is not " + known + hint);
    }
    return type.getEnumConstants()[index];
  }
}
