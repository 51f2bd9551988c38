package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tells the events apart, by what only one of them has.
public final class EventReader {
  /// The detail type of events of a bus whose detail is a request.
  public static final String DETAIL_TYPE = "Flowstone Request";

  /// What a bucket tells EventBridge; its keys are not encoded, unlike those of a notification.
  private static final String OBJECT_CREATED = "Object Created";

  private static final String JSON = "application/json";

  private EventReader() {}

  public static Event read(byte[] json) {
    return switch (ValueJson.parse(json)) {
      case ValueJson.Parsed.Ok(Value.Fields fields) -> event(fields);
      case ValueJson.Parsed.Ok(Value _) -> new Event.Unknown("the event is no JSON object");
      case ValueJson.Parsed.Malformed malformed ->
          new Event.Unknown(
              "the event is no JSON, from line %d, column %d"
                  .formatted(malformed.line(), malformed.column()));
    };
  }

  private static Event event(Value.Fields fields) {
    if (fields.get("Records").orElse(Value.Null.NULL) instanceof Value.Items(List<Value> records)) {
      return records(records);
    }
    Value.Fields context = map(fields, "requestContext");
    if (context.get("http").isPresent()) {
      return new Event.Http(call(fields, context));
    }
    if (fields.get("httpMethod").isPresent()) {
      return new Event.Unknown("payloads of version 1.0 are not known: set the version to 2.0");
    }
    if (fields.get("action").isPresent()) {
      return new Event.Direct(fields);
    }
    Optional<String> type = text(fields, "detail-type");
    if (type.isPresent()) {
      Value.Fields detail = map(fields, "detail");
      if (type.get().equals(OBJECT_CREATED)
          && text(fields, "source").equals(Optional.of("aws.s3"))) {
        return new Event.Objects(
            List.of(
                new Event.Put(
                    text(map(detail, "bucket"), "name").orElse(""),
                    text(map(detail, "object"), "key").orElse(""))));
      }
      return type.get().equals(DETAIL_TYPE) || detail.get("action").isPresent()
          ? new Event.Bus(detail, text(fields, "id").orElse(""))
          : new Event.Unknown("the detail type of the event is not \"" + DETAIL_TYPE + "\"");
    }
    return new Event.Unknown("the event has no \"action\", and is none of those that are known");
  }

  private static Event records(List<Value> records) {
    List<Event.Message> messages = new ArrayList<>();
    List<Event.Put> objects = new ArrayList<>();
    for (Value each : records) {
      Value.Fields record = each instanceof Value.Fields fields ? fields : Value.Fields.EMPTY;
      String source = text(record, "eventSource").orElse("");
      if (source.equals("aws:sqs")) {
        messages.add(
            new Event.Message(
                text(record, "messageId").orElse(""), text(record, "body").orElse("")));
      } else if (source.equals("aws:s3")
          && text(record, "eventName").orElse("").startsWith("ObjectCreated:")) {
        Value.Fields s3 = map(record, "s3");
        objects.add(
            new Event.Put(
                text(map(s3, "bucket"), "name").orElse(""),
                URLDecoder.decode(
                    text(map(s3, "object"), "key").orElse(""), StandardCharsets.UTF_8)));
      } else {
        return new Event.Unknown("records of the source \"" + source + "\" are not known");
      }
    }
    return objects.isEmpty() ? new Event.Queue(messages) : new Event.Objects(objects);
  }

  private static HttpCall call(Value.Fields event, Value.Fields context) {
    Value.Fields http = map(context, "http");
    Map<String, String> headers = new LinkedHashMap<>();
    texts(map(event, "headers"))
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new HttpCall(
        text(http, "method").orElse("").toUpperCase(Locale.ROOT),
        path(event, context, http),
        query(text(event, "rawQueryString").orElse("")),
        headers,
        body(event, headers),
        map(context, "authorizer"),
        text(context, "requestId").orElse(""));
  }

  /// Without the stage, which an HTTP API puts in front where it has one of a name.
  private static String path(Value.Fields event, Value.Fields context, Value.Fields http) {
    String path = text(event, "rawPath").or(() -> text(http, "path")).orElse("/");
    String stage = "/" + text(context, "stage").orElse("$default");
    return path.startsWith(stage + "/") ? path.substring(stage.length()) : path;
  }

  /// The last of several values counts.
  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        query.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a stray percent sign: taken as it is, and refused by whoever reads the field
    }
  }

  private static HttpCall.Body body(Value.Fields event, Map<String, String> headers) {
    String sent = text(event, "body").orElse("");
    if (sent.isEmpty()) {
      return new HttpCall.Body.None();
    }
    boolean encoded = event.get("isBase64Encoded").equals(Optional.of(new Value.Bool(true)));
    byte[] bytes;
    try {
      bytes =
          encoded ? Base64.getMimeDecoder().decode(sent) : sent.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return new HttpCall.Body.Unusable(400, "the body is no Base64");
    }
    String type =
        headers.getOrDefault("content-type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!type.equals(JSON) && !(type.startsWith("application/") && type.endsWith("+json"))) {
      return new HttpCall.Body.Unusable(415, "the Content-Type of the body must be " + JSON);
    }
    return switch (ValueJson.parse(bytes)) {
      case ValueJson.Parsed.Ok(Value value) -> new HttpCall.Body.Json(value);
      case ValueJson.Parsed.Malformed malformed ->
          new HttpCall.Body.Unusable(400, "the body is no JSON: " + malformed.describe());
    };
  }

  private static Map<String, String> texts(Value.Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .entries()
        .forEach((name, value) -> {
          if (name instanceof Value.Text(String key) && value instanceof Value.Text(String text)) {
            texts.put(key, text);
          }
        });
    return texts;
  }

  private static Value.Fields map(Value.Fields fields, String name) {
    return fields.get(name).orElse(Value.Null.NULL) instanceof Value.Fields map
        ? map
        : Value.Fields.EMPTY;
  }

  private static Optional<String> text(Value.Fields fields, String name) {
    return fields.get(name).orElse(Value.Null.NULL) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
