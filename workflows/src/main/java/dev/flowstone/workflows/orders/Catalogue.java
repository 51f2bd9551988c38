package dev.flowstone.workflows.orders;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the shop sells and which cards it knows, from files beside this class.
final class Catalogue {

  /// `stock` is what lay in the warehouse when the shop opened.
  record Product(String sku, String name, BigDecimal price, int grams, int stock) {}

  /// A card as the vault of the payment provider holds it; a workflow knows only its token.
  /// `expires` is `2031-04`.
  record Card(String token, String number, String expires, BigDecimal limit) {}

  private static final class Loaded {
    static final Map<String, Product> PRODUCTS =
        byKey("products.json", Product.class, Product::sku);
    static final Map<String, Card> CARDS = byKey("cards.json", Card.class, Card::token);
  }

  private Catalogue() {}

  static Optional<Product> product(String sku) {
    return Optional.ofNullable(Loaded.PRODUCTS.get(sku));
  }

  static Optional<Card> card(String token) {
    return Optional.ofNullable(Loaded.CARDS.get(token));
  }

  private static <T> Map<String, T> byKey(String file, Class<T> type, Function<T, String> key) {
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      byte[] text = Objects.requireNonNull(in, file).readAllBytes();
      return RecordJson.parse(new String(text, StandardCharsets.UTF_8)) instanceof Value.Items all
          ? all.values().stream()
              .map(each -> RecordJson.read(each, type))
              .collect(Collectors.toMap(key, Function.identity()))
          : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
