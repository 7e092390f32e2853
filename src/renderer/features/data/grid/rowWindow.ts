/** Chromium caps an element's height near 33 million pixels; above this the scrolling is scaled. */
export const MAX_SCROLL_HEIGHT = 30_000_000

export interface RowWindow {
  /** Height of the scrolled content in pixels. */
  height: number
  /** Rows to draw, `last` exclusive, one beyond the edge at either side. */
  first: number
  last: number
  /** Where row `first` stands, in pixels from the top of the scrolled content. */
  offset: number
}

interface Geometry {
  rows: number
  rowHeight: number
  /** Height of the visible part in pixels. */
  viewport: number
}

/** How far the virtual table (all rows at full height) is scrolled for one pixel of the scroll bar. */
function scale({ rows, rowHeight, viewport }: Geometry): number {
  const full = rows * rowHeight
  return full <= MAX_SCROLL_HEIGHT ? 1 : (full - viewport) / (MAX_SCROLL_HEIGHT - viewport)
}

/** Which rows are seen at a scroll position in pixels. */
export function rowWindow(scrollTop: number, geometry: Geometry): RowWindow {
  const { rows, rowHeight, viewport } = geometry
  const virtualTop = scrollTop * scale(geometry)
  const first = Math.max(0, Math.min(rows, Math.floor(virtualTop / rowHeight)) - 1)
  const last = Math.min(rows, Math.ceil((virtualTop + viewport) / rowHeight) + 1)
  return {
    height: Math.min(rows * rowHeight, MAX_SCROLL_HEIGHT),
    first,
    last,
    offset: scrollTop + first * rowHeight - virtualTop,
  }
}

/** Where a row is to stand: at the top, or as near as can be, or, if it is not seen yet, in the middle. */
export type Align = 'nearest' | 'start' | 'middle'

/** The scroll position that shows a row; the present one where it is seen whole, unless it is to stand at the top. */
export function scrollToRow(row: number, scrollTop: number, geometry: Geometry, align: Align): number {
  const factor = scale(geometry)
  const top = row * geometry.rowHeight
  const seen = scrollTop * factor
  if (align === 'start') return top / factor
  const bottom = top + geometry.rowHeight - geometry.viewport
  if (align === 'middle' && (top < seen || bottom > seen))
    return Math.max(0, top - (geometry.viewport - geometry.rowHeight) / 2) / factor
  if (top < seen) return top / factor
  return bottom > seen ? bottom / factor : scrollTop
}
