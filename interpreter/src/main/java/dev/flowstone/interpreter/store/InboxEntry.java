package dev.flowstone.interpreter.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A message on its way: `key` makes it count once, `body` is the encoded message; `reopens` (a
/// redrive) is accepted by an ended execution only, which is then due again.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by key
public record InboxEntry(String key, Instant acceptedAt, boolean reopens, byte[] body) {

  /// A body above this many bytes is stored apart, and counts in the inbox as a reference only.
  public static final int INLINE_BYTES = 400;

  /// What one inbox may hold in all, by [#weight]; what is more is refused as [Delivery.Full].
  public static final int INBOX_BYTES = 16 * 1024;

  private static final int REFERENCE_BYTES = 64;

  /// What the entry takes of the inbox, in bytes: its key, its body or the reference to it, and the
  /// framing.
  public int weight() {
    int content = body.length > INLINE_BYTES ? REFERENCE_BYTES : body.length;
    return key.getBytes(StandardCharsets.UTF_8).length + content + REFERENCE_BYTES;
  }
}
