package dev.flowstone.lambda.dynamo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// The names of items. Within an execution `J` sorts before `S`, so that one query reads the tail
/// of the journal and the snapshot, and no message.
record Keys(String pk, String sk) {
  static final String META = "M";

  private static final String EXECUTION = "E#";
  private static final int DUE_SHARDS = 16;
  private static final int LIST_SHARDS = 4;

  static Keys meta(String name) {
    return new Keys(EXECUTION + name, META);
  }

  static String name(String pk) {
    return pk.substring(EXECUTION.length());
  }

  static Keys slot(String name, String id, long index) {
    return new Keys(EXECUTION + name, "%s#J%012d".formatted(id, index));
  }

  static long index(String sk) {
    return Long.parseLong(sk.substring(sk.length() - 12));
  }

  static Keys snapshot(String name, String id) {
    return new Keys(EXECUTION + name, id + "#S");
  }

  /// A message stored apart. The name tells key and body, so that another body under a key that was
  /// refused never takes its place.
  static Keys message(String name, String id, String hash) {
    return new Keys(EXECUTION + name, id + "#T" + hash);
  }

  static Keys program(String version) {
    return new Keys("P#" + version, "P");
  }

  static Keys alias(String workflow, String alias) {
    return new Keys("W#" + workflow, "A#" + alias);
  }

  static Keys version(String workflow, Instant uploadedAt, String version) {
    return new Keys("W#" + workflow, "V#" + sortable(uploadedAt) + "#" + version);
  }

  static Keys workflow(String workflow) {
    return new Keys("WORKFLOWS", workflow);
  }

  static String dueShard(String name) {
    return "%02d".formatted(shard(name, DUE_SHARDS));
  }

  static List<String> dueShards() {
    return IntStream.range(0, DUE_SHARDS).mapToObj("%02d"::formatted).toList();
  }

  /// Where an execution waits that has ended and owns objects outside of the table.
  static String purgeShard(String name) {
    return "P" + dueShard(name);
  }

  static List<String> purgeShards() {
    return dueShards().stream().map(shard -> "P" + shard).toList();
  }

  static String listShard(String workflow, String name) {
    return workflow + "#" + shard(name, LIST_SHARDS);
  }

  static List<String> listShards(String workflow) {
    return IntStream.range(0, LIST_SHARDS).mapToObj(shard -> workflow + "#" + shard).toList();
  }

  static String listed(Instant createdAt, String name) {
    return sortable(createdAt) + "." + name;
  }

  /// An instant whose text sorts as the time does.
  static String sortable(Instant at) {
    return "%019d".formatted(Math.max(0, Item.nanos(at)));
  }

  static String hash(String key, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(key.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return HexFormat.of().formatHex(digest.digest(body), 0, 16);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The hash of a text is fixed by the Java language, and so may be stored.
  private static int shard(String name, int shards) {
    return Math.floorMod(name.hashCode(), shards);
  }
}
