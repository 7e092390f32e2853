/** Order of texts by UTF-16 code units: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Labels in the order a person expects: by value where all are numbers, else alphabetical. */
export function orderLabels(labels: readonly string[]): string[] {
  const numbers = labels.map((label) => (label.trim() === '' ? NaN : Number(label)))
  if (numbers.every((value) => Number.isFinite(value))) {
    return labels
      .map((label, index) => ({ label, value: numbers[index] ?? 0 }))
      .sort((a, b) => a.value - b.value || compareText(a.label, b.label))
      .map(({ label }) => label)
  }
  return [...labels].sort(compareText)
}
