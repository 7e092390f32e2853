import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const source = (path: string) => resolve(import.meta.dirname, 'src', path)

// The runtimes' majors are pinned in package.json; electron-vite does not know Electron 45's targets yet.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      lib: { entry: source('main/index.ts'), formats: ['es'] },
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          serve: source('main/serve.ts'),
          cli: source('main/cli.ts'),
          storageWorker: source('main/storage/worker.ts'),
          computeWorker: source('main/compute/worker.ts'),
          trainingWorker: source('main/training/worker.ts'),
          readerProcess: source('main/datasets/reader/process.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node24',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      target: 'chrome140',
      rollupOptions: { input: source('renderer/index.html') },
    },
  },
})
