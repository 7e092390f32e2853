import fc from 'fast-check'

// The same examples on every machine, so that a failure is the change's and can be repeated; DESCENT_SEED looks further.
fc.configureGlobal({ seed: Number(process.env['DESCENT_SEED'] ?? 20261122) })
