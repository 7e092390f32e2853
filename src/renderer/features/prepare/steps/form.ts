import { type Stage, stageOfStep, type Step, type StepKind, stepSchema } from '../../../../shared/recipes.ts'

/** Steps of one kind. */
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>

/** Settings of a kind of step: all but what every step has. */
type SettingOf<K extends StepKind> = Exclude<keyof StepOf<K>, 'kind' | 'id' | 'enabled'> & string

/** Groups of the gallery. */
export const families = [
  'Columns',
  'Rows',
  'Series',
  'Missing values',
  'Dates',
  'Categories',
  'Texts',
  'Numbers',
  'Outliers',
] as const
export type Family = (typeof families)[number]

/**
 * How a setting is entered where its schema does not say: `columns` are a group or names of features, `constant` is a
 * number where it reads as one, `text` is a line of text, `optionalText` one that may be empty, `several` are any of the
 * options, `merges` are levels and what each becomes, `levels` are levels in an order, `numbers` a list of numbers,
 * `rowNumbers` rows of the table, `column` is one column of the table, `formula` and `condition` are formulas of its
 * columns, `place` is a country or a region of one, whose public holidays are known.
 */
export type Entry =
  | 'columns'
  | 'constant'
  | 'text'
  | 'optionalText'
  | 'several'
  | 'merges'
  | 'levels'
  | 'numbers'
  | 'rowNumbers'
  | 'column'
  | 'formula'
  | 'condition'
  | 'place'

/** One setting of a step, in words. Its range and its choices are those of the step's schema. */
export interface StepField<Key extends string = string> {
  key: Key
  label: string
  help: string
  entry?: Entry
  /** What counts where nothing is typed, where that may be. */
  blank?: string
  /** What is still to be done where nothing is entered yet: the step does nothing until then. */
  ask?: string
  /** What an empty choice of a column means, where there may be none. */
  empty?: string
  /** What the values of a choice are called. */
  options?: Readonly<Record<string, string>>
  /** Asked for only where another setting has one of these values, or any. */
  when?: { key: Key; is: readonly unknown[] | 'given' }
}

/** What the studio says of a kind of step, and how its settings are entered. */
export interface StepForm {
  kind: StepKind
  stage: Stage
  family: Family
  title: string
  /** What it does, in a sentence. */
  help: string
  /** When one would want it. */
  why: string
  /** Further words by which the gallery finds it. */
  words: string
  /** Where it belongs among the steps of its stage; a new one goes behind those with a lower or the same number. */
  place: number
  fields: readonly StepField[]
  /** A step as a person would most likely want it. */
  create(id: string): Step
  /** A step of this kind in a few words, behind its title: "all numbers, median". */
  text(step: Step): string
}

/** `fresh` are the settings of a new step that the schema has no default for, or another one than is wanted. */
export function stepForm<K extends StepKind>(
  kind: K,
  form: Omit<StepForm, 'kind' | 'stage' | 'create' | 'text' | 'fields'> & {
    fields: readonly StepField<SettingOf<K>>[]
    fresh: Partial<StepOf<K>>
    text: (step: StepOf<K>) => string
  },
): StepForm {
  const isOwn = (step: Step): step is StepOf<K> => step.kind === kind
  const { fresh, text, ...words } = form
  return {
    ...words,
    kind,
    stage: stageOfStep[kind],
    create: (id) => stepSchema.parse({ ...fresh, kind, id, enabled: true }),
    text: (step) => (isOwn(step) ? text(step) : ''),
  }
}

/** The field by which nearly every step says what it works on. */
export const columnsField = {
  key: 'columns',
  label: 'Columns',
  help: 'A group follows the table: a column that becomes a number later is one of “all numbers” then.',
  entry: 'columns',
} as const satisfies StepField<'columns'>
