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
import java.util.Optional;
import java.util.Set;
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
  private static final Set<String> ATTRIBUTES =
      Set.of("Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy");

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

  /// The attributes of a resource and its properties, all in one.
  Map<String, Object> attributes(String resource) {
    Map<String, Object> attributes = new LinkedHashMap<>(map(resources().get(resource)));
    Object properties = attributes.remove("Properties");
    if (properties != null) {
      attributes.putAll(map(properties));
    }
    return attributes;
  }

  /// What a path with dots leads to, from the name of a resource or of a section on. Properties are
  /// not named. A list is entered by a number, or by the name of what is in it: a `Sid` and the
  /// like.
  Optional<Object> find(String path) {
    String[] keys = path.split("\\.", -1);
    @Nullable Object found =
        resources().containsKey(keys[0]) ? attributes(keys[0]) : root.get(keys[0]);
    for (int i = 1; i < keys.length && found != null; i++) {
      found = entered(found, keys[i]);
    }
    return Optional.ofNullable(found);
  }

  private static @Nullable Object entered(Object value, String key) {
    return switch (value) {
      case Map<?, ?> map -> map.get(key);
      case List<?> list ->
          list.stream()
              .filter(each -> key.equals(String.valueOf(list.indexOf(each))) || isNamed(each, key))
              .findFirst()
              .orElse(null);
      default -> null;
    };
  }

  private static boolean isNamed(Object value, String name) {
    return value instanceof Map<?, ?> map
        && (name.equals(map.get("Sid")) || name.equals(map.get("PolicyName")));
  }

  /// The same template with something else at the end of a path, or without what is there.
  Template with(String path, Optional<String> yaml) {
    Template copy = new Template(map(copied(root)));
    int dot = path.lastIndexOf('.');
    String key = path.substring(dot + 1);
    Object parent = dot < 0 ? copy.resources() : copy.parent(path.substring(0, dot), key);
    Object value = yaml.map(text -> new Yaml(new Tags()).<Object>load(text)).orElse(null);
    switch (parent) {
      case Map<?, ?> map when value != null -> map(map).put(key, value);
      case Map<?, ?> map when map.containsKey(key) -> map.remove(key);
      case List<?> list when entered(list, key) != null -> replace(list, key, value);
      default -> throw new AssertionError("nothing is at " + path);
    }
    return copy;
  }

  @SuppressWarnings("unchecked") // lists of a copied template take anything
  private static void replace(List<?> of, String key, @Nullable Object value) {
    List<Object> list = (List<Object>) of;
    int index = list.indexOf(entered(list, key));
    list.remove(index);
    if (value != null) {
      list.add(index, value);
    }
  }

  /// A resource's own attributes stand beside its properties.
  private Object parent(String path, String key) {
    if (!resources().containsKey(path)) {
      return find(path).orElseThrow(() -> new AssertionError("nothing is at " + path));
    }
    Map<String, Object> resource = map(resources().get(path));
    return ATTRIBUTES.contains(key) ? resource : map(resource.get("Properties"));
  }

  private static Object copied(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(key, copied(each)));
        yield copy;
      }
      case List<?> list -> new ArrayList<>(list.stream().map(Template::copied).toList());
      default -> value;
    };
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
