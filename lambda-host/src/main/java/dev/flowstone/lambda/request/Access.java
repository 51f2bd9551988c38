package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.util.List;

/// Who may call which route over HTTP.
///
/// A callback's token is its credential, so that its routes are open to everybody who has one. All
/// else is closed unless somebody vouches for the caller: the gateway, by IAM, or an [Authoriser].
public final class Access {

  /// How callers are told from strangers (`FLOWSTONE_AUTH`).
  public enum Mode {
    /// The gateway has checked an AWS signature; authorisers may narrow it down.
    IAM,
    /// Authorisers decide alone; without one nobody may.
    AUTHORISER,
    /// Everybody may: something in front of the function decides.
    NONE
  }

  private final Mode mode;
  private final List<Authoriser> authorisers;

  public Access(Mode mode, List<Authoriser> authorisers) {
    this.mode = mode;
    this.authorisers = List.copyOf(authorisers);
  }

  public boolean allows(HttpCall call, Route.Match match) {
    if (match.route().open()) {
      return true;
    }
    Authoriser.Question question = Authoriser.Question.of(call, match);
    boolean agreed = authorisers.stream().allMatch(authoriser -> authoriser.allows(question));
    return switch (mode) {
      case IAM -> signed(call) && agreed;
      case AUTHORISER -> !authorisers.isEmpty() && agreed;
      case NONE -> agreed;
    };
  }

  /// A gateway may name what it has not checked, with nothing in it.
  private static boolean signed(HttpCall call) {
    return call.caller().get("iam").orElse(Value.Null.NULL) instanceof Value.Fields(var caller)
        && !caller.isEmpty();
  }
}
