import {
  inRunningOrder,
  type Stage,
  stageOfStep,
  type Step,
  type StepKind,
  stepSchema,
} from '../../../shared/recipes.ts'
import { sameSettings } from './recipeChanges.ts'
import { formOf } from './steps/registry.ts'

/** An id that no step has yet. */
export function freeId(kind: StepKind, steps: readonly Step[]): string {
  const ids = new Set(steps.map(({ id }) => id))
  let number = 1
  while (ids.has(`${kind}-${number}`)) number += 1
  return `${kind}-${number}`
}

/** The steps of each stage, in order, with their places in the list. */
export function byStage(steps: readonly Step[]): Record<Stage, { step: Step; index: number }[]> {
  const found: Record<Stage, { step: Step; index: number }[]> = { table: [], training: [], features: [] }
  for (const [index, step] of steps.entries()) found[stageOfStep[step.kind]].push({ step, index })
  return found
}

/** The list with a step where its kind belongs: behind the last of its stage that comes before it or with it. */
export function withStep(steps: readonly Step[], step: Step): Step[] {
  const { stage, place } = formOf(step)
  const own = byStage(steps)[stage]
  const before = own.findLast((entry) => formOf(entry.step).place <= place)
  const at = before !== undefined ? before.index + 1 : (own[0]?.index ?? steps.length)
  return inRunningOrder([...steps.slice(0, at), step, ...steps.slice(at)])
}

/** The list with a step at another place of its stage, both counted from 0. The same steps where it is there already. */
export function withStepAt(steps: readonly Step[], id: string, place: number): Step[] {
  const moved = steps.find((step) => step.id === id)
  if (moved === undefined) return [...steps]
  const others = byStage(steps)
    [stageOfStep[moved.kind]].filter(({ step }) => step.id !== id)
    .map(({ step }) => step)
  const to = Math.max(0, Math.min(place, others.length))
  const reordered = [...others.slice(0, to), moved, ...others.slice(to)]
  const rest = steps.filter((step) => stageOfStep[step.kind] !== stageOfStep[moved.kind])
  return inRunningOrder([...rest, ...reordered])
}

/** The list with a step right before another one of its stage; the same steps where one of them is not there. */
export function withStepBefore(steps: readonly Step[], id: string, before: string): Step[] {
  const other = steps.find((step) => step.id === before)
  if (other === undefined) return [...steps]
  const place = byStage(steps)
    [stageOfStep[other.kind]].filter(({ step }) => step.id !== id)
    .findIndex(({ step }) => step.id === before)
  return withStepAt(steps, id, place)
}

/** The list with a copy of a step right behind it. */
export function withCopy(steps: readonly Step[], id: string): Step[] {
  return steps.flatMap((step) => (step.id === id ? [step, { ...step, id: freeId(step.kind, steps) }] : [step]))
}

/**
 * The list with a step that a finding proposes, given without an id; the same list where it has such a step already.
 * Null for a step that this version does not know.
 */
export function withProposed(steps: readonly Step[], proposed: object): { step: Step; steps: Step[] } | null {
  const parsed = stepSchema.safeParse({ ...proposed, id: 'proposed', enabled: true })
  if (!parsed.success) return null
  const step = { ...parsed.data, id: freeId(parsed.data.kind, steps) }
  const known = steps.find((other) => other.enabled && sameSettings({ ...other, id: '' }, { ...step, id: '' }))
  return known === undefined ? { step, steps: withStep(steps, step) } : { step: known, steps: [...steps] }
}

/** The list with other settings of one step; the same where its schema has something against them. */
export function withSettings(steps: readonly Step[], id: string, settings: Record<string, unknown>): Step[] {
  return steps.map((step) => {
    const parsed = step.id === id ? stepSchema.safeParse({ ...step, ...settings, id, kind: step.kind }) : null
    return parsed?.success === true ? parsed.data : step
  })
}

/** A step with one setting changed, or what its schema has against the value. */
export function withSetting(step: Step, key: string, value: unknown): { step: Step } | { problem: string } {
  const parsed = stepSchema.safeParse({ ...step, [key]: value })
  return parsed.success ? { step: parsed.data } : { problem: parsed.error.issues[0]?.message ?? 'Not possible' }
}
