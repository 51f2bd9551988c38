package dev.flowstone.workflows.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowstone.workflows.WorkFolderExtension;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WorkFolderExtension.class)
class LedgerTest {

  record Amount(BigDecimal amount) {}

  @Test
  void whatWasWrittenIsReadAgain() {
    add("charge", "k1", new Amount(new BigDecimal("10.50")));
    assertEquals(
        new Amount(new BigDecimal("10.50")),
        ledger().exclusively(page -> page.find("charge", "k1").orElseThrow().as(Amount.class)));
    assertEquals(List.of(), ledger().exclusively(page -> page.lines("refund")));
  }

  @Test
  void aLineThatACrashToreIsDropped() throws Exception {
    add("charge", "k1", Map.of());
    Path file = WorkFolder.current().path().resolve("test.jsonl");
    Files.writeString(file, "{\"kind\":\"charge\",\"ke", StandardOpenOption.APPEND);
    add("charge", "k2", Map.of());
    assertEquals(2, charges());
  }

  @Test
  void workThatFailsLeavesNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            ledger()
                .exclusively(page -> {
                  page.add("charge", "k1", Map.of());
                  throw new IllegalStateException();
                }));
    assertEquals(0, charges());
  }

  @Test
  void callsAtOneTimeSeeEachOther() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String key = "k" + i % 10;
      threads.add(
          Thread.startVirtualThread(() ->
              ledger()
                  .exclusively(page -> {
                    if (page.find("charge", key).isEmpty()) {
                      page.add("charge", key, Map.of());
                    }
                    return key;
                  })));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(10, charges());
  }

  private static int charges() {
    return ledger().exclusively(page -> page.lines("charge").size());
  }

  private static Ledger ledger() {
    return WorkFolder.current().ledger("test");
  }

  private static void add(String kind, String key, Object data) {
    ledger()
        .exclusively(page -> {
          page.add(kind, key, data);
          return key;
        });
  }
}
