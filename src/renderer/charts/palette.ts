/**
 * Colours that stay apart under the common colour blindnesses (after Okabe & Ito 2008, adjusted to 3:1 against both
 * backgrounds), each with a dash of its own, so that no line is told by colour alone. The values are in charts.css.
 */
const dashes = [undefined, '6 4', '2 3', '10 4 2 4', '12 4', '1 4', '8 3 2 3 2 3', '4 2', '14 3 3 3', '3 6'] as const

export const paletteSize = dashes.length

export interface LineStyle {
  colour: string
  dash: string | undefined
}

/** Style of the n-th series, from 0; they repeat after ten. */
export function lineStyle(index: number): LineStyle {
  const at = ((index % paletteSize) + paletteSize) % paletteSize
  return { colour: `var(--chart-${at + 1})`, dash: dashes[at] }
}
