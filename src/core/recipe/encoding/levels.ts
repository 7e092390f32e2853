import { levelsByFrequency } from '../statistics.ts'
import type { CategoriesColumn } from '../columns.ts'

/** The level that stands for several, where no other name is given. */
export const otherLevel = '(other)'

/** `wanted`, or with a number where the column already has a level of that name: nothing made up merges with the data. */
export function freeLevel(wanted: string, levels: Iterable<string>): string {
  const taken = new Set(levels)
  let level = wanted
  for (let copy = 2; taken.has(level); copy++) level = `${wanted} (${copy})`
  return level
}

export interface FrequencyLimits {
  /** Rows that a level needs. */
  minCount: number
  /** Share of all rows, missing ones included, that a level needs; 0 to 1. */
  minShare: number
  /** The most frequent ones; null for all. */
  maxLevels: number | null
}

/** The levels that occur, most frequent first, and whether each is frequent enough. */
export function sortLevels(
  column: CategoriesColumn,
  { minCount, minShare, maxLevels }: FrequencyLimits,
): { kept: string[]; rare: string[] } {
  const least = Math.max(minCount, minShare * column.codes.length)
  const kept: string[] = []
  const rare: string[] = []
  for (const { level, count } of levelsByFrequency(column)) {
    const isKept = count >= least && (maxLevels === null || kept.length < maxLevels)
    if (isKept) kept.push(level)
    else rare.push(level)
  }
  return { kept, rare }
}
