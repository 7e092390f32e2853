import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { closestEpoch, epochAt, placeOf } from '../../../src/renderer/features/train/epochs/places.ts'
import { Scrubber } from '../../../src/renderer/features/train/epochs/Scrubber.tsx'
import { epochTitle, momentOf, momentSaid, unkeptText } from '../../../src/renderer/features/train/epochs/words.ts'
import type { Evaluation } from '../../../src/shared/evaluation.ts'
import { makeRun } from './fixtures.ts'

it('finds the kept epoch that is nearest', () => {
  expect(closestEpoch([1, 2, 4, 8], 5)).toBe(4)
  expect(closestEpoch([1, 2, 4, 8], 6)).toBe(4)
  expect(closestEpoch([1, 2, 4, 8], 7)).toBe(8)
  expect(closestEpoch([], 7)).toBe(0)
})

it('places the epochs that are kept by their number one after the other', () => {
  const kept = Array.from({ length: 16 }, (_, index) => index + 1)
  for (const stride of [1, 2, 4, 8, 16]) {
    for (let epoch = 16 * stride + stride; epoch <= 32 * stride; epoch += stride) kept.push(epoch)
  }
  expect(kept.map(placeOf)).toEqual(kept.map((_, index) => index + 1))
  expect(placeOf(75)).toBe(placeOf(72) + 0.75)
  const some = [1, 2, 40, 75, 500]
  expect(some.map((epoch) => epochAt(some, placeOf(epoch)))).toEqual(some)
  expect(epochAt(some, placeOf(60))).toBe(75)
})

it('says where one is, and the scores there', () => {
  const [ended, live] = [makeRun(), makeRun({ state: 'running', epochs: 37, bestEpoch: 30 })]
  expect(epochTitle(ended, 12)).toBe('Epoch 12')
  expect(epochTitle(ended, 150)).toBe('Epoch 150, the best')
  expect(epochTitle(ended, 200)).toBe('Epoch 200, the last')
  expect(epochTitle({ ...ended, bestEpoch: 200 }, 200)).toBe('Epoch 200, the best and the last')
  expect(epochTitle(live, 30)).toBe('Epoch 30, the best so far')
  expect(epochTitle(live, 37)).toBe('Epoch 37')
  expect(epochTitle(live, null)).toBe('Live, after epoch 37')
  expect([momentOf(live, null), momentOf(ended, null), momentOf(ended, 12)]).toEqual([
    'now',
    'of the best epoch',
    'after epoch 12',
  ])
  const metrics = { accuracy: 0.95, balancedAccuracy: 0.94, macroF1: 0.93, logLoss: 0.2, rocAuc: null }
  const evaluation = { task: 'classification', split: 'validation', metrics } as Evaluation
  expect(momentSaid(ended, 12, evaluation)).toBe(
    'Epoch 12. On the validation rows: accuracy 0.9500, balanced accuracy 0.9400, macro F1 0.9300, log loss 0.2000, ROC AUC –',
  )
  expect(momentSaid(ended, 12, undefined)).toBe('Epoch 12')
  // What changes ten times a second is not read out.
  expect(momentSaid(live, null, evaluation)).toBe('Live')
})

it('keeps the scrubber in its place while more epochs are kept', () => {
  const slider = (epochs: number[], epoch: number | null) => {
    const html = renderToStaticMarkup(
      <MantineProvider>
        <Scrubber epochs={epochs} epoch={epoch} best={2} until={1000} says="Words" live onChoose={() => undefined} />
      </MantineProvider>,
    )
    const thumb = /<div[^>]*role="slider"[^>]*>/.exec(html)?.[0] ?? ''
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(thumb)?.[1]
    return {
      name: attribute('aria-label'),
      says: attribute('aria-valuetext'),
      now: attribute('aria-valuenow'),
      place: attribute('style'),
    }
  }
  const before = slider([1, 2, 3, 4], 3)
  expect(before).toMatchObject({ name: 'Epoch looked at', says: 'Words', now: '3' })
  expect(before.place).toMatch(/offset/)
  expect(slider([1, 2, 3, 4, 8, 16, 500], 3)).toEqual(before)
  expect(slider([1, 2, 3, 4], null).now).toBe('4')
  expect(slider([1, 2, 3, 4, 8, 16, 500], null).now).toBe(String(placeOf(500)))
})

it('a run whose last weights are of an earlier epoch says so', () => {
  const stopped = makeRun({ state: 'finished', stopReason: 'stopped', epochs: 75 })
  expect(unkeptText(stopped, 72)).toMatch(/epoch 75: it was stopped amid the next one\..*epoch 72\.$/)
  expect(unkeptText({ ...stopped, stopReason: 'epochs' }, 72)).toMatch(/^The run went on to epoch 75\./)
  expect(unkeptText(stopped, 75)).toBeNull()
})
