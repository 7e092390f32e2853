import { codePointTable, codePoints, type CodePointTable } from './codePointTable.ts'

/**
 * What JavaScript says of every code point when a file is written, so that the file has the studio's own letters,
 * whatever Unicode version its reader has.
 */
export const wordBit = 1
export const casedBit = 2
export const ignorableBit = 4

const classes = [
  { bit: wordBit, test: /[\p{L}\p{N}]/u },
  { bit: casedBit, test: /\p{Cased}/u },
  { bit: ignorableBit, test: /\p{Case_Ignorable}/u },
]

let knownClasses: CodePointTable | null = null

/** Bits of the classes that words and changes of capitals ask for. */
export function characterClasses(): CodePointTable {
  return (knownClasses ??= codePointTable((code) => {
    const character = textOf(code)
    return classes.reduce((bits, { bit, test }) => (test.test(character) ? bits | bit : bits), 0)
  }))
}

export type Case = 'lower' | 'upper'

const knownCases = new Map<Case, readonly CodePointTable[]>()

/**
 * What a character alone becomes: its first character less itself, and those that follow it or -1. Surrogates are
 * themselves.
 */
export function caseTables(to: Case): readonly CodePointTable[] {
  let tables = knownCases.get(to)
  if (tables === undefined) {
    const changed = Array.from({ length: codePoints }, (_, code) => {
      const character = textOf(code)
      const other = to === 'lower' ? character.toLowerCase() : character.toUpperCase()
      return other === character ? null : Array.from(other, (one) => one.codePointAt(0) ?? 0)
    })
    const width = changed.reduce((most, all) => Math.max(most, all?.length ?? 1), 1)
    tables = Array.from({ length: width }, (_, place) =>
      codePointTable((code) => {
        const all = changed[code]
        return place === 0 ? (all?.[0] ?? code) - code : (all?.[place] ?? -1)
      }),
    )
    knownCases.set(to, tables)
  }
  return tables
}

function textOf(code: number): string {
  return code >= 0xd800 && code < 0xe000 ? '' : String.fromCodePoint(code)
}
