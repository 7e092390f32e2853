/** Resolves once the person, or the system, asks a server to end. */
export function stopSignal(): Promise<void> {
  return new Promise((done) => {
    let asked = false
    const stop = () => {
      // A second Ctrl+C is from someone who does not want to wait; nothing that was saved is lost by it.
      if (asked) process.exit(130)
      asked = true
      done()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    process.on('SIGHUP', stop)
  })
}
