package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
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
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
          return store.release(name, id, Damage.with(one, current, one.journaledKeys(), one.due()));
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
                  one.snapshot().map(Damage::turned),
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
              name, id, Damage.with(one, one.seenInboxVersion(), one.journaledKeys(), due));
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
          return store.create(Damage.orphaned(one), holder, now);
        }
      };
    }
  },
  /// A trim takes what no snapshot covers yet.
  TRIM_TOO_FAR {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        private final Map<String, Long> cut = new HashMap<>();

        @Override
        public void trim(String name, String id, Snapshot base) {
          long end = store.journal(name, 0, Integer.MAX_VALUE).getLast().index();
          store.trim(name, id, base);
          cut.put(name, end);
        }

        @Override
        public Claim claim(String name, Claiming claiming, Instant now) {
          return store.claim(name, claiming, now) instanceof Claim.Held held
              ? new Claim.Held(
                  Damage.cut(held.stored(), cut.getOrDefault(name, -1L)),
                  held.epoch(),
                  held.interrupted(),
                  held.lostUntil())
              : store.claim(name, claiming, now);
        }

        @Override
        public List<Slot> journal(String name, long from, int limit) {
          long begin = Math.max(from, cut.getOrDefault(name, -1L) + 1);
          return store.journal(name, begin, limit);
        }
      };
    }
  },
  /// The state that takes the place of what was trimmed is that of the newest snapshot.
  TRIM_STATE_NEWER {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public void trim(String name, String id, Snapshot base) {
          Snapshot newest =
              store.read(name).flatMap(Stored::snapshot).orElseThrow(IllegalStateException::new);
          store.trim(name, id, new Snapshot(base.through(), newest.body()));
        }
      };
    }
  },
  /// What was registered before a move to another version is not undone after it.
  MOVE_FORGETS_UNDOS {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Release release(String name, String id, Released one) {
          String begun = store.meta(name).map(Meta::version).orElse("");
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
                  one.snapshot().map(snapshot -> Damage.withoutUndos(snapshot, begun)),
                  one.parked()));
        }
      };
    }
  },
  /// A host knows one program of a workflow, and takes it for every version.
  MOVE_TO_OLD_PROGRAM {
    @Override
    public ProgramStore programs(ProgramStore sound) {
      return new ProgramStore() {
        private final Map<String, StoredProgram> known = new HashMap<>();

        @Override
        public void put(StoredProgram program) {
          known.putIfAbsent(program.workflow(), program);
          sound.put(program);
        }

        @Override
        public Optional<StoredProgram> get(String version) {
          return sound
              .get(version)
              .map(found -> known.getOrDefault(found.workflow(), found))
              .map(old ->
                  new StoredProgram(
                      old.workflow(), version, old.body(), old.source(), old.sourceName()));
        }
      };
    }
  },
  /// A move counts as accepted although nothing was stored.
  MOVE_LOST {
    @Override
    public ExecutionStore store(ExecutionStore sound) {
      return new Through(sound) {
        @Override
        public Delivery deliver(String name, InboxEntry entry, Instant now) {
          return MessageCodec.decode(entry.body()) instanceof Decoded.Ok(Message.Move _)
              ? new Delivery.Accepted(Optional.empty())
              : store.deliver(name, entry, now);
        }
      };
    }
  },
  /// A compiler that forgets to undo a call.
  CALL_NOT_UNDONE {
    @Override
    public Program program(Program sound) {
      return Damage.changed(
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
      return Damage.changed(
          sound,
          one ->
              one instanceof Instruction.Step step && step.call().atMostOnce()
                  ? new Instruction.Step(
                      step.variable(), Damage.again(step.call()), step.compensate())
                  : one);
    }
  },
  /// A compiler that forgets `finally`.
  FINALLY_FORGOTTEN {
    @Override
    public Program program(Program sound) {
      return Damage.changed(
          sound,
          one ->
              one instanceof Instruction.Try attempt
                  ? new Instruction.Try(attempt.catches(), OptionalInt.empty(), attempt.end())
                  : one);
    }
  };
}
