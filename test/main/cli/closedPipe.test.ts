import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { runDescent } from '../../support/runDescent.ts'

test('a reader that closes the output early gets no stack trace, and the work is done', async () => {
  const cwd = await temporaryFolder()
  // Findings for people follow the first line, so that there is more to write than is read.
  await writeFile(join(cwd, 'table.csv'), `a,b\n${Array.from({ length: 50 }, (_, row) => `${row},1`).join('\n')}\n`)
  const { code, stderr } = await runDescent(['import', 'table.csv', '--project', 'p.descent'], {
    cwd,
    onStart: (child) => void child.stdout?.destroy(),
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect((await runDescent(['check', 'p.descent'], { cwd })).code).toBe(0)
})
