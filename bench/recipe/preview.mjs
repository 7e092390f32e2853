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
  let edits = 0
  const lookAt = ({ id }) => {
    // Another seed is another recipe: nothing of the one before serves.
    const edited = { ...recipe, split: { ...recipe.split, seed: (edits += 1) } }
    return milliseconds(() => preview(edited, [{ step: id, column: null }], String(edits)))
  }
  const first = await lookAt(recipe.steps[0])
  const taken = []
  for (let at = 0; at < repeats; at += 1) for (const step of recipe.steps) taken.push(await lookAt(step))
  taken.sort((a, b) => a - b)
  return { looks: taken.length, first, median: taken[taken.length >> 1], worst: taken.at(-1) }
}
