package dev.flowstone.lambda.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestReaderTest {

  @Test
  void namesAStartAfterWhatBroughtIt() {
    Request.Start start =
        assertInstanceOf(
            Request.Start.class, ok("{'action':'start','workflow':'order','wait':1.5}"));

    assertEquals("order-event-1", start.name());
    assertEquals(new Request.Program.Alias("live"), start.program());
    assertEquals(Optional.of(Duration.ofMillis(1_500)), start.patience());
    assertEquals(Value.Null.NULL, start.input());
  }

  @Test
  void letsASignalCountOnceByWhatBroughtIt() {
    Request.Signal signal =
        assertInstanceOf(Request.Signal.class, ok("{'action':'signal','name':'a','signal':'go'}"));

    assertEquals(Optional.of("event-1"), signal.key());
  }

  @Test
  void takesNumbersOfAnAddressAsText() {
    Request.History history =
        assertInstanceOf(
            Request.History.class, ok("{'action':'history','name':'a','after':'7','limit':'2'}"));

    assertEquals(new Request.History("a", 7, 2), history);
  }

  @Test
  void tellsEverythingThatIsWrong() {
    assertEquals(
        "\"workflow\" is missing; give \"version\" or \"alias\", not both; \"wait\" must be a"
            + " number; \"inputs\" is no field of this request",
        bad("{'action':'start','version':'v','alias':'a','wait':'soon','inputs':{}}"));
    assertEquals("there is no such action, did you mean 'start'?", bad("{'action':'strat'}"));
    assertTrue(bad("{}").startsWith("\"action\" is missing"));
    assertEquals(
        "\"limit\" must be a whole number from 1 to 1000", bad("{'action':'list','limit':0}"));
    assertTrue(bad("{'action':'list','status':'GONE'}").startsWith("\"status\" must be one of"));
  }

  @Test
  void movesLiveUnlessItIsToldOtherwise() {
    String upload = "{'action':'upload','file':'a.flow','source':'workflow a'%s}";

    assertEquals(Optional.of("live"), uploaded(upload.formatted("")).alias());
    assertEquals(Optional.empty(), uploaded(upload.formatted(",'alias':null")).alias());
    assertEquals(Optional.of("blue"), uploaded(upload.formatted(",'alias':'blue'")).alias());
  }

  private static Request.Upload uploaded(String json) {
    return assertInstanceOf(Request.Upload.class, ok(json));
  }

  private static Request ok(String json) {
    return assertInstanceOf(RequestReader.Reading.Ok.class, read(json)).request();
  }

  private static String bad(String json) {
    return assertInstanceOf(RequestReader.Reading.Bad.class, read(json)).problem();
  }

  private static RequestReader.Reading read(String json) {
    Value value =
        assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(json.replace('\'', '"')))
            .value();
    return RequestReader.read((Value.Fields) value, "event-1");
  }
}
