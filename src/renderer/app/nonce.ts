/** The page's style nonce, given by the host in `<meta name="csp-nonce">`; empty where there is none. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Libraries that add a style element themselves (the scroll lock of dialogs) read the nonce from this global. */
export function publishStyleNonce(): void {
  if (styleNonce !== '') Object.assign(globalThis, { __webpack_nonce__: styleNonce })
}
