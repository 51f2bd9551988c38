package dev.flowstone.tests.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A text file of the product, its path relative to the root.
record SourceFile(Path path, String text) {

  String name() {
    return path.getFileName().toString();
  }

  boolean isJava() {
    return name().endsWith(".java");
  }

  boolean isUnder(String directories) {
    return path.toString().replace('\\', '/').contains(directories);
  }

  long lineCount() {
    return text.lines().count();
  }

  /// The places where a pattern is found, as `file:line: text`.
  List<String> linesWith(Pattern pattern) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).find()) {
        found.add(path + ":" + (i + 1) + ": " + lines.get(i).strip());
      }
    }
    return found;
  }
}
