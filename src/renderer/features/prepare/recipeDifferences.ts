import { dealSchema, type Recipe, type Step, type SuggestedRecipe } from '../../../shared/recipes.ts'
import { roleOf, sameSettings } from './recipeChanges.ts'
import { dealWords } from './splitChanges.ts'
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
  split: 'split',
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
    ...splitDifferences(present, proposed, reasons),
  ]
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
    if (before === after) return []
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
  by: 'Rows are dealt',
  validation: 'Validation',
  test: 'Test',
  stratify: 'Same share of every class',
  seed: 'Seed',
}

/** A setting of the split in words; how rows are dealt by its title and the columns that decide. */
function splitText(key: string, value: unknown): string {
  if (key !== 'by') return valueText(value)
  const deal = dealSchema.safeParse(value ?? { kind: 'rows' })
  if (!deal.success) return valueText(value)
  const { data } = deal
  const columns = 'columns' in data ? data.columns : 'column' in data && data.column !== null ? [data.column] : []
  const title = dealWords[data.kind].title.toLowerCase()
  return columns.length === 0 ? title : `${title} (${columns.join(', ')})`
}

function splitDifferences(present: Recipe, proposed: Recipe, reasons: Reasons): RecipeDifference[] {
  const [old, now] = [new Map<string, unknown>(Object.entries(present.split)), Object.entries(proposed.split)]
  const changes = now
    .filter(([key, value]) => !sameSettings(old.get(key) ?? null, value ?? null))
    .map(([key, value]) => `${splitLabels[key] ?? key}: ${splitText(key, old.get(key))} → ${splitText(key, value)}`)
  if (changes.length === 0) return []
  return [
    {
      id: differenceIds.split,
      change: 'change',
      part: 'Split',
      title: 'Split',
      detail: changes.join('; '),
      reason: reasons['split'],
    },
  ]
}
