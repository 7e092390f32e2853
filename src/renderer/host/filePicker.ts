/** The browser's own file dialog; null when the person cancels. */
export function pickBrowserFile(extensions: string[]): Promise<File | null> {
  return new Promise((done) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = extensions.map((extension) => `.${extension}`).join(',')
    input.hidden = true
    const finish = (file: File | null) => {
      input.remove()
      done(file)
    }
    input.addEventListener('change', () => finish(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => finish(null))
    // In the document, so that assistive technology and automated tests find it.
    document.body.append(input)
    input.click()
  })
}
