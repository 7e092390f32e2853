import { writeFile } from 'node:fs/promises'
import { seeded } from './kill.ts'

/**
 * A table with two numbers (`width` with gaps, `height`), a category `place`, the classes `kind` (small, large, flat)
 * and the number `weight`, all of which depend on the others.
 */
export function plantTable(rows: number, seed = 1): string {
  const next = seeded(seed)
  const lines = ['width,height,place,kind,weight']
  for (let row = 0; row < rows; row++) {
    const width = 1 + 9 * next()
    const height = 1 + 4 * next()
    const place = ['hill', 'shore', 'wood'][Math.floor(next() * 3)] ?? 'wood'
    const kind = height < 1.8 ? 'flat' : width * height > 15 ? 'large' : 'small'
    const weight = 3 * width + height * height + (place === 'shore' ? 4 : 0) + 0.2 * next()
    const shown = next() < 0.05 ? '' : width.toFixed(3)
    lines.push(`${shown},${height.toFixed(3)},${place},${kind},${weight.toFixed(3)}`)
  }
  return `${lines.join('\n')}\n`
}

export async function writePlants(path: string, rows: number, seed = 1): Promise<string> {
  await writeFile(path, plantTable(rows, seed))
  return path
}
