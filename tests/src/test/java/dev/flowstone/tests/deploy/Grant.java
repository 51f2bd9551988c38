package dev.flowstone.tests.deploy;

import static dev.flowstone.tests.deploy.Template.list;
import static dev.flowstone.tests.deploy.Template.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one statement of a policy says: who may, or may not, do what to what, and under which
/// condition.
///
/// `who` is a role of the template, or a principal by its name. `condition` is empty where there is
/// none; `where X` names a condition of the template on which the statement is there at all.
record Grant(
    String effect, String who, Set<String> actions, Set<String> resources, String condition) {

  private static final Set<String> KNOWN =
      Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");

  Grant {
    actions = new TreeSet<>(actions);
    resources = new TreeSet<>(resources);
  }

  /// All that a template grants or denies, by the policies of its roles and of its bucket, by who
  /// may take its roles, and by the permissions of its function.
  static List<Grant> all(Template template) {
    List<Grant> grants = new ArrayList<>();
    for (String role : template.ofType("AWS::IAM::Role")) {
      Map<String, Object> properties = template.properties(role);
      grants.addAll(statements(properties.get("AssumeRolePolicyDocument"), "", role));
      for (Object policy : list(properties.get("Policies"))) {
        grants.addAll(statements(map(policy).get("PolicyDocument"), role, ""));
      }
    }
    for (String policy : template.ofType("AWS::S3::BucketPolicy")) {
      grants.addAll(statements(template.properties(policy).get("PolicyDocument"), "", ""));
    }
    template.ofType("AWS::Lambda::Permission").stream()
        .map(template::properties)
        .map(Grant::permission)
        .forEach(grants::add);
    return grants;
  }

  private static Grant permission(Map<String, Object> properties) {
    return new Grant(
        "Allow",
        Shown.of(properties.get("Principal")),
        Set.of(Shown.of(properties.get("Action"))),
        Set.of(Shown.of(properties.get("FunctionName"))),
        properties.containsKey("SourceArn")
            ? "{SourceArn: " + Shown.of(properties.get("SourceArn")) + "}"
            : "");
  }

  /// The statements of a document, those on conditions of the template too. `who` and `what` are
  /// told by where the document stands, where they are not told by itself.
  private static List<Grant> statements(@Nullable Object document, String who, String what) {
    List<Grant> grants = new ArrayList<>();
    for (Object each : list(map(document).get("Statement"))) {
      Map<String, Object> statement = map(each);
      if (statement.get("Fn::If") instanceof List<?> choice) {
        add(grants, choice.get(1), who, what, "where " + choice.get(0));
        add(grants, choice.get(2), who, what, "where not " + choice.get(0));
      } else {
        add(grants, statement, who, what, "");
      }
    }
    return grants;
  }

  private static void add(
      List<Grant> grants, Object branch, String who, String what, String where) {
    Map<String, Object> statement = map(branch);
    if (!Shown.of(statement).equals(Shown.of(null))) {
      grants.add(
          new Grant(
              Shown.of(statement.get("Effect")),
              who.isEmpty() ? principal(statement.get("Principal")) : who,
              shown(statement.get("Action")),
              what.isEmpty() ? shown(statement.get("Resource")) : Set.of(what),
              condition(statement, where)));
    }
  }

  private static String condition(Map<String, Object> statement, String where) {
    List<String> parts = new ArrayList<>();
    parts.add(where);
    if (statement.containsKey("Condition")) {
      parts.add(Shown.of(statement.get("Condition")));
    }
    // Such as NotAction, which turns everything about.
    statement.keySet().stream().filter(key -> !KNOWN.contains(key)).forEach(parts::add);
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String principal(@Nullable Object principal) {
    return principal instanceof Map<?, ?> map && map.size() == 1 && map.containsKey("Service")
        ? Shown.of(map.get("Service"))
        : Shown.of(principal);
  }

  private static Set<String> shown(@Nullable Object one) {
    return one instanceof List<?> many
        ? many.stream().map(Shown::of).collect(Collectors.toSet())
        : Set.of(Shown.of(one));
  }

  @Override
  public String toString() {
    return effect
        + " "
        + who
        + ": "
        + String.join(" ", actions)
        + " on "
        + String.join(" ", resources)
        + (condition.isEmpty() ? "" : " if " + condition);
  }
}
