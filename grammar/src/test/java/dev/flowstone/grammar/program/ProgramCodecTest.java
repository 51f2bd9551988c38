package dev.flowstone.grammar.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.program.ProgramCodec.Loaded;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramCodecTest {

  private static final String HASH_1 =
      "f54425432f64b82145edd25baa6382359f18a3ef0ed1478251018018d893effa";
  private static final String HASH_2 =
      "cb2bcf460661009edc2edf7e8ed133b84c4d2ce7ab471a3d1122a660dd64de15";

  private static final String FORMAT_1 = "program/format-1";
  private static final String FORMAT_2 = "program/format-2";

  /// What a release has stored, every later one must load: these files are never written anew.
  private static byte[] stored(String name) throws IOException {
    return Files.readString(Flows.file(name + ".json")).strip().getBytes(StandardCharsets.UTF_8);
  }

  private static String storedText(String name) throws IOException {
    return new String(stored(name), StandardCharsets.UTF_8);
  }

  private static Program compiled(String name) throws IOException {
    Workflow workflow = Flows.parse(Flows.read(Flows.file(name + ".flow")));
    return Compiler.compile(workflow, Analysis.of(workflow)).program().orElseThrow();
  }

  private static Loaded load(String json) {
    return ProgramCodec.load(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    FORMAT_1 + ",1,everything_that_runs," + HASH_1,
    FORMAT_2 + ",2,everything_of_format_two," + HASH_2
  })
  void loadsWhatWasStoredForEver(String name, int format, String workflow, String hash)
      throws IOException {
    Loaded.Ok loaded = assertInstanceOf(Loaded.Ok.class, ProgramCodec.load(stored(name)));
    assertEquals(workflow, loaded.program().workflow());
    assertEquals(format, loaded.program().format());
    assertEquals(hash, ProgramHash.of(stored(name)));
  }

  @ParameterizedTest
  @CsvSource({FORMAT_1 + "," + HASH_1, FORMAT_2 + "," + HASH_2})
  void writesEachFormatAsItWasWritten(String name, String hash) throws IOException {
    Program program = compiled(name);
    assertEquals(storedText(name), new String(ProgramCodec.bytes(program), StandardCharsets.UTF_8));
    assertEquals(hash, ProgramHash.of(program));
  }

  /// Otherwise the stored program would not hold the format to what it is.
  @Test
  void hasAnExampleOfEveryInstruction() throws IOException {
    Set<Class<?>> seen = new HashSet<>();
    for (String name : List.of(FORMAT_1, FORMAT_2)) {
      compiled(name).code().forEach(instruction -> seen.add(instruction.getClass()));
    }
    Set<Class<?>> all = new HashSet<>(List.of(Instruction.class.getPermittedSubclasses()));
    all.removeAll(seen);
    assertEquals(Set.of(), all);
  }

  /// A program keeps its version when a format is added that it has no use for.
  @Test
  void takesTheLowestFormat() throws IOException {
    assertEquals(1, compiled(FORMAT_1).format());
    assertEquals(2, compiled(FORMAT_2).format());
    String json = storedText(FORMAT_1).replace("\"format\":1", "\"format\":2");
    assertInstanceOf(Loaded.Ok.class, load(json));
  }

  @Test
  void refusesInstructionsThatAreNotOfTheFormat() throws IOException {
    String json = storedText(FORMAT_2).replace("\"format\":2", "\"format\":1");
    assertEquals(
        new Loaded.Refused("the program is damaged: format 1 has not all of its instructions"),
        load(json));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"format\":1','\"format\":0',1 and 2",
    "'\"format\":1','\"format\":3',1 and 2",
    "'\"semantics\":1','\"semantics\":7',1"
  })
  void refusesWhatItDoesNotKnow(String known, String unknown, String named) throws IOException {
    Loaded.Refused refused =
        assertInstanceOf(Loaded.Refused.class, load(storedText(FORMAT_1).replace(known, unknown)));
    assertTrue(
        refused.reason().contains("this release knows " + named + "; use"), refused.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"format\":1}",
        "{\"format\":\"1\",\"semantics\":1}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":\"string\",\"code\":[]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"record\":{}},\"code\":[{\"op\":\"hop\"}]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"record\":{}},\"code\":[{\"op\":\"jump\",\"target\":1}]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"record\":{}},\"code\":[{\"op\":\"jump\",\"target\":-1}]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"record\":{}},\"code\":[{\"op\":\"commit\",\"more\":1}]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"record\":{}},\"timeout\":\"soon\",\"code\":[]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"list\":\"strng\"},\"code\":[]}",
        "{\"format\":1,\"semantics\":1,\"workflow\":\"w\",\"input\":{\"heap\":\"string\"},\"code\":[]}"
      })
  void refusesDamage(String json) {
    Loaded.Refused refused = assertInstanceOf(Loaded.Refused.class, load(json));
    assertTrue(refused.reason().startsWith("the program is"), refused.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"attempts\":3','\"attempts\":0'",
    "'\"from\":\"PT2S\"','\"from\":\"PT99S\"'",
    "'\"factor\":1.5','\"factor\":0.5'",
    "'\"jitter\":\"half\"','\"jitter\":\"some\"'"
  })
  void refusesARetryPolicyThatIsOutOfBounds(String sound, String unsound) throws IOException {
    String json = storedText(FORMAT_1);
    assertTrue(json.contains(sound), sound);
    assertInstanceOf(Loaded.Refused.class, load(json.replace(sound, unsound)));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"max\":2,','\"max\":0,'",
    "'\"max\":20','\"max\":0'",
    "'\"parallel\":5','\"parallel\":-1'",
    "'\"count\":1','\"count\":0'",
    "'\"failures\":2','\"failures\":-1'",
    "'\"percent\":12.5','\"percent\":100.5'",
    "'\"policy\":\"settle\"','\"policy\":\"most\"'",
    "'\"policy\":\"settle\"','\"policy\":\"settle\",\"count\":1'",
    "'\"end\":','\"end\":9'",
    "'\"branches\":[','\"branches\":[-'",
    "'\"branches\":[','\"branches\":[true,'"
  })
  void refusesABlockThatIsOutOfBounds(String sound, String unsound) throws IOException {
    String json = storedText(FORMAT_2);
    assertTrue(json.contains(sound), sound);
    Loaded.Refused refused =
        assertInstanceOf(Loaded.Refused.class, load(json.replace(sound, unsound)));
    assertTrue(refused.reason().startsWith("the program is damaged"), refused.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {FORMAT_1, FORMAT_2})
  void neverThrowsForDamagedBytes(String name) throws IOException {
    byte[] whole = stored(name);
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
      }
      try {
        assertNotNull(ProgramCodec.load(damaged));
      } catch (RuntimeException bug) {
        throw new AssertionError("seed " + seed, bug);
      }
    }
  }
}
