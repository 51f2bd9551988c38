package dev.flowstone.interpreter.testing;

import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Whom something that happens in a test is for: the execution that is tested, or one that it has
/// called or started, itself or through others.
///
/// Of several children of a workflow it is the newest that could take it: for a redrive the newest
/// that has failed or rests with failed undos, for anything else the newest that has not ended.
/// Where none could, the newest is there to refuse it.
sealed interface Addressee {

  record Here(Live live) implements Addressee {}

  record Missing(String why) implements Addressee {}

  static Addressee of(VirtualHost host, Optional<String> child, Message message) {
    return of(host, child, live -> takes(live.state().status(), message));
  }

  /// Who can answer.
  static Addressee of(VirtualHost host, Optional<String> child) {
    return of(host, child, live -> !live.rests());
  }

  private static Addressee of(VirtualHost host, Optional<String> child, Predicate<Live> takes) {
    if (child.isEmpty()) {
      return new Here(host.main());
    }
    String workflow = child.get();
    List<Live> newestFirst =
        host.executions().stream()
            .skip(1) // the main one
            .filter(live -> live.program.workflow().equals(workflow))
            .toList()
            .reversed();
    return newestFirst.stream()
        .filter(takes)
        .findFirst()
        .or(() -> newestFirst.stream().findFirst())
        .<Addressee>map(Here::new)
        .orElseGet(() -> new Missing(missing(host, workflow)));
  }

  private static boolean takes(Status status, Message message) {
    boolean mends = status == Status.FAILED || status == Status.COMPENSATION_FAILED;
    return switch (message) {
      case Message.Redrive _ -> mends;
      case Message.Cancel _, Message.Terminate _ ->
          !status.ended() || status == Status.COMPENSATION_FAILED;
      case Message.Signal _,
          Message.CallbackSucceeded _,
          Message.CallbackFailed _,
          Message.CallbackHeartbeat _,
          Message.Pause _,
          Message.Resume _,
          Message.ChildEnded _,
          Message.Move _ ->
          !status.ended();
    };
  }

  private static String missing(VirtualHost host, String workflow) {
    boolean called =
        host.calls().stream()
            .anyMatch(
                call -> call.kind() == Called.Kind.WORKFLOW && call.handler().equals(workflow));
    return called
        ? "no execution of " + workflow + " is there then: it is pretended, or could not begin"
        : "no execution of " + workflow + " is there then: it has not been called yet";
  }
}
