export const BLOCK_ROWS = 200
const KEPT_BLOCKS = 60
const IN_FLIGHT = 2

/** Source texts of `limit` rows from `offset`, all columns in order. */
export type FetchRows = (offset: number, limit: number) => Promise<string[][]>

/**
 * Windows of a table's rows, fetched in blocks as they come into sight. Only the newest wish counts: blocks that
 * were asked for but not begun are forgotten when the person has scrolled on. The least recently seen are dropped.
 */
export class RowCache {
  private readonly blocks = new Map<number, string[][]>()
  private readonly inFlight = new Set<number>()
  private wanted: number[] = []
  private closed = false
  private readonly rows: number
  private readonly fetch: FetchRows
  private readonly onChange: (error: unknown) => void

  /** `onChange` is told after every block: null, or what went wrong. */
  constructor(rows: number, fetch: FetchRows, onChange: (error: unknown) => void) {
    this.rows = rows
    this.fetch = fetch
    this.onChange = onChange
  }

  /** The row's texts, or null while they are under way. */
  row(index: number): string[] | null {
    return this.blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS] ?? null
  }

  /** Rows `first` to `last` (exclusive) are seen; the blocks beside them are fetched ahead. */
  want(first: number, last: number): void {
    const from = Math.floor(first / BLOCK_ROWS)
    const to = Math.floor(Math.max(first, last - 1) / BLOCK_ROWS)
    const seen = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    for (const block of seen) this.touch(block)
    this.wanted = [...seen, to + 1, from - 1].filter(
      (block) => block >= 0 && block * BLOCK_ROWS < this.rows && !this.blocks.has(block) && !this.inFlight.has(block),
    )
    this.pump()
  }

  close(): void {
    this.closed = true
    this.wanted = []
  }

  private touch(block: number): void {
    const rows = this.blocks.get(block)
    if (rows === undefined) return
    this.blocks.delete(block)
    this.blocks.set(block, rows)
  }

  private pump(): void {
    while (!this.closed && this.inFlight.size < IN_FLIGHT) {
      const block = this.wanted.shift()
      if (block === undefined) return
      void this.load(block)
    }
  }

  private async load(block: number): Promise<void> {
    this.inFlight.add(block)
    let problem: unknown = null
    try {
      const offset = block * BLOCK_ROWS
      this.blocks.set(block, await this.fetch(offset, Math.min(BLOCK_ROWS, this.rows - offset)))
      for (const oldest of this.blocks.keys()) {
        if (this.blocks.size <= KEPT_BLOCKS) break
        this.blocks.delete(oldest)
      }
    } catch (error) {
      problem = error
    }
    this.inFlight.delete(block)
    if (this.closed) return
    this.onChange(problem)
    this.pump()
  }
}
