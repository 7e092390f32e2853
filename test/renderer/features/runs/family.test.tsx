import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { BranchMark } from '../../../../src/renderer/features/runs/table/BranchMark.tsx'
import { familiesOf } from '../../../../src/renderer/features/runs/table/family.ts'
import { makeRun } from '../fixtures.ts'

const [root, alone] = [makeRun({ id: 'a', name: 'Run 1' }), makeRun({ id: 'z', name: 'Run 9' })]
const later = makeRun({ id: 'b', name: 'Run 3', created: '2026-01-03', parent: { run: 'a', epoch: 4 } })
const sooner = makeRun({ id: 'c', name: 'Run 2', created: '2026-01-02', parent: { run: 'a', epoch: 1200 } })
const orphan = makeRun({ id: 'd', name: 'Run 5', parent: { run: 'gone', epoch: 2 } })

test('runs form a tree, in whatever order they stand', () => {
  for (const runs of [
    [root, later, sooner, orphan, alone],
    [alone, orphan, later, sooner, root],
  ]) {
    const families = familiesOf(runs)
    expect([...families.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd'])
    expect(families.get('a')).toEqual({ parent: null, children: [sooner, later] })
    expect(families.get('b')).toEqual({ parent: { run: root, epoch: 4 }, children: [] })
    expect(families.get('d')).toEqual({ parent: { run: null, epoch: 2 }, children: [] })
  }
})

test('a row says what its run branched from and how many branched from it', () => {
  const families = familiesOf([root, later, sooner, orphan])
  const mark = (id: string) =>
    renderToStaticMarkup(
      <MantineProvider>
        <BranchMark family={families.get(id)!} onOpen={() => undefined} />
      </MantineProvider>,
    ).replace(/<style[^]*?<\/style>/g, '')
  expect(mark('a')).toContain('2 branches')
  expect(mark('a')).toContain('Branches: Run 2, Run 3')
  expect(mark('b')).toContain('aria-label="Branch of Run 1: open it in Train"')
  expect(mark('d')).toContain('removed run')
  expect(mark('d')).not.toContain('<button')
})
