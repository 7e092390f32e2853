/** "12 rows are like no training row as a whole; their predictions are guesses." */
export function apartText(rows: number): string {
  return rows === 1
    ? '1 row is like no training row as a whole; its prediction is a guess.'
    : `${rows.toLocaleString('en')} rows are like no training row as a whole; their predictions are guesses.`
}
