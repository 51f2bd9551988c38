package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Sending;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A loop that takes what comes into its mailbox: a thousand signals, of which a hundred come
/// twice.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(120)
final class MailboxScenariosTest {
  private static final int SIGNALS = 900;
  private static final String MAILBOX =
      """
      workflow mailbox

      signal letter: int

      step stage.act(what: "open", with: null)
      taken = 0
      astray = []
      while taken < 900 max 900 {
        one = wait for letter timeout 7d
        if one != taken {
          astray = astray + [one]
        }
        taken = taken + 1
      }
      return astray
      """;

  private final StoreKind kind;
  @TempDir private Path folder;
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final Stage stage =
      new Stage((input, context) -> {
        opening.countDown();
        open.await();
        return Value.Null.NULL;
      });
  private int duplicates;

  MailboxScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  /// One letter, and every ninth again: at once, or long after it was taken.
  private void send(Hosts hosts, int number) {
    assertInstanceOf(Sending.Accepted.class, post(hosts, number));
    if (number % 18 == 0) {
      again(hosts, number);
    }
    if (number % 18 == 17) {
      again(hosts, Math.max(8, number - 99));
    }
  }

  private void again(Hosts hosts, int number) {
    Sending sending = post(hosts, number);
    switch (sending) {
      case Sending.Duplicate _, Sending.Accepted _ -> duplicates++;
      default -> throw new AssertionError(sending.toString());
    }
  }

  private static Sending post(Hosts hosts, int number) {
    return hosts.signal("box", "letter", new Value.Int(number), "letter-" + number);
  }

  @Test
  void countsEachOnceAndInOrder() throws Exception {
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(MAILBOX);
      CompletableFuture<Departure> first = hosts.begin("box", "mailbox", Value.Fields.EMPTY);
      opening.await();
      for (int i = 0; i < 90; i++) {
        send(hosts, i); // before it waits
      }
      open.countDown();
      first.join();
      hosts.goOn();
      for (int i = 90; i < SIGNALS; i++) {
        if (i % 200 == 0) {
          hosts.dieAfter(i / 200, i % 400 == 0);
        }
        send(hosts, i);
        if (i % 30 == 0) {
          hosts.goOn();
        }
      }
      hosts.goOn();

      assertEquals(100, duplicates);
      assertEquals(new Value.Items(List.of()), hosts.result("box"), "taken out of their order");
      hosts.assertAtRest();
    }
  }
}
