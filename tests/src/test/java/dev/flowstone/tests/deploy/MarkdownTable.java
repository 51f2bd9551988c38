package dev.flowstone.tests.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of a table in a Markdown file beside these tests, which people read as well.
final class MarkdownTable {

  private MarkdownTable() {}

  /// A row by the heads of its columns; the quotes of code are left out.
  record Row(Map<String, String> cells) {
    Row {
      cells = Map.copyOf(cells);
    }

    String cell(String column) {
      String cell = cells.get(column);
      if (cell == null) {
        throw new AssertionError("no column " + column + " in " + cells);
      }
      return cell;
    }

    /// Words with spaces between.
    List<String> words(String column) {
      String cell = cell(column);
      return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(" +"));
    }
  }

  static List<Row> rows(String file) {
    List<Row> rows = new ArrayList<>();
    List<String> heads = List.of();
    for (String line : text(file).lines().toList()) {
      if (!line.startsWith("|")) {
        heads = List.of();
      } else if (heads.isEmpty()) {
        heads = cells(line);
      } else if (!line.startsWith("|--")) {
        rows.add(row(heads, cells(line)));
      }
    }
    return rows;
  }

  private static Row row(List<String> heads, List<String> cells) {
    if (heads.size() != cells.size()) {
      throw new AssertionError(cells + " does not fit under " + heads);
    }
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < heads.size(); i++) {
      row.put(heads.get(i), cells.get(i));
    }
    return new Row(row);
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceAll("^\\||\\|$", "");
    return Arrays.stream(inner.split("\\|", -1))
        .map(cell -> cell.replace("`", "").strip())
        .toList();
  }

  private static String text(String file) {
    try (InputStream in = MarkdownTable.class.getResourceAsStream("/deploy/" + file)) {
      if (in == null) {
        throw new AssertionError("there is no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
