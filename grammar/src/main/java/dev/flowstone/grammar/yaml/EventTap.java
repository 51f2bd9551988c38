package dev.flowstone.grammar.yaml;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;

/// Jackson's YAML parser, with the events below its tokens laid open.
///
/// Its tokens say neither how a scalar was written nor where it ended, and type plain scalars by
/// YAML 1.1, where `no` is a boolean. The events say all that, and the typing is ours.
final class EventTap extends YAMLParser {

  private final Predicate<Event> listener;

  /// `listener` says of each event whether to go on.
  EventTap(String text, Predicate<Event> listener) {
    super(context(), 0, 0, options(text), null, new StringReader(text));
    this.listener = listener;
  }

  @Override
  protected @Nullable Event getEvent() throws IOException {
    Event event = read();
    return event != null && listener.test(event) ? event : null;
  }

  /// The parser is not ours and its input is anything at all: whatever it throws is about that
  /// input.
  private @Nullable Event read() throws IOException {
    try {
      return super.getEvent();
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  /// Reads to the end, or to where the listener has enough.
  void drain() throws IOException {
    JsonToken token = nextToken();
    while (token != null) {
      token = nextToken();
    }
  }

  private static IOContext context() {
    return new IOContext(
        StreamReadConstraints.defaults(),
        StreamWriteConstraints.defaults(),
        ErrorReportConfiguration.defaults(),
        new BufferRecycler(),
        ContentReference.unknown(),
        false);
  }

  private static LoaderOptions options(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(text.length() + 1);
    return options;
  }
}
