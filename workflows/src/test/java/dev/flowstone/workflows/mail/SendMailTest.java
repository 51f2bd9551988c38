package dev.flowstone.workflows.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.workflows.WorkFolderExtension;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WorkFolderExtension.class)
class SendMailTest {

  @Test
  void aMessageThatIsSentTwiceLiesInTheOutboxOnce() throws Exception {
    SendMail.Message message =
        new SendMail.Message("claire@example.com", "Expenses", "Please look.");
    SendMail.Sent sent = new SendMail().handle(message, StepContext.standalone("k1"));
    assertEquals(sent, new SendMail().handle(message, StepContext.standalone("k1")));
    try (Stream<Path> outbox = Files.list(WorkFolder.current().folder("outbox"))) {
      List<Path> files = outbox.toList();
      assertEquals(1, files.size());
      String text = Files.readString(files.getFirst());
      assertTrue(text.contains("To: claire@example.com"), text);
      assertTrue(text.endsWith("Please look.\n"), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claire", "claire@", "@example.com", "a b@example.com", "a@b.c\nBcc: x@y.z"})
  void whatIsNoAddressIsRefused(String address) {
    SendMail.Message message = new SendMail.Message(address, "Expenses", "Please look.");
    assertThrows(
        PermanentError.class, () -> new SendMail().handle(message, StepContext.standalone("k1")));
  }

  @Test
  void aSubjectCannotAddHeaders() {
    SendMail.Message message =
        new SendMail.Message("claire@example.com", "Hello\nBcc: all@example.com", "");
    assertThrows(
        PermanentError.class, () -> new SendMail().handle(message, StepContext.standalone("k1")));
  }
}
