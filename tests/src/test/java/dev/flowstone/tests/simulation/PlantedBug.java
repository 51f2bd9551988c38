package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Compensation;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Fiber;
import dev.flowstone.interpreter.machine.Frame;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Bugs of the kind that such systems have. Each must be found.
enum PlantedBug implements Flaw {
  /// A release looks away from messages that came while it was under way.
  RELEASE_BLIND {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Release release(String name, String id, Released one) {
          long current = store.meta(name).map(Meta::inboxVersion).orElse(0L);
          return store.release(name, id, with(one, current, one.journaledKeys(), one.due()));
        }
      };
    }
  },
  /// A slot that is taken counts as written.
  APPEND_UNFENCED {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Appended append(String name, String id, Slot slot) {
          return store.append(name, id, slot) instanceof Appended.Written written
              ? written
              : new Appended.Written(0);
        }
      };
    }
  },
  /// A host of an older epoch that finds its slot taken writes into the next one.
  APPEND_BEHIND {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Appended append(String name, String id, Slot slot) {
          Appended answer = store.append(name, id, slot);
          return answer instanceof Appended.Taken(Optional<Slot> taken)
                  && taken.filter(other -> other.epoch() > slot.epoch()).isPresent()
              ? append(
                  name,
                  id,
                  new Slot(slot.index() + 1, slot.epoch(), slot.nonce(), slot.at(), slot.body()))
              : answer;
        }
      };
    }
  },
  /// Undos come back from a snapshot in the order in which they were registered.
  UNDOS_TURNED {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Release release(String name, String id, Released one) {
          return store.release(
              name,
              id,
              new Released(
                  one.epoch(),
                  one.nonce(),
                  one.seenInboxVersion(),
                  one.journaledKeys(),
                  one.due(),
                  one.status(),
                  one.snapshot().map(PlantedBug::turned),
                  one.parked()));
        }
      };
    }
  },
  /// Whoever takes over after a crash forgets when to look again.
  TIMER_LOST {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        private boolean crashed;

        @Override
        public Claim claim(String name, Claiming claiming, Instant now) {
          Claim claim = store.claim(name, claiming, now);
          crashed |= claim instanceof Claim.Held held && held.interrupted();
          return claim;
        }

        @Override
        public Release release(String name, String id, Released one) {
          Optional<Instant> due = crashed ? Optional.empty() : one.due();
          return store.release(
              name, id, with(one, one.seenInboxVersion(), one.journaledKeys(), due));
        }
      };
    }
  },
  /// A message that is sent again counts again.
  DUPLICATES_COUNT {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        private int made;

        @Override
        public Delivery deliver(String name, InboxEntry entry, Instant now) {
          String key = entry.key() + "/" + made++;
          return store.deliver(
              name, new InboxEntry(key, entry.acceptedAt(), entry.reopens(), entry.body()), now);
        }
      };
    }
  },
  /// A renewal removes from the inbox also what is not in the journal yet.
  INBOX_EMPTIED {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Renewal renew(String name, String id, Renewing one, Instant now) {
          List<String> all =
              store.meta(name).map(Meta::pending).orElse(List.of()).stream()
                  .map(InboxEntry::key)
                  .toList();
          Renewing emptying =
              new Renewing(one.epoch(), one.nonce(), one.holder(), all, one.snapshot());
          return store.renew(name, id, emptying, now);
        }
      };
    }
  },
  /// Whoever takes over is not told that the host before was lost.
  CRASH_UNTOLD {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Claim claim(String name, Claiming claiming, Instant now) {
          return store.claim(name, claiming, now) instanceof Claim.Held held
              ? new Claim.Held(held.stored(), held.epoch(), false, held.lostUntil())
              : store.claim(name, claiming, now);
        }
      };
    }
  },
  /// A lease is taken for over although it is not.
  LEASE_IGNORED {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public List<String> due(Instant now, int limit) {
          return store.due(now.plus(Duration.ofMinutes(2)), limit);
        }

        @Override
        public Optional<Instant> nextDue() {
          return store.nextDue().map(due -> due.minusSeconds(61));
        }

        @Override
        public Claim claim(String name, Claiming claiming, Instant now) {
          return store.claim(name, claiming, now.plus(Duration.ofMinutes(2)));
        }
      };
    }
  },
  /// All hosts draw the same random numbers, and so take each other's writes for their own.
  NONCES_SHARED {
    @Override
    public RandomGenerator random(RandomGenerator sound) {
      return Draw.of(7).random();
    }
  },
  /// The end of an execution is not told to the store.
  END_UNTOLD {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Finish finish(String name, String id, Ending ending) {
          return new Finish.Done();
        }
      };
    }
  },
  /// A parent counts as told of the end of its child although nothing was stored.
  NEWS_FORGOTTEN {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Delivery deliver(String name, InboxEntry entry, Instant now) {
          return MessageCodec.decode(entry.body()) instanceof Decoded.Ok(Message.ChildEnded _)
              ? new Delivery.Accepted(Optional.empty())
              : store.deliver(name, entry, now);
        }
      };
    }
  },
  /// A child is created by an execution that does not tell it who it is.
  PARENT_UNKNOWN {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Creation create(NewExecution one, Optional<Holder> holder, Instant now) {
          return store.create(orphaned(one), holder, now);
        }
      };
    }
  },
  /// A compiler that forgets to undo a call.
  CALL_NOT_UNDONE {
    @Override
    public Program program(Program sound) {
      return changed(
          sound,
          one ->
              one instanceof Instruction.CallWorkflow call
                  ? new Instruction.CallWorkflow(
                      call.id(),
                      call.variable(),
                      call.workflow(),
                      call.arguments(),
                      call.timeout(),
                      Optional.empty())
                  : one);
    }
  },
  /// A compiler that forgets `at most once`.
  AT_MOST_ONCE_FORGOTTEN {
    @Override
    public Program program(Program sound) {
      return changed(
          sound,
          one ->
              one instanceof Instruction.Step step && step.call().atMostOnce()
                  ? new Instruction.Step(step.variable(), again(step.call()), step.compensate())
                  : one);
    }
  },
  /// A compiler that forgets `finally`.
  FINALLY_FORGOTTEN {
    @Override
    public Program program(Program sound) {
      return changed(
          sound,
          one ->
              one instanceof Instruction.Try attempt
                  ? new Instruction.Try(attempt.catches(), OptionalInt.empty(), attempt.end())
                  : one);
    }
  };

  private static Released with(
      Released one, long version, List<String> keys, Optional<Instant> due) {
    return new Released(
        one.epoch(), one.nonce(), version, keys, due, one.status(), one.snapshot(), one.parked());
  }

  private static NewExecution orphaned(NewExecution one) {
    List<Event> events = new ArrayList<>();
    for (Event event : Judge.events(one.first())) {
      events.add(
          event instanceof Event.Started started
              ? new Event.Started(
                  started.at(),
                  started.name(),
                  started.id(),
                  started.version(),
                  started.semantics(),
                  started.input(),
                  started.secret(),
                  started.callbackBase(),
                  Optional.empty())
              : event);
    }
    Slot first = one.first();
    return new NewExecution(
        one.name(),
        one.id(),
        one.workflow(),
        one.version(),
        one.inputHash(),
        one.format(),
        one.status(),
        new Slot(
            first.index(), first.epoch(), first.nonce(), first.at(), EventCodec.encode(events)),
        one.deadline());
  }

  private static Snapshot turned(Snapshot snapshot) {
    if (!(StateCodec.decode(snapshot.body()) instanceof Decoded.Ok(State state))) {
      throw new IllegalStateException("a snapshot cannot be read");
    }
    State turned =
        new State(
            state.identity(),
            state.epoch(),
            state.time(),
            state.deadline(),
            state.pausedSince(),
            state.counters(),
            state.mailbox(),
            state.consumed(),
            state.fibers().stream().map(PlantedBug::turned).toList(),
            state.failure());
    return new Snapshot(snapshot.through(), StateCodec.encode(turned));
  }

  private static Fiber turned(Fiber fiber) {
    return new Fiber(
        fiber.path(),
        fiber.branch(),
        fiber.pc(),
        fiber.frames().stream().map(PlantedBug::turned).toList(),
        fiber.variables(),
        fiber.stop(),
        fiber.activity());
  }

  private static Frame turned(Frame frame) {
    if (!(frame instanceof Frame.Scope(var undos))) {
      return frame;
    }
    var turned = undos.minusAll(undos);
    for (Compensation each : undos) {
      turned = turned.plus(each);
    }
    return new Frame.Scope(turned);
  }

  private interface Change {
    Instruction of(Instruction instruction);
  }

  private static Program changed(Program program, Change change) {
    return new Program(
        program.format(),
        program.semantics(),
        program.workflow(),
        program.input(),
        program.defaults(),
        program.output(),
        program.signals(),
        program.timeout(),
        program.code().stream().map(change::of).toList());
  }

  private static HandlerCall again(HandlerCall call) {
    return new HandlerCall(
        call.id(),
        call.handler(),
        call.arguments(),
        call.retry(),
        false,
        call.timeout(),
        call.heartbeat());
  }
}
