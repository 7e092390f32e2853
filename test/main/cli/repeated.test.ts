import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { plantTable, writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'
import { readStoredRuns } from '../../support/storedRun.ts'

async function trained(cwd: string, options: string[], out: string) {
  const args = ['train', 'plants.csv', '--target', 'weight', '--out', out, '--json', ...options]
  const { code, stdout } = await runDescent(args, { cwd })
  expect(code).toBe(0)
  const { runs } = await readStoredRuns(join(cwd, out))
  return { printed: JSON.parse(stdout), weights: runs[0]?.weights }
}

test.each([
  [
    'a seed and shares of rows',
    ['--seed', '5', '--valid', '0.2', '--test', '0.1', '--ignore', 'place', '--epochs', '12'],
  ],
  ['a time limit', ['--time', '0.02', '--epochs', '1000000']],
  ['a time limit that is not reached', ['--time', '1000', '--epochs', '5']],
  ['a test file', ['--seed', '3', '--test-file', 'test.csv', '--epochs', '5']],
])('what train prints of a run with %s is a configuration that gives its weights to the bit', async (_, options) => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 300)
  await writeFile(join(cwd, 'test.csv'), plantTable(50, 5))
  const first = await trained(cwd, options, 'first.descent')
  // A repeat that is slower must not end by the clock.
  expect(first.printed.config.training.timeLimitSeconds).toBeNull()
  await writeFile(join(cwd, 'run.json'), JSON.stringify(first.printed.config))
  const again = await trained(cwd, ['--config', 'run.json'], 'again.descent')
  expect(again.weights).toEqual(first.weights)
  expect(again.printed.metrics.train).toEqual(first.printed.metrics.train)
  expect(again.printed.stopReason).toBe(first.printed.stopReason)
})
