import type { Failure } from '../../../../shared/errors.ts'

/** Names that are said; of more it is said how many. */
const MOST_NAMES = 4

/** What cannot be compared for the same reason is named together, the reason once. */
export function groupedFailures(
  failed: readonly { name: string; failure: Failure }[],
): { names: string; text: string }[] {
  const groups = Map.groupBy(failed, ({ failure: { message, hint } }) =>
    hint === undefined ? message : `${message} ${hint}`,
  )
  return [...groups].map(([text, members]) => ({ names: joined(members.map(({ name }) => name)), text }))
}

/** "a, b and c"; "a, b, c, d and 7 others" */
function joined(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES
  if (rest > 1) return `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} others`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
