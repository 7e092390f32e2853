import { beforeEach, expect, it } from 'vitest'
import { showChangesOf, recordChange, redoChange, undoChange } from '../../src/renderer/app/history.ts'

const log: string[] = []
const change = (label: string, project: string | null = 'p') => ({
  label,
  project,
  undo: async () => log.push(`undo ${label}`),
  redo: async () => log.push(`redo ${label}`),
})

beforeEach(async () => {
  for (const project of ['q', 'p']) {
    showChangesOf(project)
    while ((await undoChange()) !== null);
  }
  recordChange(change('nothing'))
  await undoChange()
  log.length = 0
})

it('takes changes back in turn and does them again', async () => {
  recordChange(change('a'))
  recordChange(change('b'))
  await undoChange()
  await undoChange()
  await redoChange()
  expect(log).toEqual(['undo b', 'undo a', 'redo a'])
})

it('keeps the order when the keys are faster than the disk', async () => {
  recordChange(change('a'))
  recordChange({
    ...change('slow'),
    undo: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      log.push('undo slow')
    },
  })
  await Promise.all([undoChange(), undoChange()])
  expect(log).toEqual(['undo slow', 'undo a'])
})

it('cannot redo after another change', async () => {
  recordChange(change('a'))
  await undoChange()
  recordChange(change('b'))
  expect(await redoChange()).toBeNull()
})

it('keeps a change whose undo failed', async () => {
  let broken = true
  recordChange({
    ...change('a'),
    undo: async () => {
      if (broken) throw new Error('disk')
      log.push('undo a')
    },
  })
  await expect(undoChange()).rejects.toThrow('disk')
  broken = false
  expect((await undoChange())?.label).toBe('a')
})

it('keeps the changes of a project that is left until it is shown again', async () => {
  recordChange(change('home', null))
  recordChange(change('mine', 'p'))
  recordChange(change('other', 'q'))
  expect((await undoChange())?.label).toBe('mine')
  showChangesOf(null)
  expect((await undoChange())?.label).toBe('home')
  expect(await undoChange()).toBeNull()
  showChangesOf('p')
  expect((await redoChange())?.label).toBe('home')
  expect((await redoChange())?.label).toBe('mine')
  showChangesOf('q')
  expect((await undoChange())?.label).toBe('home')
  expect((await undoChange())?.label).toBe('other')
})

it('takes typing in one field back as one change, and two fields as two', async () => {
  recordChange({ ...change('1'), subject: 'levels' }, 1000)
  recordChange({ ...change('12'), subject: 'levels' }, 1200)
  recordChange({ ...change('123'), subject: 'levels' }, 1900)
  recordChange({ ...change('7'), subject: 'share' }, 2000)
  await undoChange()
  await undoChange()
  await redoChange()
  expect(log).toEqual(['undo 7', 'undo 1', 'redo 123'])
  await undoChange()
})

it('takes changes of one field that are apart back one by one', async () => {
  recordChange({ ...change('1'), subject: 'levels' }, 1000)
  recordChange({ ...change('2'), subject: 'levels' }, 9000)
  await undoChange()
  expect(log).toEqual(['undo 2'])
})
