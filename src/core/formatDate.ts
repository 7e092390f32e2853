/** A date as text: 2019-03-23, or with the time where there is one; UTC. Empty for what is no date. */
export function formatDate(milliseconds: number): string {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  if (milliseconds % 86_400_000 === 0) return text.slice(0, 10)
  return text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23)
}
