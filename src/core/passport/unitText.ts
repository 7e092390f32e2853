import type { UnitTally } from './rowFlags.ts'

/** "height: 12 values may be inches instead of centimetres; check the unit." */
export function unitText({ column, name, rows }: UnitTally): string {
  const values = rows === 1 ? '1 value' : `${rows.toLocaleString('en')} values`
  return `${column}: ${values} may be ${name}; check the unit.`
}
