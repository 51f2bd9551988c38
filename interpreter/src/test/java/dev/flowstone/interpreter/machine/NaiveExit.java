package dev.flowstone.interpreter.machine;

import java.util.ArrayList;
import java.util.List;

/// How the naive interpreter leaves what it is in.
sealed class NaiveExit extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private NaiveExit(String value) {
    super(value);
  }

  String value() {
    return String.valueOf(getMessage());
  }

  /// An error or a stop, with the undos of the scopes that it has left, in order of registration
  /// from inside to outside: they run where it is taken.
  abstract static sealed class Unwound extends NaiveExit {
    private static final long serialVersionUID = 1L;

    final transient List<List<NaiveFiber.Registered>> undos;

    private Unwound(String value, List<List<NaiveFiber.Registered>> undos) {
      super(value);
      this.undos = undos;
    }

    Unwound with(List<NaiveFiber.Registered> scope) {
      var more = new ArrayList<>(undos);
      more.add(scope);
      return switch (this) {
        case Raised raised -> new Raised(raised.error(), more);
        case Stopped _ -> new Stopped(more);
      };
    }
  }

  static final class Raised extends Unwound {
    private static final long serialVersionUID = 1L;

    Raised(String error) {
      this(error, List.of());
    }

    Raised(String error, List<List<NaiveFiber.Registered>> undos) {
      super(error, undos);
    }

    String error() {
      return value();
    }
  }

  static final class Stopped extends Unwound {
    private static final long serialVersionUID = 1L;

    Stopped(List<List<NaiveFiber.Registered>> undos) {
      super("Cancelled", undos);
    }
  }

  static final class Returned extends NaiveExit {
    private static final long serialVersionUID = 1L;

    Returned(String value) {
      super(value);
    }
  }

  static final class Yielded extends NaiveExit {
    private static final long serialVersionUID = 1L;

    Yielded(String value) {
      super(value);
    }
  }

  static final class Broke extends NaiveExit {
    private static final long serialVersionUID = 1L;

    Broke() {
      super("break");
    }
  }

  static final class Continued extends NaiveExit {
    private static final long serialVersionUID = 1L;

    Continued() {
      super("continue");
    }
  }

  /// Undos have failed: nothing goes on.
  static final class ParkedNow extends NaiveExit {
    private static final long serialVersionUID = 1L;

    ParkedNow() {
      super("parked");
    }
  }
}
