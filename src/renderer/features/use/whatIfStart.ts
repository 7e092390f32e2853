import { createStore } from '../../app/store.ts'

/** A row that the form for one row shall begin with, by raw column name, as text. */
export interface WhatIfStart {
  run: string
  values: Record<string, string>
}

const start = createStore<WhatIfStart | null>(null)

/** Hands a row over to the form, which takes it when it is opened. */
export function startWhatIf(row: WhatIfStart): void {
  start.set(row)
}

/** The values handed over for a run; none where there are not any. */
export function handedOver(run: string): Record<string, string> {
  const row = start.get()
  return row?.run === run ? row.values : {}
}

export function forgetHandedOver(): void {
  start.set(null)
}
