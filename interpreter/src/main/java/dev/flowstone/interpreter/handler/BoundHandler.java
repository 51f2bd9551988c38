package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import java.lang.System.Logger.Level;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A handler under its name, called with values: turns maps into its record, its result into a
/// value, and whatever it throws into a named error.
///
/// The handler is made when it is first called, and used by many threads from then on.
public final class BoundHandler {
  /// The arguments do not fit the handler's record. Permanent, and certainly nothing was done.
  public static final String INVALID_INPUT = "InvalidInput";

  /// The handler gave something that is not JSON. Permanent, and its effect has happened.
  public static final String INVALID_OUTPUT = "InvalidOutput";

  /// The handler threw something that it had not named. Tried again.
  public static final String HANDLER_FAILED = "HandlerFailed";

  private static final int MESSAGE_LIMIT = 2_000;

  private final Class<?> type;
  private final String name;
  private final List<DeclaredError> errors;
  private final AnnotatedType input;
  private final Supplier<? extends StepHandler<?, ?>> made;
  private volatile @Nullable StepHandler<?, ?> handler;

  private BoundHandler(Class<?> type, Supplier<? extends StepHandler<?, ?>> made) {
    this.type = type;
    this.made = made;
    this.name = name(type);
    this.errors = errors(type);
    this.input = input(type);
  }

  /// Throws [UnusableHandler] where the class does not say what it must.
  static BoundHandler of(Class<?> type, Supplier<? extends StepHandler<?, ?>> made) {
    return new BoundHandler(type, made);
  }

  public String name() {
    return name;
  }

  /// The class that serves under this name, for people.
  public String className() {
    return type.getName();
  }

  public List<DeclaredError> errors() {
    return errors;
  }

  /// Serves one attempt. An [InterruptedException] is the answer to the caller's own interrupt and
  /// passes through.
  public Reply call(Value.Fields arguments, StepContext context) throws InterruptedException {
    Object bound;
    try {
      bound = Binding.read(arguments, input);
    } catch (Mismatch mismatch) {
      return new Reply.Failed(
          INVALID_INPUT, name + ": " + cut(mismatch.text()), place(mismatch), true, true);
    } catch (HandlerError raised) {
      return failed(raised, context);
    }
    Object result;
    try {
      result = handle(bound, context);
    } catch (InterruptedException e) {
      throw e;
    } catch (HandlerError raised) {
      return failed(raised, context);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return unnamed(e, context);
    }
    try {
      return new Reply.Completed(Binding.write(result));
    } catch (Mismatch mismatch) {
      return new Reply.Failed(
          INVALID_OUTPUT,
          name + ": its result: " + cut(mismatch.text()),
          place(mismatch),
          true,
          false);
    }
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object handle(Object bound, StepContext context) throws Exception {
    StepHandler<?, ?> ready = handler;
    if (ready == null) {
      synchronized (this) {
        ready = handler;
        if (ready == null) {
          ready = made.get();
          handler = ready;
        }
      }
    }
    return ((StepHandler<Object, ?>) ready).handle(bound, context);
  }

  /// A name that is declared permanent is permanent however it was thrown; only such a one
  /// certainly did nothing.
  private Reply failed(HandlerError raised, StepContext context) {
    boolean declaredPermanent =
        errors.stream().anyMatch(error -> error.permanent() && error.name().equals(raised.name()));
    if (raised.getCause() != null) {
      context.logger().log(Level.DEBUG, raised.name(), Map.of(), raised);
    }
    return new Reply.Failed(
        raised.name(),
        cut(raised.getMessage()),
        data(raised, context),
        declaredPermanent || raised instanceof PermanentError,
        declaredPermanent);
  }

  private static Optional<Value> data(HandlerError raised, StepContext context) {
    try {
      return raised.data().map(Binding::write);
    } catch (Mismatch mismatch) {
      context
          .logger()
          .warning("the data of " + raised.name() + " was left out: it " + mismatch.text());
      return Optional.empty();
    }
  }

  private Reply unnamed(Throwable thrown, StepContext context) {
    context
        .logger()
        .log(Level.WARNING, name + " threw " + thrown.getClass().getName(), Map.of(), thrown);
    String said = thrown.getMessage();
    String message = thrown.getClass().getName() + (said == null ? "" : ": " + said);
    return new Reply.Failed(HANDLER_FAILED, cut(message), Optional.empty(), false, false);
  }

  private static Optional<Value> place(Mismatch mismatch) {
    return Optional.of(
        new Value.Fields(Map.of(new Value.Text("path"), new Value.Text(mismatch.path()))));
  }

  /// A message is kept in the journal; it may quote a whole document.
  private static String cut(@Nullable String message) {
    if (message == null) {
      return "";
    }
    return message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT) + "…";
  }

  private static String name(Class<?> type) {
    Handler handler = type.getAnnotation(Handler.class);
    if (handler == null) {
      throw new UnusableHandler(type.getName() + " has no @Handler annotation to give it a name");
    }
    if (!HandlerName.isValid(handler.name())) {
      throw new UnusableHandler(
          type.getName() + ": \"" + handler.name() + "\" is no handler name; " + HandlerName.RULE);
    }
    return handler.name();
  }

  private static List<DeclaredError> errors(Class<?> type) {
    Collection<DeclaredError> errors = new ArrayList<>();
    for (Raises raises : type.getAnnotationsByType(Raises.class)) {
      errors.add(new DeclaredError(raises.name(), raises.permanent(), raises.description()));
    }
    return List.copyOf(errors);
  }

  private static AnnotatedType input(Class<?> type) {
    for (AnnotatedType implemented : type.getAnnotatedInterfaces()) {
      if (implemented instanceof AnnotatedParameterizedType generic
          && rawType(generic) == StepHandler.class) {
        return generic.getAnnotatedActualTypeArguments()[0];
      }
    }
    throw new UnusableHandler(
        type.getName()
            + " does not itself implement StepHandler<INPUT, OUTPUT> with both types given");
  }

  private static Object rawType(AnnotatedParameterizedType generic) {
    return ((java.lang.reflect.ParameterizedType) generic.getType()).getRawType();
  }
}
