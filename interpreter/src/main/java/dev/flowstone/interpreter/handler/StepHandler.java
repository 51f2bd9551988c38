package dev.flowstone.interpreter.handler;

import org.jspecify.annotations.Nullable;

/// One step that workflows call by name: where Java code touches the world.
///
/// `I` is a record whose components are the arguments of the step (`orderId` is written `order_id`
/// in a workflow); `O` is what the step gives back: a record, a list, a map, a plain value, or
/// `@Nullable Void` for nothing.
///
/// The class is public, has a public constructor without parameters, carries [Handler], and is used
/// by many threads at once. It is called **at least once**: attempts of one step carry the same
/// [idempotency key][StepContext#idempotencyKey()], by which a repeated call is to be recognised.
public interface StepHandler<I, O extends @Nullable Object> {

  /// Does the work of one attempt. What it throws decides what follows: [PermanentError] is not
  /// retried, everything else is. An interrupt asks it to end soon: its time is up, or nobody waits
  /// for it any more.
  O handle(I input, StepContext context) throws Exception;
}
