package dev.flowstone.tests.deploy;

import static dev.flowstone.tests.deploy.Template.at;
import static dev.flowstone.tests.deploy.Template.list;
import static dev.flowstone.tests.deploy.Template.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.source.Spelling;
import dev.flowstone.lambda.Configuration;
import dev.flowstone.lambda.FlowFunction;
import dev.flowstone.lambda.dynamo.Payloads;
import dev.flowstone.lambda.dynamo.Tables;
import dev.flowstone.lambda.watch.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/// The deployment template holds what the code needs, and nothing wider.
///
/// What that is stands in tables with a reason for each line: `permissions.md` and `settings.md`.
/// They are held against the template, and against the code as far as it tells: each call of an AWS
/// client in its compiled classes is a permission, each variable that it reads a setting, each
/// request a route.
class TemplateTest {
  private static final Template TEMPLATE =
      Template.read(Path.of("..", "lambda-host", "deploy", "template.yaml"));
  private static final Map<String, Object> FUNCTION = TEMPLATE.properties("Function");

  @Test
  void theTemplateIsWhatTheTablesSay() {
    assertEquals(List.of(), Requirements.complaints(TEMPLATE));
  }

  @Test
  void whatIsGrantedIsWhatTheCodeCalls() {
    Set<String> granted = new TreeSet<>();
    MarkdownTable.rows("permissions.md").stream()
        .filter(row -> !row.cell("code").isEmpty())
        .forEach(row ->
            row.words("actions").forEach(action -> granted.add(action + " " + row.cell("code"))));

    assertEquals(AwsCalls.all(), granted);
  }

  @Test
  void aCallThatIsMadeIsSeen() {
    assertTrue(AwsCalls.all().contains("sqs:SendMessage wake.Wakes"));
  }

  @Test
  void everyGrantHasItsReason() {
    assertEquals(
        List.of(),
        MarkdownTable.rows("permissions.md").stream()
            .filter(row -> row.cell("why").isEmpty())
            .toList());
  }

  @Test
  void nothingIsGrantedForEverything() {
    Grant.all(TEMPLATE).stream()
        .filter(grant -> grant.effect().equals("Allow"))
        .forEach(grant -> {
          assertTrue(
              grant.actions().stream().noneMatch(each -> each.contains("*")), grant::toString);
          assertFalse(grant.resources().contains("*"), grant::toString);
        });
  }

  @Test
  void everyVariableThatIsReadIsSetAndNoOther() {
    Set<String> set = map(at(FUNCTION, "Environment", "Variables")).keySet();
    assertEquals(new TreeSet<>(Configuration.VARIABLES), new TreeSet<>(set));
  }

  @Test
  void theTableIsTheOneThatTheStoreUses() {
    CreateTableRequest made = Tables.table("table");
    Map<String, Object> table = TEMPLATE.properties("Table");

    assertEquals(
        made.attributeDefinitions().stream()
            .collect(Collectors.toMap(a -> a.attributeName(), a -> a.attributeTypeAsString())),
        list(table.get("AttributeDefinitions")).stream()
            .map(Template::map)
            .collect(
                Collectors.toMap(
                    a -> String.valueOf(a.get("AttributeName")),
                    a -> String.valueOf(a.get("AttributeType")))));
    assertEquals(keys(made.keySchema()), keys(table));
    Map<String, String> indexes = new TreeMap<>();
    made.globalSecondaryIndexes()
        .forEach(index ->
            indexes.put(
                index.indexName(),
                keys(index.keySchema())
                    + " "
                    + index.projection().projectionTypeAsString()
                    + new TreeSet<>(index.projection().nonKeyAttributes())));
    Map<String, String> described = new TreeMap<>();
    list(table.get("GlobalSecondaryIndexes")).stream()
        .map(Template::map)
        .forEach(index ->
            described.put(
                String.valueOf(index.get("IndexName")),
                keys(index)
                    + " "
                    + at(index, "Projection", "ProjectionType")
                    + new TreeSet<>(
                        map(index.get("Projection")).containsKey("NonKeyAttributes")
                            ? list(at(index, "Projection", "NonKeyAttributes"))
                            : List.of())));
    assertEquals(indexes, described);
    assertEquals(Tables.TTL, at(table, "TimeToLiveSpecification", "AttributeName"));
    assertEquals("PAY_PER_REQUEST", table.get("BillingMode"));
    assertEquals(true, at(table, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"));
  }

  private static String keys(List<KeySchemaElement> schema) {
    return schema.stream()
        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
        .toList()
        .toString();
  }

  private static String keys(Map<String, Object> of) {
    return list(of.get("KeySchema")).stream()
        .map(Template::map)
        .map(key -> key.get("AttributeName") + " " + key.get("KeyType"))
        .toList()
        .toString();
  }

  @Test
  void theBucketForgetsWhatIsNotNeededAnyMore() {
    Map<String, Integer> forgotten = new TreeMap<>();
    list(at(TEMPLATE.properties("Bucket"), "LifecycleConfiguration", "Rules")).stream()
        .map(Template::map)
        .filter(rule -> String.valueOf(rule.get("Prefix")).startsWith("keep"))
        .forEach(rule ->
            forgotten.put(
                String.valueOf(rule.get("Prefix")),
                assertInstanceOf(Integer.class, rule.get("ExpirationInDays"))));
    Map<String, Integer> needed = new TreeMap<>();
    Payloads.KEPT_DAYS.forEach(days -> needed.put(Payloads.prefix(days) + "/", days));
    assertEquals(needed, forgotten);
  }

  @Test
  void theFunctionIsTheClassThatIsThere() {
    assertEquals(FlowFunction.class.getName() + "::handleRequest", FUNCTION.get("Handler"));
  }

  @Test
  void noMessageComesAgainWhileTheFunctionMayBeAtIt() {
    for (String queue : List.of("WakeQueue", "RequestQueue")) {
      Object visibility = TEMPLATE.properties(queue).get("VisibilityTimeout");
      assertTrue(
          assertInstanceOf(Integer.class, visibility) >= number("TimeoutSeconds", "MaxValue") + 60);
    }
    assertEquals(
        0, number("ReservedConcurrency", "Default"), "not every account has some to spare");
  }

  /// `flow deploy` waits for an answer to each file that it has put into a bucket.
  @Test
  void everyFileThatFlowDeploysIsTakenInAndNoResultIs() {
    Object keys =
        at(FUNCTION, "Events", "Uploads", "Properties", "Pattern", "detail", "object", "key");
    assertEquals(
        Spelling.ENDINGS.stream().map(ending -> Map.of("wildcard", "uploads/*" + ending)).toList(),
        keys);
  }

  @Test
  void alarmsAreOfMetricsThatAreWritten() {
    Set<String> written =
        Arrays.stream(Metrics.Metric.values())
            .map(Metrics.Metric::label)
            .collect(Collectors.toSet());
    List<Map<String, Object>> own =
        TEMPLATE.ofType("AWS::CloudWatch::Alarm").stream()
            .map(TEMPLATE::properties)
            .filter(alarm -> "Flowstone".equals(alarm.get("Namespace")))
            .toList();
    assertEquals(3, own.size());
    own.forEach(alarm -> {
      assertTrue(written.contains(alarm.get("MetricName")), alarm::toString);
      assertEquals(
          List.of(Map.of("Name", "Function", "Value", Map.of("Ref", "Function"))),
          alarm.get("Dimensions"),
          "the host writes every metric with this dimension alone, too");
    });
  }

  /// Lambda takes a line of metrics, which has no level, for one of level INFO: what the host
  /// writes Lambda must not drop.
  @Test
  void theHostAloneDecidesWhatIsLogged() {
    for (Object level : list(at(TEMPLATE.parameters(), "LogLevel", "AllowedValues"))) {
      var environment =
          Map.of("FLOWSTONE_TABLE", "t", "FLOWSTONE_LOG_LEVEL", String.valueOf(level));
      assertInstanceOf(
          Configuration.Reading.Ok.class,
          Configuration.read(environment),
          () -> String.valueOf(level));
    }
    assertEquals("TRACE", at(FUNCTION, "LoggingConfig", "ApplicationLogLevel"));
    assertEquals("JSON", at(FUNCTION, "LoggingConfig", "LogFormat"));
    assertEquals(
        Map.of("Ref", "LogLevel"), at(FUNCTION, "Environment", "Variables", "FLOWSTONE_LOG_LEVEL"));
  }

  private static int number(String parameter, String key) {
    return assertInstanceOf(Integer.class, at(TEMPLATE.parameters(), parameter, key));
  }

  @Test
  void theGuideTellsOfEveryVariable() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "lambda.md"));
    assertEquals(
        List.of(),
        Configuration.VARIABLES.stream()
            .filter(name -> !guide.contains("`" + name + "`"))
            .toList());
  }
}
