package dev.flowstone.tests.deploy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A CloudFormation template as plain maps and lists; `!Ref X` is `{Ref: X}` and so on, as in its
/// JSON form.
final class Template {
  private final Map<String, Object> root;

  private Template(Map<String, Object> root) {
    this.root = root;
  }

  static Template read(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      return new Template(map(new Yaml(new Tags()).load(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> resources() {
    return map(root.get("Resources"));
  }

  Map<String, Object> parameters() {
    return map(root.get("Parameters"));
  }

  Map<String, Object> mapping(String name) {
    return map(map(root.get("Mappings")).get(name));
  }

  Map<String, Object> properties(String resource) {
    return map(map(resources().get(resource)).get("Properties"));
  }

  String type(String resource) {
    return String.valueOf(map(resources().get(resource)).get("Type"));
  }

  /// Names of the resources of a type.
  List<String> ofType(String type) {
    return resources().keySet().stream().filter(name -> type(name).equals(type)).toList();
  }

  /// What is found on a path of keys within a value.
  static @Nullable Object at(@Nullable Object value, String... path) {
    @Nullable Object found = value;
    for (String key : path) {
      found = map(found).get(key);
    }
    return found;
  }

  @SuppressWarnings("unchecked") // the keys of a template are text
  static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new AssertionError("no map: " + value);
  }

  /// A list, or the one thing that stands for a list of one.
  static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : List.of(String.valueOf(value));
  }

  /// The statements of a policy document, those within conditions included.
  static Stream<Map<String, Object>> statements(@Nullable Object document) {
    return list(map(document).get("Statement")).stream()
        .map(Template::map)
        .flatMap(statement ->
            statement.containsKey("Fn::If")
                ? Stream.of(map(list(statement.get("Fn::If")).get(1)))
                : Stream.of(statement));
  }

  private static final class Tags extends SafeConstructor {
    Tags() {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              String tag = node.getTag().getValue().substring(1);
              String name = tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag;
              Object content =
                  switch (node) {
                    case ScalarNode scalar -> constructScalar(scalar);
                    case SequenceNode sequence -> constructSequence(sequence);
                    case MappingNode mapping -> constructMapping(mapping);
                    default -> throw new AssertionError(node);
                  };
              Map<String, Object> function = new LinkedHashMap<>();
              function.put(name, content);
              return function;
            }
          });
    }
  }
}
