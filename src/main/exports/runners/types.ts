import type { FittedRecipe } from '../../../shared/recipes.ts'

/** Files of a check, in a folder of their own. */
export interface ProgramCheck {
  /** The exported file. */
  path: string
  /** What is to be predicted: a JSON object a line, by raw column. */
  rows: string
  /** Where the program's predictions go: a JSON array a line, the prediction and then what stands beside it. */
  found: string
  /** For whatever else the check needs. */
  folder: string
  /** What goes into the model, and what comes out. */
  fitted: Pick<FittedRecipe, 'rawInputs' | 'target'>
  signal: AbortSignal
}

/** The program that ran the file with its version, or what is not on this machine. */
export type ProgramOutcome = { runner: string } | { missing: string; reason?: string }

/** Runs an exported file. Errors: `export-mismatch` where the program ends with an error. */
export type ProgramRunner = (check: ProgramCheck) => Promise<ProgramOutcome>
