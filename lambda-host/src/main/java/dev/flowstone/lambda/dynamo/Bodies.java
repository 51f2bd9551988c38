package dev.flowstone.lambda.dynamo;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The body of an item: as it is, deflated where that is shorter, or by reference to an object.
///
/// Units are billed by the kilobyte, and journals deflate to a third. A reference carries the hash
/// of its object.
final class Bodies {
  /// What goes into an item. An item may hold 400 KB, with its names.
  static final int INLINE_BYTES = 350_000;

  private static final int WORTH_DEFLATING = 128;
  private static final int DEFLATING_AT_MOST = 4 << 20;

  private static final String PLAIN = "b";
  private static final String DEFLATED = "z";
  private static final String LENGTH = "zl";
  private static final String OBJECT = "o";
  private static final String HASH = "oh";

  private final Optional<Payloads> payloads;

  Bodies(Optional<Payloads> payloads) {
    this.payloads = payloads;
  }

  /// Puts a body into an item, and answers the prefix if it went into an object, which is then
  /// stored already.
  Optional<String> put(Item.Draft item, byte[] body, String prefix, String name) {
    if (inline(item, body)) {
      return Optional.empty();
    }
    putApart(item, body, prefix, name);
    return Optional.of(prefix);
  }

  private void putApart(Item.Draft item, byte[] body, String prefix, String name) {
    Payloads objects =
        payloads.orElseThrow(() ->
            new IllegalStateException(
                "a body of "
                    + body.length
                    + " bytes does not fit into the table, and there is no bucket for it"));
    String key = prefix + "/" + name;
    byte[] hash = objects.put(key, body);
    item.put(OBJECT, Item.of(key)).put(HASH, Item.of(hash));
  }

  /// Puts a body into a map of an item if it has at most so many bytes there, into an object if it
  /// has more; answers how many it takes.
  int putWithin(
      int bytes, Item.Draft item, String attribute, byte[] body, String prefix, String name) {
    Item.Draft inner = new Item.Draft();
    if (!inline(inner, body) || inner.item().size() > bytes) {
      inner = new Item.Draft();
      putApart(inner, body, prefix, name);
    }
    item.put(attribute, AttributeValue.fromM(inner.item().attributes()));
    return inner.item().size();
  }

  /// Puts a body into an item if it fits.
  static boolean inline(Item.Draft item, byte[] body) {
    byte[] deflated =
        body.length < WORTH_DEFLATING || body.length > DEFLATING_AT_MOST ? body : deflate(body);
    if (deflated.length < body.length && deflated.length <= INLINE_BYTES) {
      item.put(DEFLATED, Item.of(deflated)).put(LENGTH, Item.of(body.length));
      return true;
    }
    if (body.length <= INLINE_BYTES) {
      item.put(PLAIN, Item.of(body));
      return true;
    }
    return false;
  }

  byte[] read(Item item) {
    if (item.has(PLAIN)) {
      return item.bytes(PLAIN);
    }
    if (item.has(DEFLATED)) {
      return inflate(item.bytes(DEFLATED), (int) item.number(LENGTH));
    }
    String key = item.text(OBJECT);
    return payloads
        .orElseThrow(
            () -> new IllegalStateException("the payload " + key + " lies in an unknown bucket"))
        .get(key, item.bytes(HASH));
  }

  static boolean isEmpty(Item item) {
    return !item.has(PLAIN) && !item.has(DEFLATED) && !item.has(OBJECT);
  }

  /// The prefix of the object that holds the body, if one does.
  static Optional<String> prefix(Item item) {
    return item.has(OBJECT)
        ? Optional.of(item.text(OBJECT)).map(key -> key.substring(0, key.indexOf('/')))
        : Optional.empty();
  }

  private static byte[] deflate(byte[] body) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(body);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflate(byte[] deflated, int length) {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      byte[] body = new byte[length];
      int at = 0;
      while (at < length) {
        int read = inflater.inflate(body, at, length - at);
        if (read == 0) {
          throw new IllegalStateException("a body of the table ends too early");
        }
        at += read;
      }
      return body;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a body of the table cannot be read", e);
    }
  }
}
