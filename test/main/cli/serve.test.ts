import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { runDescent } from '../../support/runDescent.ts'

test('serve ends with a message where its project is not there', async () => {
  const cwd = await temporaryFolder()
  const args = ['serve', '--project', 'nowhere.descent', '--folder', cwd, '--no-open']
  const { code, stdout, stderr } = await runDescent(args, { cwd })
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/nowhere\.descent/)
})
