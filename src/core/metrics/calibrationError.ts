/** Of equal width, over 0 to 1, as Guo et al. measure. */
export const calibrationBins = 15

/**
 * The bin of a prediction for the expected calibration error: of those by the probability of the predicted class, the one
 * that holds it, its upper end included (Guo, Pleiss, Sun and Weinberger, “On Calibration of Modern Neural Networks”, 2017).
 */
export function confidenceBin(confidence: number): number {
  return Math.min(calibrationBins - 1, Math.max(0, Math.ceil(confidence * calibrationBins) - 1))
}
