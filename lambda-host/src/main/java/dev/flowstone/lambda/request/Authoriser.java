package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.util.Map;

/// Decides who may call which route: a platform team's own rules, found as a service of this type.
///
/// Called for every route but the callbacks'. Where several are found, all must agree. It may be
/// called from several threads at once.
@FunctionalInterface
public interface Authoriser {

  /// Whether the call may go on.
  boolean allows(Question question);

  /// What is to be done, and by whom.
  ///
  /// `action` and `parameters` are those of the route, as in `signal` and `{name, signal}`;
  /// `headers` have names in lower case; `caller` is the gateway's authorizer context, such as
  /// `{"iam": {…}}` or `{"jwt": {"claims": {…}}}`, and empty where the gateway has checked nobody.
  record Question(
      String method,
      String path,
      String action,
      Map<String, String> parameters,
      Map<String, String> headers,
      Value.Fields caller) {

    static Question of(HttpCall call, Route.Match match) {
      return new Question(
          call.method(),
          call.path(),
          match.route().action(),
          match.parameters(),
          call.headers(),
          call.caller());
    }
  }
}
