package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The entries of many shards of an index in one order. The first pages of all shards are read at
/// once, a later one when it is reached, unless `most` entries have been looked at by then.
final class Merge {
  private static final int READERS = 16;

  private final Requests requests;
  private final Bill bill;
  private final Comparator<Item> order;
  private final int most;
  private final PriorityQueue<Shard> shards;
  private final AtomicInteger looked = new AtomicInteger();
  private Optional<Item> end = Optional.empty();

  private Merge(Requests requests, Bill bill, Comparator<Item> order, int most) {
    this.requests = requests;
    this.bill = bill;
    this.order = order;
    this.most = most;
    this.shards = new PriorityQueue<>(Comparator.comparing(shard -> shard.items.element(), order));
  }

  /// `query` makes the query of a shard.
  static Merge of(
      Requests requests,
      Bill bill,
      List<String> shards,
      Function<String, QueryRequest.Builder> query,
      Comparator<Item> order,
      int most) {
    Merge merge = new Merge(requests, bill, order, most);
    Semaphore readers = new Semaphore(READERS);
    List<Callable<Shard>> first = new ArrayList<>();
    for (String shard : shards) {
      first.add(() -> {
        readers.acquire();
        try {
          return merge.new Shard(() -> query.apply(shard));
        } finally {
          readers.release();
        }
      });
    }
    together(first).stream().filter(Shard::has).forEach(merge.shards::add);
    return merge;
  }

  /// Up to so many further entries.
  List<Item> next(int most) {
    List<Item> next = new ArrayList<>();
    while (next.size() < most && !isEmpty()) {
      Shard shard = shards.remove();
      next.add(shard.items.remove());
      if (shard.has()) {
        shards.add(shard);
      }
    }
    return next;
  }

  boolean isEmpty() {
    return shards.isEmpty() || end.filter(last -> isAfter(shards.element(), last)).isPresent();
  }

  /// The key of the last entry that was looked at, where it ends because it has looked at enough:
  /// nothing after that is known of every shard.
  Optional<Item> end() {
    return end;
  }

  private boolean isAfter(Shard shard, Item last) {
    return order.compare(shard.items.element(), last) > 0;
  }

  private void endAt(Item last) {
    end = end.filter(one -> order.compare(one, last) <= 0).or(() -> Optional.of(last));
  }

  private static <T> List<T> together(List<Callable<T>> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while an index was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  private final class Shard {
    private final Supplier<QueryRequest.Builder> query;
    private final Deque<Item> items = new ArrayDeque<>();
    private Map<String, AttributeValue> next = Map.of();

    Shard(Supplier<QueryRequest.Builder> query) {
      this.query = query;
      read();
    }

    private void read() {
      QueryRequest.Builder page = query.get();
      if (!next.isEmpty()) {
        page.exclusiveStartKey(next);
      }
      Requests.Found found = requests.query(bill, page);
      items.addAll(found.items());
      next = found.next();
      looked.addAndGet(found.looked());
    }

    boolean has() {
      while (items.isEmpty() && !next.isEmpty() && looked.get() < most) {
        read();
      }
      if (items.isEmpty() && !next.isEmpty()) {
        endAt(new Item(next));
      }
      return !items.isEmpty();
    }
  }

  /// A query of an index for one shard, with names and values for the condition on its sort key.
  static QueryRequest.Builder query(
      String index,
      String shardAttribute,
      String shard,
      String sortAttribute,
      String condition,
      Map<String, AttributeValue> values,
      Optional<String> filter) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":shard", Item.of(shard));
    Map<String, String> names = new HashMap<>();
    names.put("#shard", shardAttribute);
    names.put("#sort", sortAttribute);
    QueryRequest.Builder query =
        QueryRequest.builder()
            .indexName(index)
            .keyConditionExpression("#shard = :shard AND " + condition)
            .expressionAttributeValues(all);
    filter.ifPresent(expression -> {
      names.put("#end", Tables.END);
      query.filterExpression(expression);
    });
    return query.expressionAttributeNames(names);
  }
}
