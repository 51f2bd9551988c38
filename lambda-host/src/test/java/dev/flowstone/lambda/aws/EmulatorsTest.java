package dev.flowstone.lambda.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// That the emulators of SQS and S3 start, and do what the host asks of them.
class EmulatorsTest {

  @Test
  void aQueueDeliversAtOnceOrLater() {
    SqsClient sqs = Sqs.client();
    String queue = Sqs.freshQueue();
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("later").delaySeconds(900));
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("now"));
    List<Message> received =
        sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(5))
            .messages();
    assertEquals(List.of("now"), received.stream().map(Message::body).toList());
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(received.getFirst().receiptHandle()));
    assertThrows(
        SqsException.class,
        () -> sqs.sendMessage(r -> r.queueUrl(queue).messageBody("x").delaySeconds(901)));
  }

  @Test
  void aBucketKeepsWhatWasPutFirst() {
    var s3 = S3.client();
    String bucket = S3.freshBucket();
    String body = "x".repeat(500_000);
    s3.putObject(
        r -> r.bucket(bucket).key("keep-7/a").ifNoneMatch("*"), RequestBody.fromString(body));
    assertEquals(body, s3.getObjectAsBytes(r -> r.bucket(bucket).key("keep-7/a")).asUtf8String());
    var refused =
        assertThrows(
            S3Exception.class,
            () ->
                s3.putObject(
                    r -> r.bucket(bucket).key("keep-7/a").ifNoneMatch("*"),
                    RequestBody.fromString("other")));
    assertEquals(412, refused.statusCode());
    assertThrows(
        NoSuchKeyException.class, () -> s3.getObject(r -> r.bucket(bucket).key("keep-7/b")));
    assertEquals(1, s3.listObjectsV2(r -> r.bucket(bucket).prefix("keep-7/")).keyCount());
    s3.deleteObject(r -> r.bucket(bucket).key("keep-7/a"));
    assertTrue(s3.listObjectsV2(r -> r.bucket(bucket)).contents().isEmpty());
  }
}
