/**
 * Gives one-hot columns names of the form COLUMN=LEVEL, each only once. Fit, transform and export ask in the same
 * order, so all of them arrive at the same names.
 */
export function createLevelNames(rawNames: Iterable<string>): (column: string, level: string) => string {
  const taken = new Set(rawNames)
  return (column, level) => {
    const plain = `${column}=${level}`
    let name = plain
    for (let copy = 2; taken.has(name); copy++) name = `${plain} (${copy})`
    taken.add(name)
    return name
  }
}
