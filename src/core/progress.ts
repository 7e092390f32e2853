/** Told the fraction of the work that is done, 0 to 1. Throwing from it abandons the work. */
export type OnProgress = (fraction: number) => void

/** Progress of a part of some work, which takes it from one fraction to another. */
export function progressOfPart(onProgress: OnProgress, from: number, to: number): OnProgress {
  return (fraction) => onProgress(from + (to - from) * fraction)
}
