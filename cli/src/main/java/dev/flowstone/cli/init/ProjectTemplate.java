package dev.flowstone.cli.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A small project that builds: a handler, a flow that calls it, tests of both, and what it takes
/// to deploy them.
///
/// `packageName` is that of its Java, `version` the Flowstone that it is built on.
public record ProjectTemplate(String name, String packageName, String version) {

  /// The texts of its files by their paths, in the order in which one reads them.
  public Map<String, String> files() {
    String folder = packageName.replace('.', '/');
    Map<String, String> files = new LinkedHashMap<>();
    files.put("README.md", filled("README.md"));
    files.put("pom.xml", filled("pom.xml"));
    files.put("flows/greeting.flow", filled("greeting.flow"));
    files.put("flows/greeting.test.flow", filled("greeting.test.flow"));
    files.put("src/main/java/" + folder + "/Compose.java", filled("Compose.java"));
    files.put("src/test/java/" + folder + "/GreetingTest.java", filled("GreetingTest.java"));
    files.put("template.yaml", deployment());
    files.put(".gitignore", filled("gitignore"));
    return files;
  }

  private String filled(String template) {
    return text(template)
        .replace("{{name}}", name)
        .replace("{{package}}", packageName)
        .replace("{{version}}", version);
  }

  /// The host's own template, with the bundle of this project.
  private String deployment() {
    return text("template.yaml")
        .replaceAll("(?m)^( +CodeUri:).*$", "$1 target/" + name + "-1.0-SNAPSHOT-bundle.jar");
  }

  private static String text(String template) {
    try (InputStream in = ProjectTemplate.class.getResourceAsStream(template)) {
      if (in == null) {
        throw new IllegalStateException("the template " + template + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
