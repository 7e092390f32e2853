import { useEffect, type RefObject } from 'react'
import { useRoute } from '../../app/route.ts'
import type { GridHandle } from './grid/DataGrid.tsx'

/** Shows the row, the column or the cell that the route names, once the table is there and whenever it names another. */
export function useShownPlace(grid: RefObject<GridHandle | null>, ready: boolean): void {
  const { row, column } = useRoute()
  useEffect(() => {
    if (!ready) return
    if (column !== null) grid.current?.goToColumn(column)
    if (row !== null) grid.current?.goToRow(row, column ?? undefined)
  }, [grid, ready, row, column])
}
