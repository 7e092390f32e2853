import type { Recipe, Step, SuggestedRecipe } from '../../../shared/recipes.ts'
import { roleOf, sameSettings } from './recipeChanges.ts'
import { dealWords } from './split/splitChanges.ts'
import { formOf, stepText } from './steps/registry.ts'
import { valueText } from './steps/valueText.ts'

/** One thing that another recipe does otherwise. */
export interface RecipeDifference {
  id: string
  change: 'add' | 'remove' | 'change'
  part: 'Target' | 'Columns' | 'Steps' | 'Split'
  title: string
  /** Before and after, in words. */
  detail: string
  reason: string | undefined
  /** A person decided otherwise: it is not taken unless it is asked for. */
  decided?: true
}

/** How differences are told apart. */
export const differenceIds = {
  target: 'target',
  task: 'task',
  targetScaling: 'targetScaling',
  targetTransform: 'targetTransform',
  order: 'order',
  classOrder: 'classOrder',
  leastClassRows: 'leastClassRows',
  /** Shares, strata and seed. */
  split: 'split',
  /** How rows are dealt. */
  deal: 'deal',
  testTable: 'testTable',
  folds: 'folds',
  isRole: (column: string) => `role:${column}`,
  /** Of a step that is added or changed. */
  ofStep: ({ id }: Step) => `step:${id}`,
  ofRemoved: ({ id }: Step) => `step:${id}:removed`,
} as const

/** A step of the one recipe with its like of the other: the same id, or else the only one of its kind on both sides. */
export function matchedSteps(before: readonly Step[], after: readonly Step[]): Map<string, Step> {
  const matches = new Map<string, Step>()
  const free = new Set(before)
  const take = (step: Step, like: Step | undefined) => {
    if (like === undefined) return
    matches.set(step.id, like)
    free.delete(like)
  }
  const open = () => after.filter(({ id }) => !matches.has(id))
  for (const step of after)
    take(
      step,
      before.find(({ id, kind }) => id === step.id && kind === step.kind),
    )
  for (const step of open())
    take(
      step,
      [...free].find((like) => sameSettings({ ...like, id: '' }, { ...step, id: '' })),
    )
  for (const step of open()) {
    const likes = [...free].filter(({ kind }) => kind === step.kind)
    const rivals = open().filter(({ kind }) => kind === step.kind)
    if (likes.length === 1 && rivals.length === 1) take(step, likes[0])
  }
  return matches
}

/**
 * What a proposed recipe does otherwise than the present one, in the order of the screen. Roles that are other than in
 * `initial`, the recipe that the table began with, a person chose.
 */
export function recipeDifferences(
  present: Recipe,
  { recipe: proposed, reasons }: SuggestedRecipe,
  initial?: Recipe,
): RecipeDifference[] {
  const isChosen = (column: string) =>
    initial !== undefined && initial.target !== column && roleOf(present, column) !== roleOf(initial, column)
  return [
    ...targetDifferences(present, proposed, reasons),
    ...roleDifferences(present, proposed, reasons, isChosen),
    ...stepDifferences(present, proposed, reasons),
    ...splitDifferences(present, proposed, reasons, initial),
  ]
}

/** A suggestion with what a person settled and no suggestion knows of: folds, another table for the test, the order of classes. */
export function withOwnSettings(suggested: Recipe, { target, ...present }: Recipe): Recipe {
  const { testTable } = present.split
  const isSameTarget = target === suggested.target
  return {
    ...suggested,
    split: { ...suggested.split, ...(testTable === undefined ? {} : { testTable }) },
    ...(present.folds === undefined ? {} : { folds: present.folds }),
    ...(isSameTarget && present.classOrder !== undefined ? { classOrder: present.classOrder } : {}),
    ...(isSameTarget && present.leastClassRows !== undefined ? { leastClassRows: present.leastClassRows } : {}),
  }
}

type Reasons = SuggestedRecipe['reasons']

function targetDifferences(present: Recipe, proposed: Recipe, reasons: Reasons): RecipeDifference[] {
  const settings = [
    { key: differenceIds.target, title: 'Target', before: present.target ?? 'none', after: proposed.target ?? 'none' },
    { key: differenceIds.task, title: 'Task', before: present.task, after: proposed.task },
    {
      key: differenceIds.targetScaling,
      title: 'Scaling of the target',
      before: present.targetScaling,
      after: proposed.targetScaling,
    },
    {
      key: differenceIds.targetTransform,
      title: 'How the target is learned',
      before: present.targetTransform ?? 'none',
      after: proposed.targetTransform ?? 'none',
    },
    {
      key: differenceIds.classOrder,
      title: 'Order of the classes',
      before: present.classOrder?.join(', ') ?? 'by frequency',
      after: proposed.classOrder?.join(', ') ?? 'by frequency',
    },
    {
      key: differenceIds.leastClassRows,
      title: 'Rows that a class must have',
      before: present.leastClassRows ?? 0,
      after: proposed.leastClassRows ?? 0,
    },
  ]
  return settings
    .filter(({ before, after }) => !sameSettings(before, after))
    .map(({ key, title, before, after }) => ({
      id: key,
      change: 'change',
      part: 'Target',
      title,
      detail: `${valueText(before)} → ${valueText(after)}`,
      reason: key === differenceIds.target ? reasons['target'] : undefined,
    }))
}

function roleDifferences(
  present: Recipe,
  proposed: Recipe,
  reasons: Reasons,
  isChosen: (column: string) => boolean,
): RecipeDifference[] {
  const names = new Set([...Object.keys(present.roles), ...Object.keys(proposed.roles)])
  return [...names].flatMap((name): RecipeDifference[] => {
    const [before, after] = [roleOf(present, name), roleOf(proposed, name)]
    // That it is the target is told with the target.
    if (before === after || (after === 'target' && name === proposed.target)) return []
    const proposing = reasons[`role:${name}`]
    const chosen = isChosen(name)
    const reason = chosen ? ['You chose its role yourself.', proposing].join(' ').trim() : proposing
    return [
      {
        ...(chosen ? { decided: true as const } : {}),
        id: differenceIds.isRole(name),
        change: 'change',
        part: 'Columns',
        title: name,
        detail: `${before} → ${after}`,
        reason,
      },
    ]
  })
}

function stepDifferences(present: Recipe, proposed: Recipe, reasons: Reasons): RecipeDifference[] {
  const matches = matchedSteps(present.steps, proposed.steps)
  const kept = new Set(matches.values())
  const changed = proposed.steps.flatMap((step): RecipeDifference[] => {
    const before = matches.get(step.id)
    const shared = {
      id: differenceIds.ofStep(step),
      part: 'Steps' as const,
      title: formOf(step).title,
      reason: reasons[step.id],
    }
    if (before === undefined) return [{ ...shared, change: 'add', detail: stepText(step) }]
    const detail = settingChanges(before, step)
    return detail === '' ? [] : [{ ...shared, change: 'change', detail }]
  })
  const removed = present.steps
    .filter((step) => !kept.has(step))
    .map((step): RecipeDifference => ({
      id: differenceIds.ofRemoved(step),
      change: 'remove',
      part: 'Steps',
      title: formOf(step).title,
      detail: stepText(step),
      reason: undefined,
    }))
  const order = (steps: readonly Step[]) => steps.filter((step) => kept.has(step) || matches.has(step.id))
  const isReordered = order(proposed.steps).some(({ id }, at) => matches.get(id) !== order(present.steps)[at])
  const reordered: RecipeDifference = {
    id: differenceIds.order,
    change: 'change',
    part: 'Steps',
    title: 'Order of the steps',
    detail: proposed.steps.map((step) => formOf(step).title).join(', '),
    reason: undefined,
  }
  return [...changed, ...removed, ...(isReordered ? [reordered] : [])]
}

/** "Fill with: Median → Mean"; empty where the steps do the same. */
function settingChanges(before: Step, after: Step): string {
  const { fields } = formOf(after)
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const changes = fields
    .filter(({ key }) => !sameSettings(old.get(key) ?? null, now.get(key) ?? null))
    .map((field) => `${field.label}: ${valueText(old.get(field.key), field)} → ${valueText(now.get(field.key), field)}`)
  if (before.enabled !== after.enabled) changes.unshift(after.enabled ? 'switched on' : 'switched off')
  return changes.join('; ')
}

const splitLabels: Record<string, string> = {
  validation: 'Validation',
  test: 'Test',
  stratify: 'Same share of every class',
  bins: 'Bins of the target with equal shares',
  seed: 'Seed',
}

/** How rows are dealt, by its title and the columns that decide. */
function dealText(by: Recipe['split']['by']): string {
  const deal = by ?? { kind: 'rows' as const }
  const columns = 'columns' in deal ? deal.columns : 'column' in deal && deal.column !== null ? [deal.column] : []
  const title = dealWords[deal.kind].title.toLowerCase()
  return columns.length === 0 ? title : `${title} (${columns.join(', ')})`
}

function foldsText(folds: Recipe['folds']): string {
  if (folds == null) return 'none'
  const repeats = folds.kind === 'rows' && folds.repeats > 1 ? ` × ${folds.repeats}` : ''
  const kind = { rows: 'by chance', group: 'by group', time: 'by time' }[folds.kind]
  return `${folds.folds}${repeats} ${kind}`
}

function splitDifferences(
  present: Recipe,
  proposed: Recipe,
  reasons: Reasons,
  initial: Recipe | undefined,
): RecipeDifference[] {
  const [old, now] = [present.split, proposed.split]
  const values = (split: Recipe['split']) => new Map<string, unknown>(Object.entries(split))
  const [before, after] = [values(old), values(now)]
  const shares = Object.entries(splitLabels)
    .filter(([key]) => !sameSettings(before.get(key) ?? null, after.get(key) ?? null))
    .map(([key, label]) => `${label}: ${valueText(before.get(key))} → ${valueText(after.get(key))}`)
  const isDealtOtherwise = !sameSettings(old.by ?? { kind: 'rows' }, now.by ?? { kind: 'rows' })
  const isOwnDeal = initial !== undefined && !sameSettings(old.by ?? null, initial.split.by ?? null)
  const found = (
    id: string,
    title: string,
    detail: string,
    more: Partial<RecipeDifference> = {},
  ): RecipeDifference => ({ id, change: 'change', part: 'Split', title, detail, reason: undefined, ...more })
  const { split, deal, testTable, folds } = differenceIds
  return [
    ...(shares.length === 0 ? [] : [found(split, 'Split', shares.join('; '), { reason: reasons['split'] })]),
    ...(isDealtOtherwise
      ? [
          found(
            deal,
            'How rows are dealt',
            `${dealText(old.by)} → ${dealText(now.by)}`,
            isOwnDeal ? { decided: true, reason: 'You chose it yourself.' } : {},
          ),
        ]
      : []),
    ...(old.testTable === now.testTable
      ? []
      : [
          found(
            testTable,
            'Test rows',
            now.testTable === undefined ? 'another table → of this one' : 'of another table',
          ),
        ]),
    ...(sameSettings(present.folds ?? null, proposed.folds ?? null)
      ? []
      : [found(folds, 'Cross-validation', `${foldsText(present.folds)} → ${foldsText(proposed.folds)}`)]),
  ]
}
