import { dateOrders, numberFormats, plainReading } from '../../shared/datasets.ts'
import type { ColumnKind, ColumnReading, DateOrder, NumberFormat } from '../../shared/datasets.ts'
import { booleanCodes } from './booleans.ts'
import { DateTally, parseDate } from './dates.ts'
import { certainMarkers, doubtfulMarkers, isDoubtfulMarker, isLonePunctuation, isMarker, trimmed } from './markers.ts'
import { NumberTally, isPlainNumber, parseNumber } from './numbers.ts'

/** What a person has decided about a column; the rest is inferred. */
export interface ColumnChoices {
  kind?: ColumnKind
  /** Exactly the texts that count as missing; the empty text always does. */
  missingMarkers?: readonly string[]
  /** How numbers and dates are written, where that was settled on other rows of the same column. */
  reading?: ColumnReading
  /** Rows whose fields may have slipped: they do not decide a kind. */
  irregular?: ReadonlySet<number>
}

/** How a column's texts are to be read. */
export interface ColumnPlan {
  /** `category` is not yet told from `text`: that needs the number of distinct texts (see `isMostlyDistinct`). */
  kind: ColumnKind
  inferredKind: ColumnKind
  /** Texts that count as missing, the empty text included. */
  missingMarkers: readonly string[]
  reading: ColumnReading
  /** Every value of a regular row is a plain number (and no marker was chosen by a person). */
  allPlain: boolean
  doubts: ColumnDoubts
}

/** What the inference could not settle. */
export interface ColumnDoubts {
  /** Every text is a date, but day and month cannot be told apart. */
  ambiguousDate: boolean
  /** Every text is a number, but 1,234 could be a thousand or a little more than one. */
  ambiguousNumber: boolean
  /** Nearly all values are numbers: how many are not, the first of them, and its row. */
  notNumbers: { count: number; example: string; row: number } | null
}

const booleanLimit = 6
// A column is "nearly" numeric when at most one value in ten is not a number.
const nearlyShare = 0.1

/** Reads every text of a column and decides how the column is to be read. */
export function inferKind(texts: readonly string[], choices: ColumnChoices = {}): ColumnPlan {
  const chosen = choices.missingMarkers === undefined ? null : new Set(['', ...choices.missingMarkers])
  const numbers = new NumberTally()
  const dates = new DateTally()
  const small = new Set<string>()
  let [numbersLeft, datesLeft, booleansLeft] = [true, true, true]
  let [values, numeric, firstOther, punctuation, doubtfulSeen] = [0, 0, -1, false, false]
  for (let row = 0; row < texts.length; row++) {
    const text = trimmed(texts[row] ?? '')
    const first = text.charCodeAt(0)
    const startsWithDigit = first >= 48 && first <= 57
    if (chosen === null) {
      if (text === '') continue
      if (!startsWithDigit && isMarker(text)) {
        if (isDoubtfulMarker(text)) doubtfulSeen = true
        continue
      }
    } else if (chosen.has(text)) continue
    if (choices.irregular?.has(row) === true) continue
    values++
    if (numbersLeft && numbers.add(text)) {
      numeric++
    } else {
      numbersLeft = false
      if ((startsWithDigit || first <= 46) && isPlainNumber(text)) numeric++
      else if (firstOther === -1) firstOther = row
      if (!punctuation && text.length === 1) punctuation = isLonePunctuation(text)
    }
    if (datesLeft) datesLeft = dates.add(text)
    if (booleansLeft) {
      small.add(text)
      booleansLeft = small.size <= booleanLimit
    }
  }
  const missingMarkers = chosen === null ? markersFor(punctuation) : [...chosen]
  const number = values > 0 && numbersLeft ? numbers.decide() : null
  const date = values > 0 && datesLeft ? dates.decide() : null
  const boolean =
    values > 0 && booleansLeft && !(doubtfulSeen && punctuation) && booleanCodes([...small], false) !== null
  let inferredKind: ColumnKind = 'category'
  if (values === 0) inferredKind = 'text'
  else if (number !== null && number !== 'ambiguous') inferredKind = 'number'
  else if (date !== null && date !== 'ambiguous') inferredKind = 'date'
  else if (boolean) inferredKind = 'boolean'

  const kind = choices.kind ?? inferredKind
  const missing = new Set(missingMarkers)
  const others = values - numeric
  return {
    kind,
    inferredKind,
    missingMarkers,
    reading: choices.reading ?? {
      numberFormat:
        settled(number) ?? (kind === 'number' ? bestNumberFormat(texts, missing) : plainReading.numberFormat),
      dateOrder: settled(date) ?? (kind === 'date' ? bestDateOrder(texts, missing) : plainReading.dateOrder),
    },
    allPlain: number === 'plain' && chosen === null,
    doubts: {
      ambiguousDate: date === 'ambiguous',
      ambiguousNumber: number === 'ambiguous',
      notNumbers:
        inferredKind === 'category' &&
        number === null &&
        others > 0 &&
        others <= values * nearlyShare &&
        firstOther >= 0
          ? { count: others, example: trimmed(texts[firstOther] ?? ''), row: firstOther }
          : null,
    },
  }
}

/** Whether a column of texts names things one by one (text) rather than groups rows (category). */
export function isMostlyDistinct(distinct: number, values: number): boolean {
  return values >= 20 && distinct > values / 2
}

function markersFor(punctuation: boolean): string[] {
  return punctuation ? [...certainMarkers] : [...certainMarkers, ...doubtfulMarkers]
}

function settled<T extends string>(found: T | 'ambiguous' | null): T | null {
  return found === null || found === 'ambiguous' ? null : (found as T)
}

/** For a kind that a person chose and not every text fits: what most of the first values fit; a tie goes to the earlier. */
function bestNumberFormat(texts: readonly string[], missing: ReadonlySet<string>): NumberFormat {
  return best(numberFormats, texts, missing, (text, format) => parseNumber(text, format))
}

function bestDateOrder(texts: readonly string[], missing: ReadonlySet<string>): DateOrder {
  return best(dateOrders, texts, missing, (text, order) => parseDate(text, order))
}

function best<T>(
  options: readonly [T, ...T[]],
  texts: readonly string[],
  missing: ReadonlySet<string>,
  parse: (text: string, option: T) => number,
): T {
  const sample: string[] = []
  for (const text of texts) {
    if (sample.length === 10_000) break
    const value = trimmed(text)
    if (!missing.has(value)) sample.push(value)
  }
  let winner = options[0]
  let most = -1
  for (const option of options) {
    const count = sample.reduce((sum, text) => sum + (Number.isNaN(parse(text, option)) ? 0 : 1), 0)
    if (count > most) [winner, most] = [option, count]
  }
  return winner
}
