import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordChange, redoChange, showChangesOf, undoChange } from '../../../src/renderer/app/history.ts'
import { withTargetFollowed } from '../../../src/core/recipe/renamedTarget.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import { featureSteps } from '../../support/steps.ts'
import { recipeFor } from '../../support/tables.ts'

/** One thing that a person does to the list of steps; places count around. */
const edits: Record<string, (steps: readonly Step[], at: number, to: number) => Step[]> = {
  'switch a step': (steps, at) => steps.map((step, i) => (i === at ? { ...step, enabled: !step.enabled } : step)),
  'remove a step': (steps, at) => steps.filter((_, i) => i !== at),
  'move a step': (steps, at, to) => {
    const moved = steps[at]
    return moved === undefined ? [...steps] : steps.toSpliced(at, 1).toSpliced(to, 0, moved)
  },
  'copy a step': (steps, at, to) => {
    const copied = steps[at]
    return copied === undefined ? [...steps] : steps.toSpliced(to, 0, { ...copied, id: `${copied.id}+${steps.length}` })
  },
}
const edit = fc.record({ label: fc.constantFrom(...Object.keys(edits)), at: fc.nat(20), to: fc.nat(20) })

it('takes any list of steps back through every change, and forward again', async () => {
  await fc.assert(
    fc.asyncProperty(featureSteps(), fc.array(edit, { minLength: 1, maxLength: 12 }), async (steps, list) => {
      let shown: Recipe = recipeFor('y', { steps })
      const states = [shown]
      // A project of its own each time: nothing that was done before can be taken back here.
      const project = crypto.randomUUID()
      showChangesOf(project)
      for (const [now, { label, at, to }] of list.entries()) {
        const before = shown
        const count = Math.max(1, before.steps.length)
        const changed = { ...before, steps: edits[label]!(before.steps, at % count, to % count) }
        const next = withTargetFollowed(before, changed)
        const show = (recipe: Recipe) => async () => void (shown = recipe)
        recordChange({ label, project, undo: show(before), redo: show(next) }, now)
        shown = next
        states.push(structuredClone(next))
      }
      for (const state of states.slice(0, -1).toReversed()) {
        expect((await undoChange())?.project).toBe(project)
        expect(shown).toEqual(state)
      }
      expect(await undoChange()).toBeNull()
      for (const state of states.slice(1)) {
        expect((await redoChange())?.project).toBe(project)
        expect(shown).toEqual(state)
      }
      expect(await redoChange()).toBeNull()
    }),
    { numRuns: 50 },
  )
})
