package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A one-time schedule as it was asked for, checked by the API reference of CreateSchedule.
record ScheduleEntry(String group, String name, Instant due, Instant created, ObjectNode body) {

  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-_.]{1,64}");
  private static final Pattern AT =
      Pattern.compile("at\\((\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})\\)");
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

  static ScheduleEntry of(String name, ObjectNode body, Instant now) {
    requireName("name", name);
    String group = body.path("GroupName").asText("default");
    requireName("groupName", group);
    String token = body.path("ClientToken").asText("none");
    if (!token.matches("[a-zA-Z0-9-_]{1,64}")) {
      throw invalid("clientToken", token, "[a-zA-Z0-9-_]+");
    }
    requireChoice(body, "ActionAfterCompletion", "NONE", Set.of("NONE", "DELETE"));
    requireChoice(body, "State", "ENABLED", Set.of("ENABLED", "DISABLED"));
    JsonNode window = body.path("FlexibleTimeWindow");
    requireChoice(window, "Mode", "", Set.of("OFF", "FLEXIBLE"));
    int minutes = window.path("MaximumWindowInMinutes").asInt(0);
    if (window.path("Mode").asText().equals("FLEXIBLE") ? minutes < 1 : minutes != 0) {
      throw ServiceException.invalid(
          "MaximumWindowInMinutes is for flexible time windows, and they need it");
    }
    requireTarget(body.path("Target"));
    return new ScheduleEntry(group, name, due(body, now), now, body);
  }

  private static void requireName(String member, String value) {
    if (!NAME.matcher(value).matches()) {
      throw invalid(member, value, "^[0-9a-zA-Z-_.]+$, 64 characters at most");
    }
  }

  private static void requireChoice(
      JsonNode node, String member, String otherwise, Set<String> values) {
    String value = node.path(member).asText(otherwise);
    if (!values.contains(value)) {
      throw invalid(member, value, "one of " + values);
    }
  }

  private static void requireTarget(JsonNode target) {
    String arn = target.path("Arn").asText();
    if (!arn.startsWith("arn:aws") || arn.split(":", -1).length < 6 || arn.length() > 1600) {
      throw invalid("target.arn", arn, "an ARN");
    }
    String role = target.path("RoleArn").asText();
    if (!ROLE.matcher(role).matches()) {
      throw invalid("target.roleArn", role, ROLE.pattern());
    }
    if (arn.contains(":aws-sdk:") && !target.hasNonNull("Input")) {
      throw ServiceException.invalid("A universal target needs an Input");
    }
    boolean isFifo = arn.contains(":sqs:") && arn.endsWith(".fifo");
    if (isFifo != target.path("SqsParameters").hasNonNull("MessageGroupId")) {
      throw ServiceException.invalid("MessageGroupId is for FIFO queues, and they need it");
    }
  }

  /// Only one-time schedules; one in the past is refused, about which the reference says nothing.
  private static Instant due(JsonNode body, Instant now) {
    String expression = body.path("ScheduleExpression").asText();
    Matcher matcher = AT.matcher(expression);
    try {
      if (matcher.matches()) {
        String zone = body.path("ScheduleExpressionTimezone").asText("UTC");
        Instant due = LocalDateTime.parse(matcher.group(1)).atZone(ZoneId.of(zone)).toInstant();
        if (due.isBefore(now)) {
          throw ServiceException.invalid("The schedule " + expression + " is in the past");
        }
        return due;
      }
    } catch (DateTimeException e) {
      throw ServiceException.invalid("Invalid Schedule Expression " + expression);
    }
    throw ServiceException.invalid("Invalid Schedule Expression " + expression);
  }

  private static ServiceException invalid(String member, String value, String constraint) {
    return ServiceException.invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  String key() {
    return group + "/" + name;
  }

  String arn() {
    return "arn:aws:scheduler:us-east-1:000000000000:schedule/" + key();
  }

  boolean isEnabled() {
    return !body.path("State").asText().equals("DISABLED");
  }

  boolean isDeletedAfterwards() {
    return body.path("ActionAfterCompletion").asText().equals("DELETE");
  }
}
