/** What marks a SQLite file as a Descent project: the bytes "Dsct". */
export const APPLICATION_ID = 0x44736374

export interface Migration {
  /** The `user_version` that this step leads to. */
  version: number
  sql: string
}

/**
 * Strictly increasing; a step that has been released is never changed. Checksums (`crc`) are CRC-32 of the bytes
 * beside them: SQLite itself does not notice a flipped bit inside a value.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- description: the dataset as JSON, null while it is being imported.
-- forgotten: only a name is left, for the runs that were trained on it.
CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('importing', 'ready', 'removed', 'forgotten')),
  description TEXT,
  CHECK (state = 'importing' OR description IS NOT NULL)
) STRICT;

CREATE TABLE dataset_chunks (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('source', 'values')),
  "column" INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, part, "column", chunk)
) STRICT;

-- The texts that the codes of a column stand for, encoded like source text.
CREATE TABLE dataset_levels (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  "column" INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, "column")
) STRICT;

-- Records that did not fit, as compressed JSON, first_row counting them from 0.
CREATE TABLE irregular_rows (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  first_row INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, first_row)
) STRICT;

CREATE TABLE recipes (
  dataset TEXT PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
  recipe TEXT NOT NULL
) STRICT;

-- The number orders runs by creation. progress: what changes while the run trains, as JSON.
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

CREATE INDEX runs_by_dataset ON runs (dataset);

-- Packed records of epochs, float64, little-endian, 6 numbers each.
CREATE TABLE run_series (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  first_epoch INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  records BLOB NOT NULL,
  UNIQUE (run, first_epoch)
) STRICT;

-- The newest state from which training can continue.
CREATE TABLE run_checkpoints (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The best weights, flat float32, little-endian.
CREATE TABLE run_weights (
  run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE run_evaluations (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
  evaluation TEXT NOT NULL,
  UNIQUE (run, split)
) STRICT;

-- Files made from a run: what was said about them, not the files.
CREATE TABLE run_outputs (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('export', 'prediction')),
  created TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT;
`,
  },
  {
    version: 2,
    sql: `
-- previous: the dataset whose place a refreshed one took, version: how many they are by then. No reference: the older
-- one may be forgotten first.
ALTER TABLE datasets ADD COLUMN previous TEXT;
ALTER TABLE datasets ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- The lines (or rows of a sheet) that the rows of a chunk came from, as runs.
CREATE TABLE dataset_origins (
  dataset TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (dataset, chunk)
) STRICT;
`,
  },
  {
    version: 3,
    sql: `
-- What a run keeps of some of its epochs; 0: before the first step, of a run that began with weights of another. bytes:
-- the weights, flat float32, little-endian; null, with a crc of 0, where they made room for others. statistics: of the
-- epoch's last step, as JSON.
CREATE TABLE run_epochs (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB,
  statistics TEXT NOT NULL,
  UNIQUE (run, epoch)
) STRICT;

-- Runs that belong together: repeats, folds, the trials of a search. The number orders them by creation.
CREATE TABLE studies (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  created TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  document TEXT NOT NULL
) STRICT;

CREATE INDEX studies_by_dataset ON studies (dataset);
`,
  },
  {
    version: 4,
    sql: `
-- Numbers that each record begins with, before the metrics that the run's settings name.
ALTER TABLE run_series ADD COLUMN fields INTEGER NOT NULL DEFAULT 6;
`,
  },
]
