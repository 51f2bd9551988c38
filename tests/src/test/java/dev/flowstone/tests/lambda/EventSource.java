package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The mapping of a queue to the function: polls it, hands over batches, and deletes what was
/// taken. What was not comes again.
final class EventSource implements AutoCloseable {
  private static final int POLL_SECONDS = 1;

  private final SqsClient sqs;
  private final String queue;
  private final Functions functions;
  private final Outstanding outstanding;
  private final int batch;
  private final Function<Message, Fate> fates;
  private final List<Thread> pollers = new ArrayList<>();
  private volatile boolean open = true;

  /// What happens to a message before the function sees it.
  enum Fate {
    /// It is handed over.
    DELIVERED,
    /// It is handed over, and comes once more.
    DOUBLED,
    /// Others overtake it.
    LATE,
    /// Nobody ever sees it.
    LOST
  }

  EventSource(
      SqsClient sqs,
      String queue,
      Functions functions,
      Outstanding outstanding,
      int batch,
      Function<Message, Fate> fates) {
    this.sqs = sqs;
    this.queue = queue;
    this.functions = functions;
    this.outstanding = outstanding;
    this.batch = batch;
    this.fates = fates;
  }

  EventSource poll(int threads) {
    for (int i = 0; i < threads; i++) {
      pollers.add(Thread.ofPlatform().daemon().name("event-source-" + i).start(this::run));
    }
    return this;
  }

  private void run() {
    try {
      while (open) {
        List<Message> received =
            sqs.receiveMessage(request ->
                    request
                        .queueUrl(queue)
                        .maxNumberOfMessages(batch)
                        .waitTimeSeconds(POLL_SECONDS))
                .messages();
        List<Message> delivered = received.stream().filter(this::isDelivered).toList();
        if (!delivered.isEmpty()) {
          handOver(delivered);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (open) {
        throw e;
      }
    }
  }

  private boolean isDelivered(Message message) {
    return switch (fates.apply(message)) {
      case DELIVERED -> true;
      case DOUBLED -> {
        outstanding.arrived();
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody(message.body()));
        yield true;
      }
      case LATE -> {
        again(message, 1);
        yield false;
      }
      case LOST -> {
        done(message);
        yield false;
      }
    };
  }

  private void handOver(List<Message> messages) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = functions.invoke(event(messages)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    Set<String> failed = failed(outcome, messages);
    for (Message message : messages) {
      if (failed.contains(message.messageId())) {
        again(message, 0);
      } else {
        done(message);
      }
    }
  }

  private void again(Message message, int seconds) {
    sqs.changeMessageVisibility(request ->
        request.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
  }

  private void done(Message message) {
    sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
    outstanding.done();
  }

  /// All of them, where the function did not answer in full.
  private static Set<String> failed(Outcome outcome, List<Message> messages) {
    Set<String> failed = new HashSet<>();
    if (outcome instanceof Outcome.Answered(String payload)
        && ValueJson.parse(payload) instanceof ValueJson.Parsed.Ok(Value answer)) {
      Reading.of(answer)
          .objects("batchItemFailures")
          .forEach(item -> failed.add(item.text("itemIdentifier")));
    } else {
      messages.forEach(message -> failed.add(message.messageId()));
    }
    return failed;
  }

  /// The event that Lambda makes of messages.
  static String event(List<Message> messages) {
    List<Document> records = new ArrayList<>();
    for (Message message : messages) {
      records.add(
          new Document()
              .put("messageId", message.messageId())
              .put("receiptHandle", message.receiptHandle())
              .put("body", message.body())
              .put("attributes", new Document().put("ApproximateReceiveCount", "1"))
              .put("messageAttributes", new Document())
              .put("md5OfBody", message.md5OfBody())
              .put("eventSource", "aws:sqs")
              .put("eventSourceARN", LocalAws.QUEUE_ARN)
              .put("awsRegion", "us-east-1"));
    }
    return Json.of(new Document().put("Records", records).value());
  }

  @Override
  public void close() {
    open = false;
    pollers.forEach(Thread::interrupt);
  }
}
