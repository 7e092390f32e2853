import { createContext, useContext } from 'react'
import { Formula } from '../../components/math/Formula.tsx'

/** What is said of a setting besides what it means. */
export interface HelpDetails {
  /** The values that it may have, in words. */
  range?: string
  /** What the preset has. */
  standard?: string
  /** What is computed, in the notation of `Formula`. */
  formulas?: readonly string[]
}

/** A setting and what it does, in plain language. */
export interface FieldHelp extends HelpDetails {
  label: string
  text: string
}

/** Told which setting the person is at; null when they leave it. */
export const FieldHelpContext = createContext<(help: FieldHelp | null) => void>(() => undefined)

/** Handlers for a field: while it has the focus, its explanation stands in the panel, where it covers no other field. */
export function useFieldHelp(
  label: string,
  text: string,
  details: HelpDetails = {},
): { onFocus: () => void; onBlur: () => void } {
  const tell = useContext(FieldHelpContext)
  return { onFocus: () => tell({ label, text, ...details }), onBlur: () => tell(null) }
}

/** The explanation of the setting that has the focus, or how to get one. */
export function FieldHelpNote({ help }: { help: FieldHelp | null }) {
  const { range = '', standard = '', formulas = [] } = help ?? {}
  return (
    <section aria-live="polite">
      <h3>{help?.label ?? 'What a setting does'}</h3>
      <p className="small soft">{help?.text ?? 'Click into a setting, and it is explained here.'}</p>
      {formulas.map((formula) => (
        <Formula key={formula} block>
          {formula}
        </Formula>
      ))}
      {range !== '' && <p className="small soft">Allowed: {range}.</p>}
      {standard !== '' && <p className="small soft">{standard}</p>}
    </section>
  )
}
