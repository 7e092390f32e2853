/**
 * Which of a run's kept epochs keep their weights where there is room for `room` of them: those in `always`, even
 * beyond the room, and else the ones that leave the epochs most evenly spaced on a logarithmic axis, where a run changes
 * about as much from one to the next.
 *
 * @param epochs ascending, from 1
 */
export function thinnedEpochs(epochs: readonly number[], always: ReadonlySet<number>, room: number): number[] {
  const left = [...epochs]
  while (left.length > room) {
    let dropped = -1
    let narrowest = Infinity
    for (const [index, epoch] of left.entries()) {
      if (always.has(epoch)) continue
      const gap = gapWithout(left, index)
      // The first of equal ones, so that the same epochs go whenever they are counted.
      if (gap < narrowest || dropped === -1) [dropped, narrowest] = [index, gap]
    }
    if (dropped === -1) break
    left.splice(dropped, 1)
  }
  return left
}

/** How far apart its neighbours would be; the ends, beyond which there is nothing, go last. */
function gapWithout(epochs: readonly number[], index: number): number {
  const [before, after] = [epochs[index - 1], epochs[index + 1]]
  return before === undefined || after === undefined ? Infinity : Math.log(after / before)
}
