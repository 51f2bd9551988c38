package dev.flowstone.tests.deploy;

import static dev.flowstone.tests.deploy.Template.at;
import static dev.flowstone.tests.deploy.Template.list;
import static dev.flowstone.tests.deploy.Template.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.flowstone.lambda.Configuration;
import dev.flowstone.lambda.FlowFunction;
import dev.flowstone.lambda.dynamo.Payloads;
import dev.flowstone.lambda.dynamo.Tables;
import dev.flowstone.lambda.request.Route;
import dev.flowstone.lambda.watch.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/// The deployment template holds what the code needs, and nothing wider.
///
/// What the code needs is read off its compiled classes: each call of a method of an AWS client is
/// a permission.
class TemplateTest {
  private static final Template TEMPLATE =
      Template.read(Path.of("..", "lambda-host", "deploy", "template.yaml"));
  private static final Map<String, Object> FUNCTION = TEMPLATE.properties("Function");

  /// Permissions that no client's method tells: a schedule is given the role by which it sends, and
  /// Lambda itself writes the log and takes from the queues.
  private static final Set<String> NOT_CALLED =
      Set.of(
          "iam:PassRole",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage");

  /// Operations whose permission has another name, by the service's own documentation.
  private static final Map<String, String> NAMED_OTHERWISE =
      Map.of("s3:ListObjectsV2", "s3:ListBucket", "s3:DeleteObjects", "s3:DeleteObject");

  private static final Map<String, String> PREFIXES = Map.of("eventbridge", "events");

  @Test
  void everyVariableThatIsReadIsSetAndNoOther() {
    Set<String> set = map(at(FUNCTION, "Environment", "Variables")).keySet();
    assertEquals(new TreeSet<>(Configuration.VARIABLES), new TreeSet<>(set));
  }

  @Test
  void theFunctionIsTheClassThatIsThere() {
    assertEquals(FlowFunction.class.getName() + "::handleRequest", FUNCTION.get("Handler"));
    assertEquals("java25", FUNCTION.get("Runtime"));
    assertEquals("live", FUNCTION.get("AutoPublishAlias"), "SnapStart works through an alias only");
    assertEquals(Map.of("ApplyOn", "PublishedVersions"), FUNCTION.get("SnapStart"));
    assertEquals("Allow", FUNCTION.get("RecursiveLoop"), "a long execution invokes itself");
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
  void thePermissionsAreThoseOfTheCallsThatTheCodeMakes() {
    Set<String> needed = new TreeSet<>(NOT_CALLED);
    needed.addAll(calls());

    Set<String> granted = new TreeSet<>();
    policy()
        .forEach(statement ->
            list(statement.get("Action")).forEach(action -> granted.add(String.valueOf(action))));
    // A key of the customer's own is used by the services, on behalf of the function.
    granted.removeIf(action -> action.startsWith("kms:"));

    assertEquals(needed, granted);
  }

  @Test
  void aCallThatIsMadeIsSeen() {
    assertTrue(calls().containsAll(Set.of("dynamodb:PutItem", "sqs:SendMessage")));
  }

  @Test
  void nothingIsGrantedForEverything() {
    Stream<Map<String, Object>> all =
        TEMPLATE.ofType("AWS::IAM::Role").stream()
            .flatMap(role -> list(TEMPLATE.properties(role).get("Policies")).stream())
            .flatMap(policy -> Template.statements(map(policy).get("PolicyDocument")));
    all.forEach(statement -> {
      list(statement.get("Action"))
          .forEach(
              action -> assertTrue(!String.valueOf(action).contains("*"), statement::toString));
      list(statement.get("Resource")).forEach(resource -> assertNotEquals("*", resource));
    });
    assertEquals(
        Map.of("Fn::GetAtt", "FunctionRole.Arn"),
        FUNCTION.get("Role"),
        "SAM would add policies that are wider");
  }

  @Test
  void onlySchedulesMayTakeTheRoleOfSchedules() {
    Map<String, Object> trust =
        Template.statements(TEMPLATE.properties("ScheduleRole").get("AssumeRolePolicyDocument"))
            .findFirst()
            .orElseThrow();
    assertEquals(Map.of("Service", "scheduler.amazonaws.com"), trust.get("Principal"));
    assertEquals(
        Map.of("Fn::GetAtt", "Schedules.Arn"),
        at(trust, "Condition", "StringEquals", "aws:SourceArn"));
  }

  @Test
  void wakesComeOneByOneAndLeaveRoomForSignals() {
    Map<String, Object> wakes = map(at(FUNCTION, "Events", "Wakes", "Properties"));
    assertEquals(Map.of("Fn::GetAtt", "WakeQueue.Arn"), wakes.get("Queue"));
    assertEquals(1, wakes.get("BatchSize"));
    assertEquals(List.of("ReportBatchItemFailures"), wakes.get("FunctionResponseTypes"));
    assertEquals(
        Map.of("Ref", "WakeConcurrency"), at(wakes, "ScalingConfig", "MaximumConcurrency"));
    assertEquals(
        0, number("ReservedConcurrency", "Default"), "not every account has some to spare");

    Map<String, Object> requests = map(at(FUNCTION, "Events", "Requests", "Properties"));
    assertEquals(List.of("ReportBatchItemFailures"), requests.get("FunctionResponseTypes"));
    for (String queue : List.of("WakeQueue", "RequestQueue")) {
      Object visibility = TEMPLATE.properties(queue).get("VisibilityTimeout");
      assertTrue(
          assertInstanceOf(Integer.class, visibility) >= number("TimeoutSeconds", "MaxValue") + 60,
          "a message must not come again while the function may still be at it");
      assertEquals(
          Map.of("Fn::GetAtt", "DeadLetters.Arn"),
          at(TEMPLATE.properties(queue), "RedrivePolicy", "deadLetterTargetArn"));
    }
  }

  @Test
  void workflowsInTheBucketAreTakenInAndTheirResultsAreNot() {
    Map<String, Object> pattern = map(at(FUNCTION, "Events", "Uploads", "Properties", "Pattern"));
    assertEquals(List.of("aws.s3"), pattern.get("source"));
    assertEquals(List.of("Object Created"), pattern.get("detail-type"));
    assertEquals(
        List.of(Map.of("wildcard", "uploads/*.flow"), Map.of("wildcard", "uploads/*.flow.yaml")),
        at(pattern, "detail", "object", "key"));
    assertEquals(
        true,
        at(
            TEMPLATE.properties("Bucket"),
            "NotificationConfiguration",
            "EventBridgeConfiguration",
            "EventBridgeEnabled"));
  }

  @Test
  void theSweepRunsEveryMinute() {
    Map<String, Object> sweep = map(at(FUNCTION, "Events", "Sweep", "Properties"));
    assertEquals("rate(1 minute)", sweep.get("Schedule"));
    assertEquals("{\"action\":\"sweep\"}", sweep.get("Input"));
  }

  @Test
  void onlyCallbacksAreOpen() {
    List<String> open =
        TEMPLATE.ofType("AWS::ApiGatewayV2::Route").stream()
            .map(TEMPLATE::properties)
            .filter(route -> "NONE".equals(route.get("AuthorizationType")))
            .map(route -> String.valueOf(route.get("RouteKey")))
            .toList();
    for (Route route : Route.ALL) {
      String key = route.method() + " " + route.path();
      assertEquals(
          route.open(), open.stream().anyMatch(pattern -> covers(pattern, key)), () -> key);
    }
    assertEquals("AWS_IAM", TEMPLATE.properties("Everything").get("AuthorizationType"));
    assertEquals("$default", TEMPLATE.properties("Everything").get("RouteKey"));
    assertEquals("iam", at(FUNCTION, "Environment", "Variables", "FLOWSTONE_AUTH"));
  }

  private static boolean covers(String pattern, String key) {
    String[] one = pattern.split("/", -1);
    String[] other = key.split("/", -1);
    return one.length == other.length
        && java.util.stream.IntStream.range(0, one.length)
            .allMatch(i -> one[i].startsWith("{") || one[i].equals(other[i]));
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

  private static Stream<Map<String, Object>> policy() {
    return list(TEMPLATE.properties("FunctionRole").get("Policies")).stream()
        .flatMap(policy -> Template.statements(map(policy).get("PolicyDocument")));
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

  /// Every method of an AWS client that the host calls, as a permission.
  private static Set<String> calls() {
    JavaClasses host =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.flowstone.lambda");
    return host.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(call -> call.getTargetOwner().isAssignableTo(SdkClient.class))
        .filter(TemplateTest::isOperation)
        .map(TemplateTest::permission)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOperation(JavaMethodCall call) {
    return !Set.of("builder", "create", "close", "utilities", "serviceMetadata")
        .contains(call.getName());
  }

  private static String permission(JavaMethodCall call) {
    String service = call.getTargetOwner().getPackageName().replaceAll(".*\\.services\\.", "");
    String prefix = PREFIXES.getOrDefault(service, service);
    String name = call.getName().replaceAll("Paginator$|AsBytes$", "");
    String action =
        prefix + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return NAMED_OTHERWISE.getOrDefault(action, action);
  }
}
