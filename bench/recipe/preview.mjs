const repeats = 5
const milliseconds = async (work) => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/**
 * How long a look at a step takes on the sample, with a fit of the recipe as it is edited: every step of the recipe, so
 * many times each, in milliseconds. The first look, which also samples the columns, is told apart.
 *
 * @param preview asks for the preview of a recipe with one column in view
 */
export async function measurePreviews(recipe, preview) {
  const first = await lookAt(recipe, recipe.steps[0], preview)
  const taken = []
  for (let at = 0; at < repeats; at += 1)
    for (const step of recipe.steps) taken.push((await lookAt(recipe, step, preview)).taken)
  taken.sort((a, b) => a - b)
  return { looks: taken.length, first: first.taken, median: taken[taken.length >> 1], worst: taken.at(-1) }
}

let edits = 0

async function lookAt(recipe, { id }, preview) {
  // Another seed is another recipe: nothing of the one before serves.
  const edited = { ...recipe, split: { ...recipe.split, seed: (edits += 1) } }
  let rows = 0
  const taken = await milliseconds(async () => {
    const { sample } = await preview(edited, [{ step: id, column: null }], String(edits))
    rows = sample
  })
  return { taken, rows }
}

/**
 * The same of each step that takes long, in the recipe: one that fills gaps in place of the one that fills numbers,
 * any other behind it. With the rows of its sample, which are fewer for such steps.
 *
 * @param steps the steps, whole
 */
export async function measureHeavy(recipe, steps, preview) {
  const found = []
  const at = recipe.steps.findIndex(({ kind, columns }) => kind === 'impute' && columns === 'numbers')
  for (const step of steps) {
    const fills = step.kind.startsWith('impute')
    const edited = { ...recipe, steps: recipe.steps.toSpliced(fills ? at : at + 1, fills ? 1 : 0, step) }
    const looks = []
    await lookAt(edited, step, preview)
    for (let round = 0; round < repeats; round += 1) looks.push(await lookAt(edited, step, preview))
    looks.sort((a, b) => a.taken - b.taken)
    found.push({ kind: step.kind, rows: looks[0].rows, median: looks[repeats >> 1].taken, worst: looks.at(-1).taken })
  }
  return found
}
