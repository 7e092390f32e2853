/** Pieces of the sentences that say what a step does. */
export const nothingToDo = 'No column to work on'

export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`
}

/** The first five names, and how many more there are. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}

/** Of a share, to three digits: 0.07 is 7%. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`
}
