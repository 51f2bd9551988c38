package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Executions by their start, in shards of each workflow. The index orders them and knows how those
/// have ended that have; everything else is read from the metas of a page.
record ListIndex(Executions executions, Supplier<List<String>> workflows) {
  private static final int CHUNK = 100;

  /// How many entries one page looks at: few may be wanted of very many.
  private static final int MOST_LOOKED_AT = 5_000;

  private static final int MOST_READ = 1_000;

  private static final Pattern POSITION = Pattern.compile("[0-9]{19}\\..+", Pattern.DOTALL);
  private static final String FIRST = "0";
  private static final String LAST = "9999999999999999999/";
  private static final Comparator<Item> NEWEST =
      Comparator.<Item, String>comparing(item -> item.text(Tables.LIST)).reversed();

  Page list(Query query) {
    Optional<String> after = query.after().map(ListIndex::position);
    if (oldest(query).compareTo(newest(query, after)) > 0) { // no query may ask for that
      return new Page(List.of(), Optional.empty());
    }
    List<String> shards =
        query.workflow().map(List::of).orElseGet(workflows).stream()
            .flatMap(workflow -> Keys.listShards(workflow).stream())
            .toList();
    int page = Math.clamp(query.limit() + 1L, 1, CHUNK);
    // A filter drops most of what is read: few large pages rather than many small ones.
    int read =
        query.status().isEmpty()
            ? page
            : Math.clamp(MOST_LOOKED_AT / Math.max(1, shards.size()), page, MOST_READ);
    Merge entries =
        Merge.of(
            executions.requests(),
            Bill.of(Operation.LIST),
            shards,
            shard -> query(shard, query, after).scanIndexForward(false).limit(read),
            NEWEST,
            MOST_LOOKED_AT);
    List<MetaItem> found = new ArrayList<>();
    int looked = 0;
    String last = "";
    while (found.size() <= query.limit() && looked < MOST_LOOKED_AT && !entries.isEmpty()) {
      List<Item> chunk = entries.next(page);
      looked += chunk.size();
      last = chunk.getLast().text(Tables.LIST);
      found.addAll(wanted(chunk, query, after));
    }
    List<Meta> metas = found.stream().limit(query.limit()).map(executions::listed).toList();
    if (found.size() > query.limit()) {
      return new Page(metas, Optional.of(cursor(position(found.get(query.limit() - 1)))));
    }
    Optional<String> end =
        entries.isEmpty() ? entries.end().map(key -> key.text(Tables.LIST)) : Optional.of(last);
    return new Page(metas, end.map(ListIndex::cursor));
  }

  private List<MetaItem> wanted(List<Item> entries, Query query, Optional<String> after) {
    List<Item> fresh =
        entries.stream()
            .filter(entry -> !after.equals(Optional.of(entry.text(Tables.LIST))))
            .toList();
    Map<Keys, MetaItem> heads = new HashMap<>();
    executions
        .requests()
        .all(Bill.of(Operation.LIST), fresh.stream().map(Item::key).distinct().toList(), false)
        .forEach(item -> heads.put(item.key(), new MetaItem(item)));
    return fresh.stream()
        .map(entry -> Optional.ofNullable(heads.get(entry.key())).filter(h -> isOf(h, entry)))
        .flatMap(Optional::stream)
        .filter(head -> query.status().map(head.item().text(MetaItem.STATUS)::equals).orElse(true))
        .toList();
  }

  /// Whether it is not an entry of an execution that had the name before.
  private static boolean isOf(MetaItem head, Item entry) {
    return position(head).equals(entry.text(Tables.LIST));
  }

  private static QueryRequest.Builder query(String shard, Query query, Optional<String> after) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":from", Item.of(oldest(query)));
    values.put(":to", Item.of(newest(query, after)));
    Optional<String> filter =
        query
            .status()
            .map(status -> {
              values.put(":status", Item.of(status));
              return "attribute_not_exists(#end) OR #end = :status";
            });
    return Merge.query(
        Tables.LIST_INDEX,
        Tables.LIST_SHARD,
        shard,
        Tables.LIST,
        "#sort BETWEEN :from AND :to",
        values,
        filter);
  }

  private static String oldest(Query query) {
    return query.from().map(Keys::sortable).orElse(FIRST);
  }

  private static String newest(Query query, Optional<String> after) {
    String before = query.before().map(Keys::sortable).orElse(LAST);
    return after.filter(position -> position.compareTo(before) < 0).orElse(before);
  }

  private static String position(MetaItem head) {
    return head.item().text(Tables.LIST);
  }

  /// One word, whatever is in a name.
  private static String cursor(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private static String position(String cursor) {
    String position =
        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8); // or throws
    if (!POSITION.matcher(position).matches()) {
      throw new IllegalArgumentException("no cursor: " + cursor);
    }
    return position;
  }
}
