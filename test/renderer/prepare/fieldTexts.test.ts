import { describe, expect, it } from 'vitest'
import { linesOf, mergesText, readLines, readMerges } from '../../../src/renderer/features/prepare/fields/texts.ts'

describe('texts of several lines', () => {
  it('are the texts without empty lines, and nothing without any', () => {
    expect(readLines(' low\n\nmid \n')).toEqual(['low', 'mid'])
    expect(readLines(' \n')).toBeUndefined()
    expect(linesOf(['low', 'mid'])).toBe('low\nmid')
    expect(linesOf(undefined)).toBe('')
  })

  it('say what levels become, as they are written', () => {
    const merges = [
      { into: 'Bern', levels: ['Berne', 'bern'] },
      { into: 'a -> b', levels: [] },
    ]
    expect(mergesText(merges)).toBe('Berne -> Bern\nbern -> Bern')
    expect(readMerges('Berne -> Bern\nx\n a -> b -> c\nbern -> Bern')).toEqual([
      { into: 'Bern', levels: ['Berne', 'bern'] },
      { into: 'c', levels: ['a -> b'] },
    ])
    expect(mergesText(undefined)).toBe('')
  })
})
