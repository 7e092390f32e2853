const mostConfusions = 10

export interface Confusion {
  actual: number
  predicted: number
  rows: number
  /** Of the rows of the actual class. */
  share: number
}

/** What is most often taken for what: the most rows first, and of as many the greater share of its class. */
export function topConfusions(confusion: readonly (readonly number[])[], limit = mostConfusions): Confusion[] {
  return confusion
    .flatMap((row, actual) => {
      const support = row.reduce((sum, rows) => sum + rows, 0)
      return row.flatMap((rows, predicted) =>
        rows > 0 && predicted !== actual ? { actual, predicted, rows, share: rows / support } : [],
      )
    })
    .toSorted((a, b) => b.rows - a.rows || b.share - a.share || a.actual - b.actual || a.predicted - b.predicted)
    .slice(0, limit)
}
