/** Where a row stands: its top and height in pixels, in the order shown. */
export interface RowBox {
  top: number
  height: number
}

/**
 * The place of a row that is dragged by `by` pixels, among its likes: how many of the others have their middle above
 * the edge that goes ahead.
 */
export function placeOf(rows: readonly RowBox[], dragged: number, by: number): number {
  const own = rows[dragged]
  if (own === undefined) return dragged
  const edge = by < 0 ? own.top + by : own.top + own.height + by
  return rows.reduce((place, row, index) => {
    if (index === dragged) return place
    const middle = row.top + row.height / 2
    const isAbove = by < 0 ? middle < edge : middle <= edge
    return place + Number(isAbove)
  }, 0)
}

/** How far a row makes way while another is dragged: the dragged one's height up, or down, or not at all. */
export function wayMade(index: number, dragged: number, place: number, height: number): number {
  if (index > dragged && index <= place) return -height
  if (index < dragged && index >= place) return height
  return 0
}
