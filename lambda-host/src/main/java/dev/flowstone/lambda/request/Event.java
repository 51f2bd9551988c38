package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.util.List;

/// What Lambda brought: one of the events that the function knows.
public sealed interface Event {

  /// A direct invocation, a schedule or a rule whose input is the request.
  record Direct(Value.Fields request) implements Event {}

  /// A function URL, or an HTTP API with payloads of version 2.0.
  record Http(HttpCall call) implements Event {}

  /// A batch of messages of a queue.
  record Queue(List<Message> messages) implements Event {
    public Queue {
      messages = List.copyOf(messages);
    }
  }

  /// One message of a queue; `body` is a request as JSON.
  record Message(String id, String body) {}

  /// An event of a bus, whose detail is the request; `id` is the same however often it comes.
  record Bus(Value.Fields request, String id) implements Event {}

  /// Objects that were put into a bucket: workflows to be uploaded.
  record Objects(List<Put> objects) implements Event {
    public Objects {
      objects = List.copyOf(objects);
    }
  }

  /// One object that was put.
  record Put(String bucket, String key) {}

  /// None of them; one sentence that says why.
  record Unknown(String reason) implements Event {}
}
