/** A table that a small network learns well: three kinds of iris-like flowers, a category, some missing values. */
export function flowersCsv(rows = 300): string {
  // A linear congruential generator (Numerical Recipes' constants): the same table every time.
  let state = 7
  const draw = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
  const spread = () => draw() + draw() + draw() - 1.5
  const lines = ['length,width,place,kind']
  for (let row = 0; row < rows; row += 1) {
    const kind = row % 3
    const length = row % 29 === 5 ? '' : (4 + kind * 1.6 + spread() * 0.95).toFixed(2)
    const width = (3.6 - kind * 0.5 + spread() * 0.5).toFixed(2)
    const place = ['meadow', 'wood', 'shore'][Math.floor(draw() * 3)] ?? ''
    lines.push([length, width, place, ['alba', 'rubra', 'nigra'][kind]].join(','))
  }
  return `${lines.join('\n')}\n`
}
