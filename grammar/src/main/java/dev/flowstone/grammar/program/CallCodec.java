package dev.flowstone.grammar.program;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The serialised form of a handler's call and of its retry policy.
final class CallCodec {

  private CallCodec() {}

  static Value write(HandlerCall call) {
    return new Writing()
        .put("id", call.id())
        .put("handler", call.handler())
        .map("arguments", call.arguments(), ExpressionCodec::encode)
        .put("retry", write(call.retry()))
        .flag("at_most_once", call.atMostOnce())
        .findDuration("timeout", call.timeout())
        .findDuration("heartbeat", call.heartbeat())
        .done();
  }

  static HandlerCall read(Value value) {
    Reading fields = new Reading("call", value);
    HandlerCall call =
        new HandlerCall(
            fields.text("id"),
            fields.text("handler"),
            fields.map("arguments", Reading::expression),
            policy(fields.value("retry")),
            fields.flag("at_most_once"),
            fields.findDuration("timeout"),
            fields.findDuration("heartbeat"));
    fields.end();
    return call;
  }

  static Value write(RetryPolicy policy) {
    return new Writing()
        .put("attempts", policy.attempts())
        .put("from", policy.from())
        .put("to", policy.to())
        .put("factor", Value.Double.of(policy.factor()))
        .put("jitter", policy.jitter().name().toLowerCase(Locale.ROOT))
        .list("only", policy.only(), Value.Text::new)
        .list("except", policy.except(), Value.Text::new)
        .findDuration("within", policy.within())
        .done();
  }

  static RetryPolicy policy(Value value) {
    Reading fields = new Reading("retry", value);
    RetryPolicy policy =
        new RetryPolicy(
            fields.whole("attempts"),
            fields.duration("from"),
            fields.duration("to"),
            fields.fraction("factor"),
            jitter(fields.text("jitter")),
            names(fields, "only"),
            names(fields, "except"),
            fields.findDuration("within"));
    fields.end();
    return checked(policy);
  }

  private static List<String> names(Reading fields, String name) {
    return fields.list(name, error -> Reading.text("retry." + name, error));
  }

  private static RetryPolicy.Jitter jitter(String name) {
    for (RetryPolicy.Jitter jitter : RetryPolicy.Jitter.values()) {
      if (jitter.name().toLowerCase(Locale.ROOT).equals(name)) {
        return jitter;
      }
    }
    throw new Malformed("there is no jitter " + name);
  }

  /// A loop without end must not come from a file that was damaged or forged.
  private static RetryPolicy checked(RetryPolicy policy) {
    boolean sound =
        policy.attempts() >= 1
            && !policy.from().isNegative()
            && policy.from().compareTo(policy.to()) <= 0
            && policy.factor() >= 1
            && Double.isFinite(policy.factor())
            && (policy.only().isEmpty() || policy.except().isEmpty())
            && policy.within().filter(Duration::isNegative).equals(Optional.empty());
    if (!sound) {
      throw new Malformed("a retry policy out of bounds");
    }
    return policy;
  }
}
