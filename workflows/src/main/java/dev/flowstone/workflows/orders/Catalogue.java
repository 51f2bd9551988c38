package dev.flowstone.workflows.orders;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
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

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final class Loaded {
    static final Map<String, Product> PRODUCTS =
        byKey("products.json", new TypeReference<List<Product>>() {}, Product::sku);
    static final Map<String, Card> CARDS =
        byKey("cards.json", new TypeReference<List<Card>>() {}, Card::token);
  }

  private Catalogue() {}

  static Optional<Product> product(String sku) {
    return Optional.ofNullable(Loaded.PRODUCTS.get(sku));
  }

  static Optional<Card> card(String token) {
    return Optional.ofNullable(Loaded.CARDS.get(token));
  }

  private static <T> Map<String, T> byKey(
      String file, TypeReference<List<T>> type, Function<T, String> key) {
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      return JSON.readValue(Objects.requireNonNull(in, file), type).stream()
          .collect(Collectors.toMap(key, Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
