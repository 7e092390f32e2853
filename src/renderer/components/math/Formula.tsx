import { createElement, useMemo, type ReactNode } from 'react'
import styles from './Formula.module.css'
import { parseFormula, type MathNode } from './notation.ts'

/** A formula as MathML, which the browser draws and a screen reader reads. See `parseFormula` for its notation. */
export function Formula({ children, block = false }: { children: string; block?: boolean }) {
  const node = useMemo(() => parseFormula(children), [children])
  return createElement(
    'math',
    { className: block ? styles.block : styles.inline, ...(block ? { display: 'block' } : {}) },
    drawn(node, 0),
  )
}

function drawn(node: MathNode, key: number): ReactNode {
  if ('text' in node) return createElement(node.tag, { key }, node.text)
  const accent = node.tag === 'mover' ? { accent: 'true' } : {}
  return createElement(node.tag, { key, ...accent }, ...node.children.map(drawn))
}
