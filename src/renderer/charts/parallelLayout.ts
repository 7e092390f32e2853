/** Average width of a letter of a label, in pixels, and of one of a heading. */
export const TICK_LETTER = 6.3
const HEADING_LETTER = 6.8
const TICK_GAP = 6
/** Labels nearer to each other than a line of text are left out. */
const LINE = 13
const LONGEST = 150

interface Axis {
  label: string
  ticks: readonly { at: number; text: string }[]
}

export interface ParallelLayout {
  /** Of each axis, in pixels. */
  x: number[]
  top: number
  /** Height of an axis. */
  span: number
  /** Letters that a label of an axis has room for, from the axis before it. */
  letters: number[]
  /** Letters of a heading; headings stand at two heights in turn. */
  headingLetters: number
}

/** A heading stands over the middle of its axis. */
function halfHeading(axis: Axis | undefined): number {
  return Math.max(24, ((axis?.label.length ?? 0) * HEADING_LETTER) / 2 + 4)
}

/** Places axes side by side; the first has the room at its left that its labels need. */
export function parallelLayout(axes: readonly Axis[], width: number, height: number): ParallelLayout {
  const longest = Math.max(0, ...(axes[0]?.ticks ?? []).map(({ text }) => text.length))
  const left = Math.min(LONGEST, Math.max(longest * TICK_LETTER + 2 * TICK_GAP, halfHeading(axes[0])))
  const right = Math.min(LONGEST, halfHeading(axes.at(-1)))
  const step = (width - left - right) / Math.max(1, axes.length - 1)
  const top = 46
  return {
    x: axes.map((_, index) => left + index * step),
    top,
    span: Math.max(1, height - top - 14),
    letters: axes.map((_, index) =>
      Math.max(3, Math.floor(((index === 0 ? left : step) - 2 * TICK_GAP) / TICK_LETTER)),
    ),
    headingLetters: Math.max(6, Math.floor((2 * step) / HEADING_LETTER)),
  }
}

/** The labels that fit one above the other: the ends first, then those that keep their distance from all. */
export function fittingTicks<T extends { at: number }>(ticks: readonly T[], span: number): T[] {
  const kept: T[] = []
  const [first, ...rest] = ticks
  const last = rest.pop()
  for (const tick of [first, last, ...rest]) {
    if (tick === undefined) continue
    if (kept.every(({ at }) => Math.abs(at - tick.at) * span >= LINE)) kept.push(tick)
  }
  return kept
}

export function shortened(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text
}
