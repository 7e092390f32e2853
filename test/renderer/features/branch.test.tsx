import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { redoChange, showChangesOf, undoChange } from '../../../src/renderer/app/history.ts'
import { ConfigForm } from '../../../src/renderer/features/train/ConfigForm.tsx'
import { readConfig } from '../../../src/renderer/features/train/configFile.ts'
import {
  draftNow,
  openBranch,
  openForm,
  recordDraft,
  setDraft,
  type Draft,
} from '../../../src/renderer/features/train/draft.ts'
import { FormContext, plainForm, type Lock } from '../../../src/renderer/features/train/form/context.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { makeRun } from './fixtures.ts'

const parent = makeRun({ id: 'r7', name: 'Run 7', dataset: 'older' })
const { config } = parent
const other: RunConfig = { ...config, network: { hidden: [], loss: { kind: 'hinge' } } }

/** Like the form: changes the draft and records it. */
function change(label: string, next: Partial<Draft>) {
  const before = draftNow('d1')
  setDraft('d1', next)
  recordDraft('p', 'd1', label, before)
}

describe('the draft of a branch', () => {
  beforeEach(async () => {
    showChangesOf('p')
    while ((await undoChange()) !== null);
    openForm('d1', config)
  })

  test('stands in the form that it was opened from, with the settings of its parent', () => {
    openBranch('d1', parent, 12)
    expect(draftNow('d1')).toMatchObject({ open: true, branch: { run: 'r7', name: 'Run 7', epoch: 12 }, config })
    expect(draftNow('older').branch).toBeNull()
  })

  test('is left for new weights, and undo comes back to it', async () => {
    openBranch('d1', parent, 12)
    change('Train from new weights instead', { branch: null, config })
    expect(draftNow('d1').branch).toBeNull()
    expect(await undoChange()).toMatchObject({ label: 'Train from new weights instead' })
    expect(draftNow('d1').branch).toMatchObject({ run: 'r7', epoch: 12 })
    await redoChange()
    expect(draftNow('d1').branch).toBeNull()
  })

  test('stays one when a setting of before is taken back', async () => {
    change('Change', { config: other })
    openBranch('d1', parent, 12)
    await undoChange()
    expect(draftNow('d1')).toMatchObject({ branch: { run: 'r7' }, config })
  })
})

test('a file of settings leaves the network of a branch as it is, and says so', () => {
  const file = JSON.stringify({ ...other, training: { ...config.training, epochs: 7 } })
  const read = readConfig(file, 'mine.json', config, config.network)
  expect(read.config).toEqual({ network: config.network, training: { ...config.training, epochs: 7 } })
  expect(read.passedOver).toEqual(['its network: a branch keeps that of the run it begins from'])
  expect(readConfig(JSON.stringify(config), 'mine.json', config, config.network).passedOver).toEqual([])
  expect(readConfig(file, 'mine.json', config).config.network).toEqual(other.network)
})

describe('the form of a branch', () => {
  const lock: Lock = {
    reason: 'Its weights fit no other.',
    remedy: 'Train from new weights',
    onUnlock: () => undefined,
  }
  const form = (locked: Lock | null) =>
    renderToStaticMarkup(
      <MantineProvider>
        <FormContext value={{ ...plainForm, expanded: true, locked }}>
          <ConfigForm
            config={config}
            target={{ task: 'classification', classes: ['a', 'b'] }}
            ends={{ groups: [{ kind: 'number', inputs: 4, units: 4, parameters: 0 }], outputs: 2, target: '2 classes' }}
            trainingRows={100}
            stepsPerEpoch={4}
            rangeTest={null}
            onChange={() => undefined}
          />
        </FormContext>
      </MantineProvider>,
    )
  const count = (html: string, part: string) => html.split(part).length - 1

  test('shows the network and the loss, which cannot be changed, with the reason and the way out', () => {
    const [open, locked] = [form(null), form(lock)]
    expect(count(open, 'Add a layer at place')).toBeGreaterThan(0)
    expect(count(locked, 'Add a layer at place')).toBe(0)
    expect(count(open, '<fieldset disabled=""')).toBe(0)
    // The chosen part of the network, and the loss.
    expect(count(locked, 'disabled=""')).toBe(2)
    expect(count(locked, `<span>${lock.reason}</span>`)).toBe(2)
    expect(count(locked, lock.remedy)).toBe(2)
    for (const html of [open, locked]) expect(html).toContain('aria-label="Network"')
    // All else can be set.
    const [head = ''] = locked.split('data-place="learningRate"')
    expect(count(head, '<fieldset')).toBe(count(head, '</fieldset>'))
  })
})
