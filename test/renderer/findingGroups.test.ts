import { describe, expect, it } from 'vitest'
import { groupFindings } from '../../src/renderer/components/findingGroups.ts'
import type { Finding } from '../../src/shared/datasets.ts'

function finding(kind: string, column: string, severity: Finding['severity'] = 'info'): Finding {
  return { kind, column, severity, message: `${kind} of ${column}`, remedies: [] }
}

describe('groups of findings', () => {
  it('gather several of one kind under a title, warnings first', () => {
    const groups = groupFindings([
      finding('markerRead', 'a'),
      finding('outliers', 'b', 'warning'),
      finding('markerRead', 'c'),
      finding('skewed', 'c'),
      finding('markerRead', 'd'),
    ])
    expect(groups.map(({ title, findings }) => [title, findings.length])).toEqual([
      ['Far from the others', 1],
      ['Read as missing', 3],
      ['Long tails', 1],
    ])
    expect(groups[1]?.findings.map(({ column }) => column)).toEqual(['a', 'c', 'd'])
  })

  it('leave two, and kinds without a title, apart', () => {
    const two = [finding('skewed', 'a'), finding('skewed', 'b')]
    expect(groupFindings(two)).toHaveLength(2)
    const unknown = ['a', 'b', 'c', 'd'].map((column) => finding('somethingNew', column))
    expect(groupFindings(unknown)).toHaveLength(4)
  })

  it('keep a warning apart from notes of its kind', () => {
    const groups = groupFindings([
      ...['a', 'b', 'c'].map((column) => finding('markerRead', column)),
      finding('markerRead', 'country', 'warning'),
    ])
    expect(groups.map(({ severity, findings }) => [severity, findings.length])).toEqual([
      ['warning', 1],
      ['info', 3],
    ])
  })
})
