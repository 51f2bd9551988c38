package dev.flowstone.tests.deploy;

import dev.flowstone.lambda.request.Route;
import dev.flowstone.tests.deploy.MarkdownTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a template has to be, no less and no more: the grants of `permissions.md`, the settings of
/// `settings.md`, and a route for each request of the REST API.
///
/// Nothing may be in a template that is in none of them, so that what is added has to say there
/// what it is for.
final class Requirements {
  private static final String ROUTE = "AWS::ApiGatewayV2::Route";
  private static final String ANYTHING = "*";

  private Requirements() {}

  /// What is wrong with a template, a line each; empty if it is right.
  static List<String> complaints(Template template) {
    List<String> complaints = new ArrayList<>();
    complaints.addAll(differences("grant", texts(wanted()), texts(Grant.all(template))));
    complaints.addAll(differences("route", routes(), routes(template)));
    complaints.addAll(settings(template));
    complaints.addAll(strangers(template));
    return complaints;
  }

  static List<Grant> wanted() {
    return MarkdownTable.rows("permissions.md").stream()
        .map(row ->
            new Grant(
                row.cell("effect"),
                row.cell("who"),
                Set.copyOf(row.words("actions")),
                Set.copyOf(row.words("on")),
                row.cell("if")))
        .toList();
  }

  private static List<String> texts(List<Grant> grants) {
    return grants.stream().map(Grant::toString).toList();
  }

  private static List<String> routes() {
    return Route.ALL.stream()
        .map(route ->
            "%s %s %s integrations/${Integration} of ${Api}"
                .formatted(route.method(), route.path(), route.open() ? "NONE" : "AWS_IAM"))
        .toList();
  }

  private static List<String> routes(Template template) {
    return template.ofType(ROUTE).stream()
        .map(template::properties)
        .map(route ->
            "%s %s %s of %s"
                .formatted(
                    Shown.of(route.get("RouteKey")),
                    Shown.of(route.get("AuthorizationType")),
                    Shown.of(route.get("Target")),
                    Shown.of(route.get("ApiId"))))
        .toList();
  }

  private static List<String> differences(String what, List<String> wanted, List<String> found) {
    List<String> complaints = new ArrayList<>();
    List<String> left = new ArrayList<>(found);
    for (String each : wanted) {
      if (!left.remove(each)) {
        complaints.add("missing " + what + ": " + each);
      }
    }
    left.stream().map(each -> "nothing needs this " + what + ": " + each).forEach(complaints::add);
    return complaints;
  }

  /// The settings that are not as their rows say. Of several in one row the values are in a row
  /// too.
  private static List<String> settings(Template template) {
    List<String> complaints = new ArrayList<>();
    for (Row row : MarkdownTable.rows("settings.md")) {
      String value = row.cell("value");
      String found =
          row.words("setting").stream()
              .map(path -> Shown.of(template.find(row.cell("of") + "." + path).orElse(null)))
              .collect(Collectors.joining(" "));
      if (!value.equals(ANYTHING) && !value.equals(found)) {
        complaints.add(
            "%s %s is %s, not %s: %s"
                .formatted(row.cell("of"), row.cell("setting"), found, value, row.cell("why")));
      }
    }
    return complaints;
  }

  /// What no row of the settings speaks of.
  private static List<String> strangers(Template template) {
    Set<String> known = new TreeSet<>();
    for (Row row : MarkdownTable.rows("settings.md")) {
      row.words("setting").forEach(path -> known.add(row.cell("of") + "." + path));
    }
    List<String> strangers = new ArrayList<>();
    template.resources().keySet().stream()
        .filter(resource -> !template.type(resource).equals(ROUTE))
        .forEach(resource -> strangers(template.attributes(resource), resource, known, strangers));
    return strangers;
  }

  private static void strangers(
      Map<String, Object> of, String path, Set<String> known, List<String> strangers) {
    of.forEach((key, value) -> {
      String here = path + "." + key;
      if (known.contains(here)) {
        return;
      }
      boolean partly = known.stream().anyMatch(each -> each.startsWith(here + "."));
      if (partly && value instanceof Map<?, ?> map) {
        strangers(Template.map(map), here, known, strangers);
      } else {
        strangers.add("nothing speaks of " + here + ", which is " + Shown.of(value));
      }
    });
  }
}
