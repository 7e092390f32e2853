import { expect, test } from 'vitest'
import { terminalCommands } from '../../../../src/renderer/features/use/serve/commands.ts'
import { makeRun } from '../fixtures.ts'

test('commands name the project and the run, quoted where a shell would part or change them', () => {
  const run = makeRun({ name: "Anna's run" })
  const posix = terminalCommands({ place: '/home/anna/my prices.descent', runs: [run] }, run)
  expect(posix.server).toBe(String.raw`descent serve-model '/home/anna/my prices.descent' --run 'Anna'\''s run'`)
  expect(posix.file).toBe(
    String.raw`descent predict '/home/anna/my prices.descent' new.csv --run 'Anna'\''s run' --out predictions.csv`,
  )
  const windows = terminalCommands({ place: String.raw`C:\data\prices.descent`, runs: [run] }, run)
  expect(windows.server).toBe(String.raw`descent serve-model "C:\data\prices.descent" --run "Anna's run"`)
})

test('a run whose name a later one has is named by its id', () => {
  const first = makeRun({ name: 'best' })
  const second = { ...makeRun({ name: 'best' }), id: crypto.randomUUID() as typeof first.id }
  const { server } = terminalCommands({ place: '/p.descent', runs: [first, second] }, first)
  expect(server).toBe(`descent serve-model /p.descent --run ${first.id}`)
  expect(terminalCommands({ place: '/p.descent', runs: [first, second] }, second).server).toContain('--run best')
})
