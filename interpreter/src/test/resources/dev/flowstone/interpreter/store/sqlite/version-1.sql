-- A store as version 1 of the format made it, with one execution that waits.
CREATE TABLE execution (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  format INTEGER NOT NULL,
  created INTEGER NOT NULL,
  status TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  host TEXT,
  nonce TEXT,
  lease_until INTEGER,
  host_deadline INTEGER,
  due INTEGER,
  inbox_version INTEGER NOT NULL,
  snapshot_through INTEGER NOT NULL,
  trimmed_before INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  ended INTEGER,
  expires INTEGER,
  writes INTEGER NOT NULL);
CREATE INDEX execution_due ON execution (host, due) WHERE due IS NOT NULL;
CREATE INDEX execution_created ON execution (created, name);
CREATE TABLE journal (
  slot INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  nonce TEXT NOT NULL,
  at INTEGER NOT NULL,
  body BLOB NOT NULL);
CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  execution INTEGER NOT NULL,
  key TEXT NOT NULL,
  accepted INTEGER NOT NULL,
  reopens INTEGER NOT NULL,
  weight INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (execution, key));
CREATE TABLE snapshot (
  execution INTEGER PRIMARY KEY,
  through INTEGER NOT NULL,
  body BLOB NOT NULL);
CREATE TABLE program (
  version TEXT PRIMARY KEY,
  workflow TEXT NOT NULL,
  body BLOB NOT NULL,
  source TEXT NOT NULL,
  source_name TEXT NOT NULL);
INSERT INTO program (version, workflow, body, source, source_name) VALUES ('v0', 'orders', x'00', 'zero', 'orders.flow');
INSERT INTO program (version, workflow, body, source, source_name) VALUES ('v1', 'orders', x'01', 'one', 'orders.flow');
INSERT INTO execution (name, id, workflow, version, input_hash, format, created, status, epoch, host, nonce,
  lease_until, host_deadline, due, inbox_version, snapshot_through, trimmed_before, tries, writes)
VALUES ('old', 'id-old', 'orders', 'v1', 'hash', 1, 1767225600000000000, 'RUNNING', 2, 'elsewhere', 'nonce',
  1767225660000000000, 1767226500000000000, 1767225600000000000, 1, -1, 0, 1, 3);
INSERT INTO journal (slot, epoch, nonce, at, body) VALUES (4294967296, 1, 'first', 1767225600000000000, x'6f6c64');
INSERT INTO inbox (execution, key, accepted, reopens, weight, body) VALUES (1, 'k1', 1767225600000000000, 0, 69, x'7061796c6f6164');
PRAGMA application_id = 1179407188;
PRAGMA user_version = 1;
