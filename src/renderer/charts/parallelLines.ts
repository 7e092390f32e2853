/** Lowest and highest place on an axis, from 0 to 1. */
export type AxisRange = readonly [low: number, high: number]

/** The path of a line over the axes; it breaks where there is no value, and a value with no neighbour is a dash. */
export function parallelPath(
  at: readonly (number | null)[],
  x: (axis: number) => number,
  y: (at: number) => number,
): string {
  let path = ''
  let isOpen = false
  for (const [axis, place] of at.entries()) {
    if (place === null) {
      isOpen = false
      continue
    }
    const alone = !isOpen && (at[axis + 1] ?? null) === null
    if (alone) path += `M${round(x(axis) - 5)} ${round(y(place))}H${round(x(axis) + 5)}`
    else path += `${isOpen ? 'L' : 'M'}${round(x(axis))} ${round(y(place))}`
    isOpen = true
  }
  return path
}

const round = (value: number) => Math.round(value * 10) / 10

/** Whether a line passes through every range that is set; one without a value there does not. */
export function within(
  at: readonly (number | null)[],
  axes: readonly { id: string }[],
  ranges: Readonly<Record<string, AxisRange>>,
): boolean {
  return axes.every(({ id }, index) => {
    const range = ranges[id]
    if (range === undefined) return true
    const place = at[index] ?? null
    return place !== null && place >= range[0] && place <= range[1]
  })
}
