import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp, writeStamp } from './freshness.mjs'
import { out, root } from './paths.mjs'
import { SetupError, step } from './report.mjs'
import { run } from './run.mjs'

const manifest = join(root, 'native', 'Cargo.toml')
const folder = join(out, 'native')
const addon = join(folder, 'descent.node')
const stamp = join(folder, 'stamp')

const libraryNames = { win32: 'descent_binding.dll', darwin: 'libdescent_binding.dylib' }
const libraryName = libraryNames[process.platform] ?? 'libdescent_binding.so'

const again = 'then run the command again.'

function numbersOf(version) {
  return (/(\d+)\.(\d+)/.exec(version) ?? ['', '0', '0']).slice(1).map(Number)
}

/** Throws one sentence with the remedy where Rust or the linker it needs is missing. */
export async function requireRust() {
  const wanted = /^rust-version\s*=\s*"([^"]+)"/m.exec(readFileSync(manifest, 'utf8'))?.[1] ?? '1.89'
  const remedy = `Install it with rustup (https://rustup.rs), ${again}`
  const cargo = await run('cargo', ['--version'])
  const rustc = await run('rustc', ['--version'])
  if (cargo.code !== 0 || rustc.code !== 0) {
    throw new SetupError(
      `Descent's native engine is built with Rust ${wanted} or later, and ${cargo.code === 0 ? 'rustc' : 'cargo'} was not found. ${remedy}`,
    )
  }
  const [major = 0, minor = 0] = numbersOf(rustc.text)
  const [wantedMajor = 0, wantedMinor = 0] = numbersOf(wanted)
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new SetupError(
      `Descent's native engine needs Rust ${wanted} or later, and this is ${rustc.text.trim()}. Run "rustup update", or install it with rustup (https://rustup.rs), ${again}`,
    )
  }
  if (process.platform === 'win32') return
  const linkerIsChosen = Object.keys(process.env).some((name) => /^CARGO_TARGET_.*_LINKER$/.test(name))
  if (linkerIsChosen || (await run('cc', ['--version'])).code === 0) return
  const install = process.platform === 'darwin' ? 'xcode-select --install' : 'apt-get install build-essential'
  throw new SetupError(
    `Descent's native engine needs a C compiler as its linker, and cc was not found. Install one (for example: ${install}), ${again}`,
  )
}

/** Builds native/binding in release mode to out/native/descent.node, unless nothing it is made of has changed. */
export async function ensureNative() {
  const inputs = fingerprint(['native'], `${process.platform} ${process.arch}`)
  if (existsSync(addon) && readStamp(stamp) === inputs) return
  await requireRust()
  await step('Building the native engine (a minute or two the first time)', async () => {
    const args = ['build', '--release', '--locked', '-p', 'descent-binding', '--manifest-path', manifest]
    const result = await run('cargo', args, { output: 'show' })
    if (result.code !== 0) {
      throw new SetupError(
        `The native engine could not be built; cargo's words are above. If a crate could not be fetched, check that the crates registry can be reached, ${again}`,
      )
    }
    mkdirSync(folder, { recursive: true })
    // Renamed into place: a running studio keeps the file it has mapped.
    copyFileSync(join(root, 'native', 'target', 'release', libraryName), `${addon}.new`)
    renameSync(`${addon}.new`, addon)
    writeStamp(stamp, inputs)
  })
}
