import type { Cells, Picks } from '../../../core/explain/cells.ts'
import type { ExplainedColumn } from '../../../core/explain/explainedColumns.ts'
import type { ExplainedModel } from '../../../core/explain/explainedModel.ts'
import type { Game } from '../../../core/explain/shapley.ts'

/**
 * A row's prediction as a game of its columns.
 *
 * @param cells the background rows, and behind them the rows to be explained
 * @param row place of the row among the cells
 * @param output which of the predicted numbers
 */
export function gameOf(
  model: ExplainedModel,
  cells: Cells,
  {
    players,
    background,
    row,
    output,
  }: { players: readonly ExplainedColumn[]; background: number; row: number; output: number },
): Game {
  const playerOf = cells.columns.map(({ name }) => players.findIndex(({ inputs }) => inputs.includes(name)))
  const count = players.length
  return {
    players: count,
    background,
    worth(backgrounds, members) {
      const picks: Picks = playerOf.map((player) =>
        backgrounds.map((other, i) => (members[i * count + player] === 1 ? row : other)),
      )
      const found = model.predictions(cells, picks, backgrounds.length)
      return Float64Array.from(backgrounds, (_, i) => found[i * model.width + output] ?? NaN)
    },
  }
}
