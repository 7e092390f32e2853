/** What an exported module gives. */
export interface ExportedModule {
  inputs: { name: string; kind: string }[]
  about: Record<string, unknown>
  testVectors: { row: Record<string, unknown>; expected: Record<string, unknown> }[]
  selfCheck(): number
  predict(row: Record<string, unknown>): {
    prediction: string | number | null
    probabilities?: Record<string, number> | null
    scores?: Record<string, number> | null
    details?: Record<string, number> | null
  }
}

/** Loads the text of a module. */
export async function importModule(source: string): Promise<ExportedModule> {
  const address = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
  return (await import(/* @vite-ignore */ address)) as ExportedModule
}
