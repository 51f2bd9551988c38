package dev.flowstone.interpreter.machine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An unguessable name of one `wait for`: `base64url(execution name) . ordinal . base64url(128 bits
/// of HMAC-SHA256)`.
///
/// The code is made with the secret of the execution over its id and the ordinal of the wait, so
/// that a token serves one wait of one incarnation. It can be read by anybody and verified only
/// beside the State.
public record CallbackToken(String name, int ordinal, String code) {

  private static final int CODE_BYTES = 16;
  private static final int MAX_LENGTH = 1024;

  static CallbackToken of(State.Identity identity, int ordinal) {
    return new CallbackToken(
        identity.name(), ordinal, code(identity.secret(), identity.id(), ordinal));
  }

  /// Reads a token, or nothing where the text is none.
  public static Optional<CallbackToken> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var parts = text.split("\\.", -1);
    if (parts.length != 3 || !parts[1].matches("[1-9][0-9]{0,8}") || parts[2].isEmpty()) {
      return Optional.empty();
    }
    try {
      var name = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
      return Optional.of(new CallbackToken(name, Integer.parseInt(parts[1]), parts[2]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether this token was made for a wait of this execution; compared in constant time. Whether
  /// that wait is still open is [Machine#refusal]'s to say.
  public boolean verify(State state) {
    return verify(state.name(), state.id(), state.identity().secret());
  }

  /// The same, told from the beginning of the execution alone.
  public boolean verify(Event.Started started) {
    return verify(started.name(), started.id(), started.secret());
  }

  private boolean verify(String execution, String id, String secret) {
    var expected = code(secret, id, ordinal);
    return name.equals(execution)
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
  }

  /// The id of the wait, as messages name it.
  public String awaitId() {
    return Integer.toString(ordinal);
  }

  public String text() {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(name.getBytes(StandardCharsets.UTF_8))
        + "."
        + ordinal
        + "."
        + code;
  }

  private static String code(String secret, String id, int ordinal) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      // An empty key is refused by the platform; a prefix keeps every secret usable.
      mac.init(
          new SecretKeySpec(
              ("flowstone:" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var code = mac.doFinal((id + "\n" + ordinal).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(code, CODE_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
