import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const folder = at(`out/threads-${process.pid}/`)

/**
 * Bundles what runs in threads and processes of its own, once before all tests, as it is bundled in the product. Node
 * would strip the types of every module in every thread, with a WebAssembly module of its own; several threads that do
 * so at a time have made V8 crash with a segmentation fault, and a thread's start took seconds on a busy machine.
 */
export async function setup(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      rollupOptions: {
        input: {
          storageWorker: at('src/main/storage/worker.ts'),
          computeWorker: at('src/main/compute/worker.ts'),
          trainingWorker: at('src/main/training/worker.ts'),
          readerProcess: at('src/main/datasets/reader/process.ts'),
          unbrokenWorker: at('test/support/threads/unbrokenWorker.ts'),
        },
      },
    },
  })
  process.env['DESCENT_TEST_THREADS'] = folder
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
