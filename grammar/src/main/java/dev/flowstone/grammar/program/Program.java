package dev.flowstone.grammar.program;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A compiled workflow: flat, resolved instructions and everything that running them needs.
///
/// Its canonical serialised form (see `ProgramCodec`) is what is hashed, stored and loaded; the
/// hash is the version. It holds no positions, comments or layout, so that formatting a file does
/// not change its version; the positions of a compilation are kept beside it.
///
/// `format` is that of the serialised form, `semantics` that of the machine and the expressions
/// that it was compiled for (rule 15 of the store protocol).
public record Program(
    int format,
    int semantics,
    String workflow,
    Type.Record input,
    Map<String, Value> defaults,
    Optional<Type> output,
    Map<String, Type> signals,
    Optional<Duration> timeout,
    List<Instruction> code) {

  public static final int FORMAT = 1;
  public static final int SEMANTICS = 1;

  public Program {
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    signals = Collections.unmodifiableMap(new LinkedHashMap<>(signals));
    code = List.copyOf(code);
  }

  /// Every call of a handler that is written in it, in the order of its code.
  public List<HandlerCall> calls() {
    return code.stream().flatMap(instruction -> instruction.calls().stream()).toList();
  }
}
