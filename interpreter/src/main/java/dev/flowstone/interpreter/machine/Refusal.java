package dev.flowstone.interpreter.machine;

/// Why an execution does not accept a message, for the one who sent it.
public record Refusal(Reason reason, String message) {

  public enum Reason {
    /// It has ended.
    ENDED,
    /// It has not ended, and so cannot be redriven.
    NOT_ENDED,
    /// It is paused already.
    PAUSED,
    /// It is not paused.
    NOT_PAUSED,
    /// What failed cannot be repeated, since its place has been left.
    LEFT,
    /// It is on its way to an end already.
    ENDING,
    /// What has happened does not fit the version that it would be moved to.
    UNFIT,
    /// Something is in progress that cannot be moved.
    BUSY,
    /// No undo may have run where the failed point is to be repeated.
    UNDONE,
    /// No wait of the workflow takes a signal of this name.
    UNKNOWN_SIGNAL,
    /// The payload does not fit the declared type.
    INVALID_PAYLOAD,
    /// The wait that the token was made for is over.
    CALLBACK_OVER,
    /// Too many signals are kept for waits to come.
    MAILBOX_FULL
  }
}
