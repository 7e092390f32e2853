import type { Lookup, TextExpression } from '../expression/types.ts'

/** The words of boolean columns, in lower case, as the readers know them (native/readers/src/values/booleans.rs). */
export const noWords = [
  ...['0', 'false', 'no', 'f', 'n', 'off', 'nein', 'falsch', 'non', 'faux', 'falso', 'não', 'nao', 'nee', 'onwaar'],
  ...['nie', 'fałsz', 'nej', 'nei', 'ne', 'нет'],
]
export const yesWords = [
  ...['1', 'true', 'yes', 't', 'y', 'on', 'ja', 'wahr', 'j', 'oui', 'vrai', 'sí', 'si', 'sì', 'verdadero', 'vero'],
  ...['verdadeiro', 'sim', 'waar', 'tak', 'prawda', 'ano', 'да'],
]

const words = [...noWords.map((word) => ({ word, truth: 0 })), ...yesWords.map((word) => ({ word, truth: 1 }))]
const truths = new Map(words.flatMap(({ word, truth }) => spellings(word).map((spelling) => [spelling, truth])))

/** 1 for a word that says yes, 0 for one that says no, in lower case, in capitals or with a capital first; else missing. */
export function truthOf(text: TextExpression): Lookup {
  return { op: 'lookup', text, levels: [...truths.keys()], values: [...truths.values()], other: NaN, missing: NaN }
}

function spellings(word: string): string[] {
  return [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]
}
