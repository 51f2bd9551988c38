package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;

/// Messages as bytes, for inboxes. The same message always gives the same bytes.
public final class MessageCodec {

  public static final int FORMAT = 1;

  private MessageCodec() {}

  public static byte[] encode(Message message) {
    return ValueJson.taggedBytes(
        new Out().put("format", FORMAT).put("message", tree(message)).done());
  }

  public static Decoded<Message> decode(byte[] bytes) {
    return In.decode(bytes, FORMAT, in -> message(in.object("message")));
  }

  static Value tree(Message message) {
    return switch (message) {
      case Message.Signal(String name, Value payload) ->
          Out.kind("signal").put("name", name).put("payload", payload).done();
      case Message.CallbackSucceeded(String awaitId, Value payload) ->
          Out.kind("callback").put("await", awaitId).put("payload", payload).done();
      case Message.CallbackFailed(String awaitId, String error, String text, var data) ->
          Out.kind("callbackFailed")
              .put("await", awaitId)
              .put("error", error)
              .put("message", text)
              .maybe("data", data, v -> v)
              .done();
      case Message.CallbackHeartbeat(String awaitId) ->
          Out.kind("heartbeat").put("await", awaitId).done();
      case Message.Cancel(String reason) -> Out.kind("cancel").put("reason", reason).done();
      case Message.Terminate(String reason) -> Out.kind("terminate").put("reason", reason).done();
      case Message.Move(String version, Program program, String reason) ->
          Out.kind("move")
              .put("version", version)
              .put("program", ProgramCodec.value(program))
              .put("reason", reason)
              .done();
      case Message.Redrive(String reason) -> Out.kind("redrive").put("reason", reason).done();
      case Message.Pause(String reason) -> Out.kind("pause").put("reason", reason).done();
      case Message.Resume(String reason) -> Out.kind("resume").put("reason", reason).done();
      case Message.ChildEnded(String call, String child, ChildEnd end) ->
          Out.kind("childEnded")
              .put("call", call)
              .put("child", child)
              .put("end", endTree(end))
              .done();
    };
  }

  static Message message(In in) {
    return switch (in.kind()) {
      case "signal" -> new Message.Signal(in.text("name"), in.value("payload"));
      case "callback" -> new Message.CallbackSucceeded(in.text("await"), in.value("payload"));
      case "callbackFailed" ->
          new Message.CallbackFailed(
              in.text("await"), in.text("error"), in.text("message"), in.maybe("data"));
      case "heartbeat" -> new Message.CallbackHeartbeat(in.text("await"));
      case "cancel" -> new Message.Cancel(in.text("reason"));
      case "terminate" -> new Message.Terminate(in.text("reason"));
      case "move" ->
          new Message.Move(in.text("version"), program(in.value("program")), in.text("reason"));
      case "redrive" -> new Message.Redrive(in.text("reason"));
      case "pause" -> new Message.Pause(in.text("reason"));
      case "resume" -> new Message.Resume(in.text("reason"));
      case "childEnded" ->
          new Message.ChildEnded(in.text("call"), in.text("child"), end(in.object("end")));
      default -> throw in.unknownKind();
    };
  }

  private static Program program(Value value) {
    return switch (ProgramCodec.load(value)) {
      case ProgramCodec.Loaded.Ok(Program program) -> program;
      case ProgramCodec.Loaded.Refused(String reason) -> throw new Unreadable(reason);
    };
  }

  private static Out endTree(ChildEnd end) {
    return switch (end) {
      case ChildEnd.Succeeded(Value result) -> Out.kind("succeeded").put("result", result);
      case ChildEnd.Otherwise(Status status, Fault fault) ->
          Out.kind("otherwise")
              .put("status", status.name())
              .put("fault", CallCodec.faultTree(fault));
    };
  }

  private static ChildEnd end(In in) {
    return switch (in.kind()) {
      case "succeeded" -> new ChildEnd.Succeeded(in.value("result"));
      case "otherwise" ->
          new ChildEnd.Otherwise(
              Status.valueOf(in.text("status")), CallCodec.fault(in.object("fault")));
      default -> throw in.unknownKind();
    };
  }
}
