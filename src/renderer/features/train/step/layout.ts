import type { StepStage } from '../../../../shared/workedSteps.ts'
import { keepsPlaces } from './phases.ts'

/** Units of a stage that are drawn; the others are only counted. */
export const mostDrawn = 9

/**
 * Which units of each stage are drawn, ascending: all of a few, else those whose numbers are largest, with the one that
 * is looked at. Stages that keep places draw the same units as the one before.
 */
export function drawnUnits(stages: readonly StepStage[], chosen: { stage: number; unit: number } | null): number[][] {
  const groups: number[] = []
  for (const [index, stage] of stages.entries()) {
    const before = stages[index - 1]
    const joined = before !== undefined && keepsPlaces(stage) && before.outputs.length === stage.outputs.length
    groups.push(joined ? (groups[index - 1] ?? index) : index)
  }
  return stages.map((stage, index) => {
    const leader = groups[index] ?? index
    const count = stage.outputs.length
    if (count <= mostDrawn) return Array.from({ length: count }, (_, unit) => unit)
    const values = stages[leader]?.outputs ?? []
    const largest = values
      .map((value, unit) => ({ unit, size: Math.abs(value) }))
      .sort((a, b) => b.size - a.size || a.unit - b.unit)
      .slice(0, mostDrawn)
      .map(({ unit }) => unit)
    const wanted = chosen !== null && groups[chosen.stage] === leader ? chosen.unit : null
    if (wanted !== null && !largest.includes(wanted)) largest[mostDrawn - 1] = wanted
    return largest.sort((a, b) => a - b)
  })
}

/** Room for the names of inputs and outputs. */
const MARGIN = 122

export interface DrawnUnit {
  stage: number
  unit: number
  x: number
  y: number
}

/** Where the drawn units stand, stage by stage, the middle of each column at the middle of the picture. */
export function placeUnits(drawn: readonly (readonly number[])[], width: number, height: number): DrawnUnit[][] {
  const columns = drawn.length
  const gap = columns > 1 ? (width - 2 * MARGIN) / (columns - 1) : 0
  const tallest = Math.max(1, ...drawn.map(({ length }) => length))
  const pitch = Math.min(52, (height - 40) / tallest)
  return drawn.map((units, stage) => {
    const top = height / 2 - ((units.length - 1) * pitch) / 2
    return units.map((unit, at) => ({ stage, unit, x: MARGIN + stage * gap, y: top + at * pitch }))
  })
}

export interface DrawnLine {
  from: DrawnUnit
  to: DrawnUnit
  /** The weight, or 1 where a number goes on alone. */
  weight: number
  /** What the step adds to it. */
  change: number
}

/** Lines between drawn units of neighbouring stages: weights where they are known, else from place to place. */
export function drawnLines(stages: readonly StepStage[], places: readonly (readonly DrawnUnit[])[]): DrawnLine[] {
  return stages.flatMap((stage, index) => {
    const before = places[index - 1] ?? []
    const here = places[index] ?? []
    if (index === 0) return []
    if (keepsPlaces(stage)) {
      return here.flatMap((to) =>
        before.filter(({ unit }) => unit === to.unit).map((from) => ({ from, to, weight: 1, change: 0 })),
      )
    }
    const { weights, changes } = stage
    if (weights === null) return []
    const units = stage.outputs.length
    return here.flatMap((to) =>
      before.map((from) => {
        const at = from.unit * units + to.unit
        return { from, to, weight: weights[at] ?? 0, change: changes?.[at] ?? 0 }
      }),
    )
  })
}
