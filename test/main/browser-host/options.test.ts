import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parseServeOptions } from '../../../src/main/browser-host/options.ts'
import { plainFileName } from '../../../src/main/browser-host/uploads.ts'

it('reads what serve is asked for', () => {
  expect(parseServeOptions([])).toEqual({ folder: null, project: null, port: 0, open: true })
  expect(parseServeOptions(['--folder', 'p', '--port', '8080', '--no-open', '--project=a.descent'])).toEqual({
    folder: resolve('p'),
    project: resolve('a.descent'),
    port: 8080,
    open: false,
  })
})

it.each([['--port', '70000'], ['--port', 'x'], ['--what'], ['stray']])('calls %s %s a mistake of usage', (...argv) => {
  expect(() => parseServeOptions(argv.filter((word) => word !== undefined))).toThrow(
    expect.objectContaining({ kind: 'usage' }),
  )
})

it.each([
  ['a.csv', 'a.csv'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\tables\\a.csv', 'a.csv'],
  ['a\u0000\nb.csv', 'a__b.csv'],
  ['..', 'file'],
  ['', 'file'],
])('makes %j the plain name %j', (name, expected) => {
  expect(plainFileName(name)).toBe(expected)
})
