package dev.flowstone.tests.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules that are read off the text of the files. A rule is a function from all files to what it
/// found.
class SourceFilesTest {

  private static final List<SourceFile> FILES = Product.files();

  private static final int LONGEST_MAIN_FILE = 450;

  private static final Pattern NAME_THAT_SAYS_NOTHING =
      Pattern.compile("(Util|Utils|Helper|Helpers|Manager|Impl)\\.java$");
  private static final Pattern LEFT_TO_DO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern DISABLED = Pattern.compile("@(Disabled|Ignore)\\b");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "/(work|farm|root)/|/tmp/(hub|dev)/|/Users/\\w|/home/(?!linuxbrew)\\w|C:\\\\Users");

  @Test
  void everyRoomHasSources() {
    Set<String> rooms = new TreeSet<>();
    FILES.stream()
        .filter(SourceFile::isJava)
        .forEach(f -> rooms.add(f.path().getName(0).toString()));
    assertEquals(true, rooms.containsAll(RoomsTest.MAY_NAME.keySet()), rooms.toString());
  }

  @Test
  void noMainFileIsLong() {
    holds(SourceFilesTest::longMainFiles);
    finds(SourceFilesTest::longMainFiles, file("cli/src/main/java/Long.java", "\n".repeat(451)));
  }

  @Test
  void noClassIsNamedAfterNothing() {
    holds(SourceFilesTest::emptyNames);
    finds(SourceFilesTest::emptyNames, file("cli/src/main/java/StringUtils.java", ""));
    finds(SourceFilesTest::emptyNames, file("cli/src/main/java/StoreImpl.java", ""));
  }

  @Test
  void nothingIsLeftToDo() {
    Rule rule = files -> lines(files, LEFT_TO_DO);
    holds(rule);
    finds(rule, file("docs/guide.md", "TODO: write"));
  }

  @Test
  void noTestIsDisabled() {
    Rule rule = files -> lines(java(files), DISABLED);
    holds(rule);
    finds(rule, file("cli/src/test/java/FlowTest.java", "  @Disabled(\"flaky\")"));
  }

  @Test
  void noTestSleeps() {
    Rule rule =
        files -> lines(java(files).stream().filter(f -> f.isUnder("src/test/")).toList(), SLEEP);
    holds(rule);
    finds(rule, file("cli/src/test/java/FlowTest.java", "Thread.sleep(10);"));
    finds(rule, file("cli/src/test/java/FlowTest.java", "TimeUnit.SECONDS.sleep(1);"));
  }

  @Test
  void noFileNamesTheMachineThatItWasWrittenOn() {
    Rule rule = files -> lines(files, MACHINE_PATH);
    holds(rule);
    finds(rule, file("docs/guide.md", "cd /home/" + "me/flowstone"));
  }

  @Test
  void everyPackageIsNullMarked() {
    holds(SourceFilesTest::packagesNotNullMarked);
    finds(SourceFilesTest::packagesNotNullMarked, file("cli/src/main/java/a/A.java", "class A {}"));
    finds(
        SourceFilesTest::packagesNotNullMarked,
        file("cli/src/main/java/a/A.java", "class A {}"),
        file("cli/src/main/java/a/package-info.java", "package a;"));
  }

  /// Takes all files and answers what is wrong in them.
  private interface Rule extends Function<List<SourceFile>, List<String>> {}

  private static List<String> longMainFiles(List<SourceFile> files) {
    return java(files).stream()
        .filter(f -> f.isUnder("src/main/") && f.lineCount() > LONGEST_MAIN_FILE)
        .map(f -> f.path() + " has " + f.lineCount() + " lines: which second noun is in it?")
        .toList();
  }

  private static List<String> emptyNames(List<SourceFile> files) {
    return files.stream()
        .filter(f -> NAME_THAT_SAYS_NOTHING.matcher(f.name()).find())
        .map(f -> f.path().toString())
        .toList();
  }

  private static List<String> packagesNotNullMarked(List<SourceFile> files) {
    Set<Path> packages = new TreeSet<>();
    Set<Path> marked = new TreeSet<>();
    for (SourceFile file : java(files)) {
      Path directory = file.path().getParent();
      if (directory == null || !file.isUnder("src/main/java/")) {
        continue;
      }
      packages.add(directory);
      if (file.name().equals("package-info.java") && file.text().contains("@NullMarked")) {
        marked.add(directory);
      }
    }
    packages.removeAll(marked);
    return packages.stream().map(p -> p + " has no package-info.java with @NullMarked").toList();
  }

  private static List<SourceFile> java(List<SourceFile> files) {
    return files.stream().filter(SourceFile::isJava).toList();
  }

  private static List<String> lines(List<SourceFile> files, Pattern pattern) {
    return files.stream().flatMap(f -> f.linesWith(pattern).stream()).toList();
  }

  private static void holds(Rule rule) {
    assertEquals("", String.join("\n", rule.apply(FILES)));
  }

  private static void finds(Rule rule, SourceFile... planted) {
    assertNotEquals(List.of(), rule.apply(Stream.of(planted).toList()));
  }

  private static SourceFile file(String path, String text) {
    return new SourceFile(Path.of(path), text);
  }
}
