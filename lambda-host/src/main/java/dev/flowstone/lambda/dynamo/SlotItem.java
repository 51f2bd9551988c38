package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Slot;

/// A slot as attributes: of an item of its own, or within the meta.
final class SlotItem {
  private static final String NONCE = "n";
  private static final String AT = "a";
  private static final String EPOCH = "e";

  private SlotItem() {}

  static Item.Draft draft(Slot slot) {
    return attributes(new Item.Draft(), slot);
  }

  static Item.Draft draft(Keys key, Slot slot) {
    return attributes(new Item.Draft(key), slot);
  }

  private static Item.Draft attributes(Item.Draft draft, Slot slot) {
    return draft
        .put(NONCE, Item.ofId(slot.nonce()))
        .put(AT, Item.of(slot.at()))
        .put(EPOCH, Item.of(slot.epoch()));
  }

  static Slot slot(Item item, long index, Bodies bodies) {
    return new Slot(
        index,
        item.number(EPOCH),
        item.id(NONCE),
        item.instant(AT).orElseThrow(),
        bodies.read(item));
  }

  static boolean isBy(Item item, String nonce) {
    return item.has(NONCE) && item.id(NONCE).equals(nonce);
  }
}
