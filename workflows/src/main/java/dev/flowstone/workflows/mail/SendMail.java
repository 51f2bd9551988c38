package dev.flowstone.workflows.mail;

import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Numbers;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/// `mail.send(to, subject, text)`: one file a message, named by the idempotency key, so that a
/// second attempt writes the same file again and nobody gets two.
@Handler(name = "mail.send", description = "Writes a message to a person.")
@Raises(
    name = "InvalidAddress",
    permanent = true,
    description = "The address is none, or the subject spans lines.")
public final class SendMail implements StepHandler<SendMail.Message, SendMail.Sent> {
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>]+");

  public record Message(String to, String subject, String text) {}

  public record Sent(@Described("Of this message, for ever.") String messageId) {}

  @Override
  public Sent handle(Message message, StepContext context) throws IOException {
    if (!ADDRESS.matcher(message.to()).matches()) {
      throw new PermanentError("InvalidAddress", "\"" + message.to() + "\" is no mail address");
    }
    if (message.subject().contains("\n") || message.subject().contains("\r")) {
      throw new PermanentError("InvalidAddress", "a subject is one line");
    }
    String id = Numbers.of("msg", context.idempotencyKey());
    Path outbox = WorkFolder.current().folder("outbox");
    Path written = Files.createTempFile(outbox, id, ".part");
    Files.writeString(
        written,
        "To: %s%nSubject: %s%nMessage-ID: <%s@flowstone.example>%n%n%s%n"
            .formatted(message.to(), message.subject(), id, message.text()));
    Files.move(written, outbox.resolve(id + ".eml"), StandardCopyOption.ATOMIC_MOVE);
    return new Sent(id);
  }
}
