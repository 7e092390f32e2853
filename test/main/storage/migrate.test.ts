import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { latestVersion, migrate, readVersion } from '../../../src/main/storage/migrate.ts'
import { MIGRATIONS } from '../../../src/main/storage/schema.ts'
import { temporaryFolder } from '../../support/folder.ts'

const first = { version: 1, sql: 'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)' }
const second = { version: 2, sql: 'ALTER TABLE a ADD COLUMN y INTEGER' }

async function databaseAt1() {
  const path = join(await temporaryFolder(), 'x.descent')
  const database = new Database(path)
  migrate(database, path, [first])
  return { path, database }
}

it('copies an existing file beside itself before it changes it', async () => {
  const { path, database } = await databaseAt1()
  expect(existsSync(`${path}-v1`)).toBe(false)
  migrate(database, path, [first, second])
  expect(readVersion(database)).toBe(2)
  database.close()
  const copy = new Database(`${path}-v1`, { readonly: true })
  expect(readVersion(copy)).toBe(1)
  expect(copy.prepare('SELECT * FROM a').all()).toEqual([{ x: 1 }])
  copy.close()
})

it('does nothing to a file that is up to date', async () => {
  const { path, database } = await databaseAt1()
  migrate(database, path, [first])
  expect(existsSync(`${path}-v1`)).toBe(false)
  database.close()
})

it('leaves the file at the last step that worked', async () => {
  const { path, database } = await databaseAt1()
  const broken = { version: 3, sql: 'CREATE TABLE b (x INTEGER); SELECT nonsense FROM nowhere' }
  expect(() => migrate(database, path, [first, second, broken])).toThrow(/nowhere/)
  expect(readVersion(database)).toBe(2)
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").all()).toEqual([])
  database.close()
})

it('refuses a list that is out of order', async () => {
  const { path, database } = await databaseAt1()
  expect(() => migrate(database, path, [first, second, second])).toThrow(/does not follow/)
  expect(readVersion(database)).toBe(1)
  database.close()
})

it('refuses the future', async () => {
  const { path, database } = await databaseAt1()
  database.pragma('user_version = 7')
  expect(() => migrate(database, path, [first])).toThrow(/newer Descent \(format 7/)
  database.close()
})

it('has the schema that the snapshot shows', async () => {
  const database = new Database(':memory:')
  migrate(database, ':memory:')
  const objects = database
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name')
    .all()
  const schema = `-- user_version ${latestVersion(MIGRATIONS)}\n${objects.map(({ sql }) => `${sql};`).join('\n\n')}\n`
  const command = 'npx vitest run test/main/storage/migrate.test.ts --update'
  const advice = `The schema changed. If that is meant, add a migration (never change a released one), then run:\n  ${command}\n`
  const snapshot = join(import.meta.dirname, 'schema.snapshot.sql')
  await expect(schema, advice).toMatchFileSnapshot(snapshot)
})
