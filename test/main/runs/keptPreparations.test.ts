import { expect, it } from 'vitest'
import { KeptPreparations } from '../../../src/main/runs/keptPreparations.ts'
import { prepareData } from '../../../src/main/compute/prepare.ts'
import { plainNeeds } from '../../../src/core/recipe/needs.ts'
import { numbers, recipeFor, tableOf } from '../../support/tables.ts'

function prepared() {
  const upTo = Array.from({ length: 50 }, (_, row) => row)
  const table = tableOf(numbers('target', upTo), numbers('x', upTo))
  const recipe = recipeFor('target', { steps: [] })
  return { table, data: prepareData(table, recipe, { sources: {}, needs: plainNeeds, onProgress: () => {} }) }
}

it('keeps what was used last within a budget of bytes, and the newest whatever it takes', () => {
  // One input, one target and one row number for each of 50 rows, four bytes each.
  const bytes = 50 * 3 * 4
  const kept = new KeptPreparations(2 * bytes)
  const first = prepared()
  kept.add('first', first)
  kept.add('second', prepared())
  expect(kept.get('first')).toBe(first)
  kept.add('third', prepared())
  expect(kept.get('second')).toBeNull()
  expect(kept.get('first')).toBe(first)
  expect(kept.get('third')).not.toBeNull()

  const none = new KeptPreparations(0)
  none.add('first', first)
  none.add('second', prepared())
  expect(none.get('first')).toBeNull()
  expect(none.get('second')).not.toBeNull()
})
