package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Bodies that are too large for an item, as objects of a bucket.
///
/// A key begins with the class of its life, `keep-<days>/`, for which the bucket has a rule that
/// removes the object: what nobody purges goes by itself. `keep/` has none.
public final class Payloads {
  /// The days of the classes; a bucket needs a life cycle rule for each of these prefixes.
  public static final List<Integer> KEPT_DAYS = List.of(7, 30, 90, 365, 730, 3650);

  private static final String FOREVER = "keep";
  private static final int THROTTLED = 429;

  private final Supplier<S3Client> client;
  private final String bucket;

  /// The client is asked for when a large body is first met.
  public Payloads(Supplier<S3Client> client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  public static String prefix(int days) {
    return FOREVER + "-" + days;
  }

  /// The class whose objects live as long as is needed.
  static String prefix(Optional<Duration> needed) {
    return needed
        .flatMap(life ->
            KEPT_DAYS.stream()
                .filter(days -> life.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst())
        .map(Payloads::prefix)
        .orElse(FOREVER);
  }

  /// Stores a body, and answers its hash.
  byte[] put(String key, byte[] body) {
    byte[] hash = Keys.sha256().digest(body);
    call(() ->
        client
            .get()
            .putObject(
                request ->
                    request
                        .bucket(bucket)
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumSHA256(Base64.getEncoder().encodeToString(hash)),
                RequestBody.fromBytes(body)));
    return hash;
  }

  byte[] get(String key, byte[] hash) {
    byte[] body;
    try {
      body =
          call(() -> client.get().getObjectAsBytes(request -> request.bucket(bucket).key(key)))
              .asByteArrayUnsafe();
    } catch (NoSuchKeyException e) {
      throw new IllegalStateException(
          "the payload " + key + " is not in the bucket " + bucket + " any more", e);
    }
    if (!Arrays.equals(hash, Keys.sha256().digest(body))) {
      throw new IllegalStateException(
          "the payload " + key + " in the bucket " + bucket + " is not what was stored");
    }
    return body;
  }

  /// Deletes all objects under a prefix.
  void purge(String prefix) {
    String after = null;
    do {
      String from = after;
      ListObjectsV2Response page =
          call(() ->
              client
                  .get()
                  .listObjectsV2(
                      request -> request.bucket(bucket).prefix(prefix).continuationToken(from)));
      List<ObjectIdentifier> keys = new ArrayList<>();
      for (S3Object object : page.contents()) {
        keys.add(ObjectIdentifier.builder().key(object.key()).build());
      }
      if (!keys.isEmpty()) {
        Delete all = Delete.builder().objects(keys).quiet(true).build();
        call(() -> client.get().deleteObjects(request -> request.bucket(bucket).delete(all)));
      }
      after = page.nextContinuationToken();
    } while (after != null);
  }

  private <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (NoSuchKeyException e) {
      throw e;
    } catch (S3Exception e) {
      if (e.statusCode() >= 500 || e.statusCode() == THROTTLED || e.isThrottlingException()) {
        throw new StoreUnavailable("the bucket " + bucket + ": " + e.getMessage(), e);
      }
      throw new IllegalStateException(
          "the bucket " + bucket + " refused a request: " + e.getMessage(), e);
    } catch (SdkClientException e) {
      throw new StoreUnavailable("the bucket " + bucket + " did not answer", e);
    }
  }
}
