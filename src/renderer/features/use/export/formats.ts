import type { ExportFormat } from '../../../../shared/exports.ts'

export interface FormatWords {
  title: string
  /** What it is good for, and what it needs. */
  use: string
}

/** What each format is called and good for, in the order they are offered. */
export const formatWords: Record<ExportFormat, FormatWords> = {
  onnx: {
    title: 'ONNX',
    use: 'An open standard that many programs and languages run: onnxruntime, .NET, Java, Rust, mobile.',
  },
  python: {
    title: 'Python module',
    use: 'One file that needs NumPy alone: call it from a notebook, or run it on a CSV file.',
  },
  javascript: {
    title: 'JavaScript module',
    use: 'One file without dependencies for web pages and Node.js, with types for TypeScript.',
  },
  c: {
    title: 'C header',
    use: 'One file without dependencies for C99 and C++: devices, databases, and whatever links with C.',
  },
  sql: {
    title: 'SQL for SQLite',
    use: 'One SELECT over a table of raw columns, in SQLite 3.35 and later. For networks of up to some ten thousand weights.',
  },
  postgresql: {
    title: 'SQL for PostgreSQL',
    use: 'The same SELECT as PostgreSQL 12 and later understands it.',
  },
  excel: {
    title: 'Excel workbook',
    use: 'Live formulas alone: type a row, read the prediction. For networks of up to some ten thousand weights.',
  },
  pmml: {
    title: 'PMML',
    use: 'PMML 4.4 for scoring engines and the JVM: raw columns, preparation and a neural network in one document.',
  },
  safetensors: {
    title: 'Safetensors',
    use: 'The trained weights by name with network and preparation as JSON, for PyTorch and other frameworks.',
  },
  descent: {
    title: 'Descent project',
    use: 'This run alone with the table that it learned from, to be opened, judged and trained on in Descent.',
  },
}
