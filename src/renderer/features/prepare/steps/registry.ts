import type { z } from 'zod'
import { type Stage, type Step, type StepKind, stepSchema } from '../../../../shared/recipes.ts'
import {
  embed,
  frequency,
  hash,
  mergeLevels,
  oneHot,
  ordinal,
  rareLevels,
  targetEncode,
  treatAs,
} from './categories.ts'
import { resampleClasses } from './classes.ts'
import { filterRows, formula, rename } from './columns.ts'
import { dateParts, dateToNumber } from './dates.ts'
import { families, type Family, type StepForm } from './form.ts'
import {
  dropMissingRows,
  dropSparseColumns,
  impute,
  imputeIterative,
  imputeNearest,
  missingIndicator,
} from './missing.ts'
import { bin, log1p, polynomial, quantile, yeoJohnson } from './numberShapes.ts'
import { maxAbs, minMax, robust, standardize } from './numbers.ts'
import { dropOutlierRows, outliers } from './outliers.ts'
import { dropDuplicates, excludeRows, sampleRows, sortRows } from './rows.ts'
import { fillFromNeighbours, window } from './series.ts'
import { textLength, textWords } from './texts.ts'

/** Every kind of step in words; the gallery shows them in this order. */
const forms: Readonly<Record<StepKind, StepForm>> = {
  window,
  fillFromNeighbours,
  formula,
  rename,
  filterRows,
  dropDuplicates,
  dropMissingRows,
  sampleRows,
  excludeRows,
  sortRows,
  impute,
  imputeNearest,
  imputeIterative,
  missingIndicator,
  dropSparseColumns,
  dateToNumber,
  dateParts,
  oneHot,
  embed,
  targetEncode,
  ordinal,
  frequency,
  rareLevels,
  mergeLevels,
  hash,
  treatAs,
  textLength,
  textWords,
  standardize,
  minMax,
  robust,
  maxAbs,
  log1p,
  yeoJohnson,
  quantile,
  bin,
  polynomial,
  outliers,
  resampleClasses,
  dropOutlierRows,
}

export const stepForms: readonly StepForm[] = Object.values(forms)

export function formOf({ kind }: { kind: StepKind }): StepForm {
  return forms[kind]
}

/** A step's title as part of a sentence: "Add the step standardize". */
export function titleInSentence(step: { kind: StepKind }): string {
  const { title } = formOf(step)
  return title.charAt(0).toLowerCase() + title.slice(1)
}

/** A step in a few words: "all numbers, median". */
export function stepText(step: Step): string {
  return formOf(step).text(step)
}

/** The schema of one setting of a kind. */
export function settingSchema(kind: StepKind, key: string): z.ZodType | undefined {
  const option = stepSchema.options.find(({ shape }) => shape.kind.value === kind)
  return Object.entries<z.ZodType>(option?.shape ?? {}).find(([name]) => name === key)?.[1]
}

/** Endings that tell no step from another: scaling is scale, dummies are dummy, normalise is normalize. */
const endings = /(isations?|izations?|ations?|ising|izing|ing|ised|ized|ises?|izes?|ies|es|ed|s|e|y)$/

/** A word without its ending, as long as enough of it is left to know it by. */
function stemOf(word: string): string {
  const stem = word.replace(endings, '')
  return stem.length >= 3 ? stem : word
}

/** Kinds whose words hold all of the query's, whatever their endings, by family. `stage` limits them to one. */
export function searchForms(query: string, stage: Stage | null): { family: Family; forms: StepForm[] }[] {
  const wanted = query
    .toLowerCase()
    .split(/[\s-]+/)
    .filter((word) => word !== '')
    .map(stemOf)
  const found = stepForms.filter((form) => {
    if (stage !== null && form.stage !== stage) return false
    const text = `${form.title} ${form.help} ${form.why} ${form.words} ${form.family}`.toLowerCase()
    const words = text.split(/[^\p{L}\p{N}]+/u)
    return wanted.every((start) => words.some((word) => word.startsWith(start)))
  })
  return families.flatMap((family) => {
    const own = found.filter((form) => form.family === family)
    return own.length === 0 ? [] : [{ family, forms: own }]
  })
}
