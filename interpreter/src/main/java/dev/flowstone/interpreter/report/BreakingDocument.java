package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.program.Breaking;
import dev.flowstone.grammar.program.Revision;
import java.util.ArrayList;
import java.util.List;

/// What of a version another one breaks, as a document: `breaks`, and `places`, each with its
/// `place` in words, whether it `fits`, and else the `reason`. What holds for every execution has
/// the place `everywhere`.
public final class BreakingDocument {

  private BreakingDocument() {}

  public static Document of(Breaking breaking) {
    List<Document> places = new ArrayList<>();
    breaking
        .always()
        .forEach(reason ->
            places.add(
                new Document()
                    .put("place", "everywhere")
                    .put("fits", false)
                    .put("reason", reason)));
    breaking
        .places()
        .forEach(place ->
            places.add(
                new Document()
                    .put("place", place.shown())
                    .put("fits", place.gap().isEmpty())
                    .putText("reason", place.gap().map(Revision.Gap::reason))));
    return new Document().put("breaks", !breaking.isNone()).put("places", places);
  }
}
