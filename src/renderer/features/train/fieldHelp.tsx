import { createContext, useContext } from 'react'

/** A setting and what it does, in plain language. */
export interface FieldHelp {
  label: string
  text: string
}

/** Told which setting the person is at; null when they leave it. */
export const FieldHelpContext = createContext<(help: FieldHelp | null) => void>(() => undefined)

/** Handlers for a field: while it has the focus, its explanation stands in the panel, where it covers no other field. */
export function useFieldHelp(label: string, text: string): { onFocus: () => void; onBlur: () => void } {
  const tell = useContext(FieldHelpContext)
  return { onFocus: () => tell({ label, text }), onBlur: () => tell(null) }
}

/** The explanation of the setting that has the focus, or how to get one. */
export function FieldHelpNote({ help }: { help: FieldHelp | null }) {
  return (
    <section aria-live="polite">
      <h3>{help?.label ?? 'What a setting does'}</h3>
      <p className="small soft">{help?.text ?? 'Click into a setting, and it is explained here.'}</p>
    </section>
  )
}
