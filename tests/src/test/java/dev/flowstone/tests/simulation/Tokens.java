package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the oracle expects of `callback`.
final class Tokens {

  private Tokens() {}

  static Value callback(Event.Started started, int ordinal) {
    String token = token(started, ordinal);
    Map<Value, Value> callback = new LinkedHashMap<>();
    callback.put(new Value.Text("token"), new Value.Text(token));
    callback.put(new Value.Text("url"), new Value.Text(started.callbackBase() + token));
    return new Value.Fields(callback);
  }

  private static String token(Event.Started started, int ordinal) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(utf8("flowstone:" + started.secret()), "HmacSHA256"));
      byte[] code = Arrays.copyOf(mac.doFinal(utf8(started.id() + "\n" + ordinal)), 16);
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      return encoder.encodeToString(utf8(started.name()))
          + "."
          + ordinal
          + "."
          + encoder.encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
