package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Type.Simple;
import dev.flowstone.grammar.type.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Calls of functions and methods; macros are told apart here and handled in [Macros].
final class Calls {

  private static final Set<String> NAMESPACES =
      Set.of("math", "optional", "strings", "lists", "cel");

  private final Inference inference;
  private final Macros macros;

  Calls(Inference inference) {
    this.inference = inference;
    this.macros = new Macros(inference);
  }

  Typed infer(Expr.Call call, Scope scope) {
    Optional<Typed> macro = macros.infer(call, scope);
    if (macro.isPresent()) {
      return macro.get();
    }
    Optional<String> namespace = namespace(call);
    if (namespace.isPresent()) {
      String name = namespace.get() + "." + call.function().text();
      List<Signature> signatures = Functions.global(name);
      return signatures.isEmpty()
          ? unknown(call, scope, name, qualified(namespace.get()))
          : apply(call, scope, name, signatures, List.of());
    }
    String name = call.function().text();
    if (call.target().isPresent()) {
      List<Signature> signatures = Functions.method(name);
      Expr receiver = call.target().get();
      return signatures.isEmpty()
          ? unknown(call, scope, name, methods())
          : apply(call, scope, name, signatures, List.of(receiver));
    }
    if (name.equals("dyn") && call.arguments().size() == 1) {
      return inference.infer(call.arguments().getFirst(), scope).as(Simple.ANY);
    }
    List<Signature> signatures = Functions.global(name);
    return signatures.isEmpty()
        ? unknown(call, scope, name, globals())
        : apply(call, scope, name, signatures, List.of());
  }

  private static Optional<String> namespace(Expr.Call call) {
    return call.target()
        .flatMap(target ->
            target instanceof Expr.Variable(var name, var _) && NAMESPACES.contains(name.text())
                ? Optional.of(name.text())
                : Optional.empty())
        .filter(space ->
            space.equals("cel")
                || !Functions.global(space + "." + call.function().text()).isEmpty()
                || Functions.method(call.function().text()).isEmpty());
  }

  private static Set<String> qualified(String namespace) {
    return Functions.globals().stream()
        .filter(name -> name.startsWith(namespace + "."))
        .collect(Collectors.toSet());
  }

  private static Set<String> methods() {
    Set<String> names = new HashSet<>(Functions.methods());
    names.addAll(Macros.NAMES);
    return names;
  }

  private static Set<String> globals() {
    return Functions.globals().stream()
        .filter(name -> !name.contains("."))
        .collect(Collectors.toSet());
  }

  private Typed unknown(Expr.Call call, Scope scope, String name, Set<String> known) {
    call.target()
        .filter(target -> namespace(call).isEmpty())
        .ifPresent(target -> inference.infer(target, scope));
    call.arguments().forEach(argument -> inference.infer(argument, scope));
    String bare = call.function().text();
    Optional<String> hint =
        Functions.advice(bare)
            .or(() -> Nearest.hint(name, known.stream().sorted().toList()))
            .or(() -> elsewhere(bare));
    inference.report(
        Code.UNKNOWN_FUNCTION, "there is no function '" + name + "'", call.function().span(), hint);
    return new Typed(new Expression.Unresolved("there is no function '" + name + "'"), Simple.ANY);
  }

  /// The function is known, but is called in the other way.
  private static Optional<String> elsewhere(String name) {
    if (!Functions.method(name).isEmpty() || Macros.NAMES.contains(name)) {
      return Optional.of("it is a method: value." + name + "(…)");
    }
    return Functions.global(name).isEmpty()
        ? Optional.empty()
        : Optional.of("call it as " + name + "(value)");
  }

  private Typed apply(
      Expr.Call call, Scope scope, String name, List<Signature> signatures, List<Expr> receiver) {
    List<Expr> written = new ArrayList<>(receiver);
    written.addAll(call.arguments());
    List<Typed> arguments =
        written.stream().map(argument -> inference.infer(argument, scope)).toList();
    List<Signature> possible = signatures.stream().filter(s -> s.takes(written.size())).toList();
    if (possible.isEmpty()) {
      String message =
          "'" + name + "' takes " + ways(signatures) + ", not " + counted(call.arguments().size());
      inference.report(Code.WRONG_CALL, message, call.function().span());
      return new Typed(new Expression.Unresolved(message), Simple.ANY);
    }
    List<Type> types = operandTypes(arguments, written, possible);
    Function function = possible.getFirst().function();
    Optional<Type> result = result(possible, types);
    if (result.isEmpty()) {
      complain(call, name, possible, types, !receiver.isEmpty());
    }
    Type type = refined(function, types).orElse(result.orElse(Simple.ANY));
    return new Typed(new Expression.Invoke(function, operands(arguments, types, possible)), type);
  }

  /// The types to match, after a complaint where one may be null and no signature takes that.
  private List<Type> operandTypes(
      List<Typed> arguments, List<Expr> written, List<Signature> possible) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      int at = i;
      Type type = arguments.get(i).type();
      boolean takesAll = possible.stream().anyMatch(s -> s.parameter(at) instanceof Shape.Any);
      boolean takesOptional =
          possible.stream().anyMatch(s -> s.parameter(at) instanceof Shape.OptionalOf);
      boolean passes = takesAll || (takesOptional && type instanceof Type.OptionalOf);
      types.add(passes ? type : inference.operand(arguments.get(i), written.get(i)));
    }
    return types;
  }

  private static Optional<Type> result(List<Signature> possible, List<Type> types) {
    List<Type> results =
        possible.stream().flatMap(signature -> signature.resultFor(types).stream()).toList();
    boolean certain = types.stream().noneMatch(type -> Types.isOpen(type) || type == Simple.NUMBER);
    return certain ? results.stream().findFirst() : results.stream().reduce(Types::join);
  }

  /// A number is made a double where only a double will do: JSON writes 3.0 as 3.
  private static List<Expression> operands(
      List<Typed> arguments, List<Type> types, List<Signature> possible) {
    List<Signature> matching =
        possible.stream().filter(s -> s.resultFor(types).isPresent()).toList();
    List<Expression> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      int at = i;
      Expression expression = arguments.get(i).expression();
      boolean onlyDouble =
          types.get(i) == Simple.NUMBER
              && !matching.isEmpty()
              && matching.stream()
                  .allMatch(s -> s.parameter(at).equals(new Shape.Exactly(Simple.DOUBLE)));
      operands.add(
          onlyDouble ? new Expression.Invoke(Function.TO_DOUBLE, List.of(expression)) : expression);
    }
    return operands;
  }

  /// What the table cannot say: the fields of merged records, the elements of flattened lists.
  private static Optional<Type> refined(Function function, List<Type> types) {
    if (function == Function.MERGE
        && types.get(0) instanceof Type.Record(var left)
        && types.get(1) instanceof Type.Record(var right)) {
      Map<String, Type.Field> merged = new LinkedHashMap<>(left);
      right.forEach((name, field) -> {
        Type.Field old = left.get(name);
        merged.put(
            name,
            old != null && field.optional()
                ? new Type.Field(Types.join(old.type(), field.type()), old.optional())
                : field);
      });
      return Optional.of(new Type.Record(merged));
    }
    boolean once = function == Function.FLATTEN && types.size() == 1;
    return once && types.getFirst() instanceof Type.ListOf(Type.ListOf(Type element))
        ? Optional.of(new Type.ListOf(element))
        : Optional.empty();
  }

  private void complain(
      Expr.Call call, String name, List<Signature> possible, List<Type> types, boolean method) {
    boolean receiverFits =
        !method
            || possible.stream()
                .anyMatch(s -> s.parameter(0).accepts(types.getFirst(), new LinkedHashMap<>()));
    if (!receiverFits) {
      inference.report(
          Code.TYPE_MISMATCH,
          "a value of type " + Inference.shown(types.getFirst()) + " has no ." + name + "(…)",
          call.function().span());
      return;
    }
    String saw =
        types.stream()
            .skip(method ? 1 : 0)
            .map(Inference::shown)
            .collect(Collectors.joining(", ", "(", ")"));
    inference.report(
        Code.TYPE_MISMATCH, "'" + name + "' takes " + ways(possible) + ", saw " + saw, call.span());
  }

  private static String ways(List<Signature> signatures) {
    return signatures.stream()
        .map(Signature::describeArguments)
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private static String counted(int arguments) {
    return arguments == 1 ? "1 argument" : arguments + " arguments";
  }
}
