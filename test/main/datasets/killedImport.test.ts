import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { killAfterReady, seeded } from '../../support/kill.ts'
import { startStorage } from '../../support/storage.ts'

const KILLS = 20
const ROWS = 70_000
/** Longer than it takes from the first chunk to the end of an import. */
const LONGEST_MS = 1200

it(
  'opens sound and with whole datasets only after each of twenty kills during imports',
  { timeout: 300_000 },
  async () => {
    const folder = await temporaryFolder()
    const project = join(folder, 'trial.descent')
    const file = join(folder, 'numbers.csv')
    const lines = Array.from({ length: ROWS }, (_, row) => `${row},${row % 3 === 0 ? 'a' : 'b'},${row / 7}`)
    writeFileSync(file, `n,letter,x\n${lines.join('\n')}\n`)
    const storage = startStorage()
    await storage.open('p', project, { create: { name: 'Trial', created: '2026-01-01T00:00:00Z' }, readOnly: false })
    await storage.close('p')

    const random = seeded(20)
    const program = new URL('../../support/programs/importLoop.ts', import.meta.url)
    const promised = new Set<string>()
    let interrupted = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const moment = random() * LONGEST_MS
      const { lines: said } = await killAfterReady(program, [project, file], moment)
      for (const line of said) if (line.startsWith('stored ')) promised.add(line.slice('stored '.length))

      interrupted += unfinished(project)
      const context = `kill ${kill + 1}, ${moment.toFixed(0)} ms after it was ready`
      await storage.open('p', project, { readOnly: false })
      expect(await storage.call('p', 'checkProject', {}), context).toEqual([])
      const { datasets } = await storage.call('p', 'readProject', {})
      const ids = datasets.map(({ id }) => id)
      expect(ids, context).toEqual(expect.arrayContaining([...promised]))
      for (const { id, rows, columns } of datasets) {
        expect({ rows, columns }, context).toEqual({ rows: ROWS, columns: 3 })
        const [last] = await storage.call('p', 'readRows', { dataset: id, offset: ROWS - 1, limit: 1 })
        expect(last, context).toEqual(lines.at(-1)?.split(','))
      }
      // Stored without having been said, where the kill fell between the two; the next round starts empty.
      for (const id of ids) await storage.call('p', 'removeDataset', { dataset: id })
      promised.clear()
      await storage.close('p')
    }
    // Else this test would prove nothing.
    expect(interrupted).toBeGreaterThan(0)
  },
)

/** Imports that a killed process left half done, seen before the project is opened for writing. */
function unfinished(project: string): number {
  const database = new Database(project, { readonly: true })
  const row = database
    .prepare<[], { n: number }>(
      `SELECT count(DISTINCT dataset) AS n FROM dataset_chunks
       WHERE dataset IN (SELECT id FROM datasets WHERE state = 'importing')`,
    )
    .get()
  database.close()
  return row?.n ?? 0
}
