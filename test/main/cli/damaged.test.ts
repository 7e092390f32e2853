import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

test('a project whose stored description is no longer readable is called damaged, in plain words', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 30)
  await runDescent(['import', 'plants.csv', '--project', 'p.descent'], { cwd })
  const database = new DatabaseSync(join(cwd, 'p.descent'))
  database.exec(`UPDATE datasets SET description = '{"rows":'`)
  database.close()
  for (const args of [
    ['check', 'p.descent'],
    ['runs', '--project', 'p.descent'],
  ]) {
    const { code, stderr } = await runDescent(args, { cwd })
    expect({ args, code }).toEqual({ args, code: 3 })
    expect(stderr).toMatch(/p\.descent is damaged/)
    expect(stderr).not.toMatch(/\n\s+at |Sqlite/)
  }
})
