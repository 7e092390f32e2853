import { columnsNamed, isFormulaProblem, readCondition, readFormula } from '../../../../core/formula/formula.ts'
import type { FormulaProblem } from '../../../../core/formula/problem.ts'
import type { FormulaColumns } from '../../../../core/formula/compile.ts'

/** A column's name as a formula writes it: bare where that is unmistakable, else in brackets. */
export function nameInFormula(name: string): string {
  const [only, second] = columnsNamed(name)
  return only === name && second === undefined ? name : `[${name.replaceAll(']', ']]')}]`
}

/** Why a formula, or a condition, cannot be used; null where it can, and while there is none yet. */
export function formulaProblem(source: string, columns: FormulaColumns, isCondition: boolean): FormulaProblem | null {
  if (source.trim() === '') return null
  const found = isCondition ? readCondition(source, columns) : readFormula(source, columns)
  return isFormulaProblem(found) ? found : null
}

/** A text with something put in place of the selected part, and where the cursor goes: into its parentheses. */
export function withInserted(
  source: string,
  { start, end }: { start: number; end: number },
  inserted: string,
): { text: string; cursor: number } {
  const before = source.slice(0, start)
  const after = source.slice(end)
  const gap = /[\p{L}\p{N}_)\]]$/u.test(before) ? ' ' : ''
  const open = inserted.indexOf('(')
  const text = `${before}${gap}${inserted}${after}`
  return { text, cursor: before.length + gap.length + (open < 0 ? inserted.length : open + 1) }
}
