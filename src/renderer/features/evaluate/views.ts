import type { ComponentType } from 'react'
import { ExplainView } from '../explain/ExplainView.tsx'
import { CalibrationView } from './calibration/CalibrationView.tsx'
import { RowsView } from './rows/RowsView.tsx'
import { ScoresView } from './scores/ScoresView.tsx'
import { SlicesView } from './slices/SlicesView.tsx'
import type { EvaluateViewProps } from './viewProps.ts'

export interface EvaluateView {
  /** In the window's address. */
  name: string
  label: string
  View: ComponentType<EvaluateViewProps>
}

const scores: EvaluateView = { name: 'scores', label: 'Scores', View: ScoresView }

const slices: EvaluateView = { name: 'slices', label: 'Slices', View: SlicesView }
const rows: EvaluateView = { name: 'rows', label: 'Rows', View: RowsView }

const explain: EvaluateView = { name: 'explain', label: 'Explain', View: ExplainView }

const calibration: EvaluateView = { name: 'calibration', label: 'Calibration', View: CalibrationView }

/** In the order of their buttons. */
export const views: readonly EvaluateView[] = [scores, slices, rows, explain, calibration]

/** The view of that name, or the first. */
export function viewNamed(name: string | null): EvaluateView {
  return views.find((view) => view.name === name) ?? scores
}
