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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramCodecTest {

  /// What a release has stored, every later one must load: these files are never written anew.
  private static final String STORED = "program/format-1.json";

  private static final String STORED_HASH =
      "f54425432f64b82145edd25baa6382359f18a3ef0ed1478251018018d893effa";

  private static byte[] stored() throws IOException {
    return Files.readString(Flows.file(STORED)).strip().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void loadsAProgramOfTheFirstFormatForEver() throws IOException {
    Loaded.Ok loaded = assertInstanceOf(Loaded.Ok.class, ProgramCodec.load(stored()));
    assertEquals("everything_that_runs", loaded.program().workflow());
    assertEquals(STORED_HASH, ProgramHash.of(stored()));
  }

  @Test
  void writesTheFirstFormatAsItWasWritten() throws IOException {
    Workflow workflow = Flows.parse(Flows.read(Flows.file("program/format-1.flow")));
    Program program = Compiler.compile(workflow, Analysis.of(workflow)).program().orElseThrow();
    assertEquals(
        new String(stored(), StandardCharsets.UTF_8),
        new String(ProgramCodec.bytes(program), StandardCharsets.UTF_8));
    assertEquals(STORED_HASH, ProgramHash.of(program));
  }

  @ParameterizedTest
  @CsvSource({"'\"format\":1','\"format\":2'", "'\"semantics\":1','\"semantics\":7'"})
  void refusesWhatItDoesNotKnow(String known, String unknown) throws IOException {
    String json = new String(stored(), StandardCharsets.UTF_8).replace(known, unknown);
    Loaded.Refused refused =
        assertInstanceOf(
            Loaded.Refused.class, ProgramCodec.load(json.getBytes(StandardCharsets.UTF_8)));
    assertTrue(refused.reason().contains("this release knows 1"), refused.reason());
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
    Loaded.Refused refused =
        assertInstanceOf(
            Loaded.Refused.class, ProgramCodec.load(json.getBytes(StandardCharsets.UTF_8)));
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
    String json = new String(stored(), StandardCharsets.UTF_8);
    assertTrue(json.contains(sound), sound);
    assertInstanceOf(
        Loaded.Refused.class,
        ProgramCodec.load(json.replace(sound, unsound).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void neverThrowsForDamagedBytes() throws IOException {
    byte[] whole = stored();
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
