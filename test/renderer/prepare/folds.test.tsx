import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { FoldsEditor } from '../../../src/renderer/features/prepare/folds/FoldsEditor.tsx'
import { foldsKinds, freshFolds, usualFolds } from '../../../src/renderer/features/prepare/folds/foldsChanges.ts'
import { FoldRows, FoldsStage } from '../../../src/renderer/features/prepare/folds/FoldsStage.tsx'
import { DealColumn } from '../../../src/renderer/features/prepare/split/DealColumn.tsx'
import { foldsSchema, type Folds, type Recipe } from '../../../src/shared/recipes.ts'
import { listed } from './columns.ts'
import { recipe } from './recipes.ts'

const when = listed('when', 'date', { distinct: 90 })
const person = listed('person', 'category', { top: ['p1', 'p2'], distinct: 40 })
const mass = listed('mass', 'number', { distinct: 70 })
const columns = [mass, person, when]
const of = { recipe, task: 'regression', columns } as const
const chance: Folds = { kind: 'rows', folds: 4, repeats: 1, stratify: false, shuffle: true, seed: 0 }
const byTime: Folds = { kind: 'time', folds: 4, column: null, gap: 0, unit: 'rows' }
const html = (element: React.ReactElement) => renderToStaticMarkup(<MantineProvider>{element}</MantineProvider>)
const nothing = () => undefined

describe('fresh folds', () => {
  it.each(foldsKinds)('%s are valid as they are proposed, and as many as before', (kind) => {
    const folds = freshFolds(kind, 7, of)
    expect(foldsSchema.parse(folds)).toEqual(folds)
    expect(folds).toMatchObject({ kind, folds: 7 })
  })

  it('name a column that serves, and are none where none does', () => {
    expect(freshFolds('group', 5, of)).toMatchObject({ column: 'person' })
    expect(freshFolds('time', 5, of)).toMatchObject({ column: 'when' })
    expect(freshFolds('group', 5, { ...of, columns: [mass, when] })).toBeNull()
    expect(freshFolds('time', 5, { ...of, columns: [mass] })).toBeNull()
    const roles: Recipe = { ...recipe, roles: { mass: 'time' } }
    expect(freshFolds('time', 5, { ...of, recipe: roles })).toMatchObject({ column: 'mass' })
  })

  it('go as the split goes, its gap included', () => {
    const by = { kind: 'time', column: 'when', gap: 3, unit: 'days' } as const
    const inTime: Recipe = { ...recipe, split: { ...recipe.split, by } }
    expect(freshFolds('time', 5, { ...of, recipe: inTime })).toEqual({ ...by, folds: 5 })
    expect(usualFolds(inTime, 'regression')).toEqual({ ...by, folds: 5 })
    expect(usualFolds(recipe, 'classification')).toMatchObject({ kind: 'rows', stratify: true })
    expect(usualFolds({ ...recipe, folds: chance }, 'regression')).toBe(chance)
  })
})

describe('the editor of folds', () => {
  const editor = (folds: Folds, edited: Recipe = recipe) =>
    html(<FoldsEditor folds={folds} recipe={edited} task="regression" columns={columns} onChange={nothing} />)

  it('has the fields of its kind, each with its name', () => {
    const labels = (folds: Folds) =>
      [...editor(folds).matchAll(/<label[^>]*>([^<]+)<\/label>/g)].map(([, name]) => name)
    expect(labels(chance)).toEqual(['How rows are dealt', 'Folds', 'Repeats', 'Seed'])
    expect(editor(chance)).toContain('Same spread of the target')
    expect(labels(byTime)).toEqual(['How rows are dealt', 'Folds', 'Time', 'Gap', 'Gap in'])
    expect(labels({ kind: 'group', folds: 4, column: 'person' })).toEqual(['How rows are dealt', 'Folds', 'Group'])
  })

  it('says which column the role gives, and where none does', () => {
    const withRole: Recipe = { ...recipe, roles: { when: 'time' } }
    expect(editor(byTime, withRole)).toContain('when (by role)')
    expect(editor(byTime, withRole)).not.toContain('choose one')
    expect(editor(byTime)).toContain('No column has the role time: choose one.')
    expect(editor({ ...byTime, column: 'gone' })).toContain('There is no column “gone” here.')
  })
})

describe('the column that rows are dealt by', () => {
  it('is asked for with what holds meanwhile', () => {
    const shown = html(
      <DealColumn
        label="Time"
        help=""
        role="time"
        recipe={recipe}
        column={undefined}
        names={['mass']}
        until="rows are dealt by chance until then."
        onChoose={nothing}
      />,
    )
    expect(shown).toContain('Choose a column; rows are dealt by chance until then.')
    expect(shown).toContain('mass')
  })
})

describe('cross-validation beside the split', () => {
  const stage = (changes: Partial<Recipe>, rows?: { train: number; validation: number }[]) =>
    html(
      <FoldsStage
        recipe={{ ...recipe, ...changes }}
        task="regression"
        columns={columns}
        rows={rows}
        findings={[{ kind: 'refusedFolds', severity: 'warning', message: 'too few groups', remedies: [] }]}
        onChange={nothing}
        onRemedy={nothing}
      />,
    )

  it('can be changed though its rows cannot be dealt, and says why', () => {
    expect(stage({ folds: byTime })).toContain('How rows are dealt')
    expect(stage({ folds: byTime })).toContain('too few groups')
    expect(stage({ folds: null })).not.toContain('too few groups')
  })

  it('shows the rows of the first folds, and how many more there are', () => {
    const rows = Array.from({ length: 20 }, (_, fold) => ({ train: 90 + fold, validation: 10 }))
    const shown = html(<FoldRows folds={rows} all={1000} />)
    expect(shown.match(/<li/g)).toHaveLength(20)
    expect(shown).toContain('Fold 20: 109 rows to learn from, 10 to judge by')
    expect(shown).toContain('and 980 more folds')
    expect(stage({ folds: chance }, rows.slice(0, 4))).not.toContain('more fold')
  })
})
