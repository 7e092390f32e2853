import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
// @ts-expect-error a script without types
import { drawIcon, icons } from '../../../resources/tray/generate.mjs'
import { trainingText } from '../../../src/main/electron/trainings.ts'
import type { Job } from '../../../src/shared/jobs.ts'

function training(number: number, change: Partial<Job> = {}): Job {
  return {
    id: `run${number}`,
    project: 'p',
    kind: 'training',
    title: `Training Run ${number}`,
    state: 'running',
    fraction: 0.2,
    detail: 'Epoch 20 of 100',
    secondsLeft: 80,
    ...change,
  }
}

test('an icon tells how far each training is, of many that there are more', () => {
  expect(trainingText([])).toBe('Nothing is training any more')
  expect(trainingText([training(1)])).toBe('Training Run 1: Epoch 20 of 100, 1 min 20 s left')
  expect(trainingText([training(1, { state: 'paused', secondsLeft: null })])).toBe(
    'Training Run 1: paused, Epoch 20 of 100',
  )
  const begun = [1, 2, 3, 4, 5].map((number) => training(number, { detail: '', secondsLeft: null }))
  expect(trainingText(begun)).toBe('Training Run 1\nTraining Run 2\nTraining Run 3\nand 2 more')
})

/** Rows of grey and alpha, each with PNG's filter byte before it. */
function pixelsOf(png: Buffer): Buffer {
  const at = png.indexOf('IDAT', 0, 'latin1')
  return inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
}

test('the icons are what their script draws', () => {
  for (const [name, grey, scale] of icons as [string, number, number][]) {
    const stored = readFileSync(new URL(`../../../resources/tray/${name}`, import.meta.url))
    expect(pixelsOf(stored).equals(pixelsOf(drawIcon(grey, scale) as Buffer))).toBe(true)
    expect([stored.readUInt32BE(16), stored.readUInt32BE(20)]).toEqual([16 * scale, 16 * scale])
  }
})
