-- user_version 4
CREATE INDEX runs_by_dataset ON runs (dataset);

CREATE INDEX studies_by_dataset ON studies (dataset);

CREATE TABLE dataset_chunks (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('source', 'values')),
  "column" INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, part, "column", chunk)
) STRICT;

CREATE TABLE dataset_levels (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  "column" INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, "column")
) STRICT;

CREATE TABLE dataset_origins (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, chunk)
) STRICT;

CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('importing', 'ready', 'removed', 'forgotten')),
  description TEXT, previous TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK (state = 'importing' OR description IS NOT NULL)
) STRICT;

CREATE TABLE irregular_rows (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, first_row)
) STRICT;

CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE recipes (
  dataset TEXT PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
  recipe TEXT NOT NULL
) STRICT;

CREATE TABLE run_checkpoints (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE run_epochs (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB,
  statistics TEXT NOT NULL,
  UNIQUE (run, epoch)
) STRICT;

CREATE TABLE run_evaluations (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
  evaluation TEXT NOT NULL,
  UNIQUE (run, split)
) STRICT;

CREATE TABLE run_outputs (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('export', 'prediction')),
  created TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT;

CREATE TABLE run_series (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  first_epoch INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  records BLOB NOT NULL, fields INTEGER NOT NULL DEFAULT 6,
  UNIQUE (run, first_epoch)
) STRICT;

CREATE TABLE run_weights (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('preparing', 'running', 'paused', 'finished', 'failed', 'interrupted')),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  recipe TEXT NOT NULL,
  config TEXT NOT NULL,
  progress TEXT NOT NULL,
  fitted TEXT
) STRICT;

CREATE TABLE studies (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  created TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  document TEXT NOT NULL
) STRICT;
