/** Milliseconds between two pictures of a run under way. */
export const pictureEvery = 3_000
/** Milliseconds between two looks for warnings. */
export const warningsEvery = 2_000
