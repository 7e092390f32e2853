import { ParseOption, XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm'
import type { XmlElement as ReadElement } from '../../../core/export/pmml/reading/element.ts'
import { pmmlSchema } from '../../../core/export/pmml/schema.ts'

/** Reads a PMML document. Throws an error of libxml2 for one that is no XML, or is not valid by the schema. */
export function readDocument(bytes: Uint8Array): ReadElement {
  const document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_NO_XXE })
  try {
    validate(document)
    return elementOf(document.root)
  } finally {
    document.dispose()
  }
}

function validate(document: XmlDocument): void {
  const schema = XmlDocument.fromString(pmmlSchema)
  try {
    const validator = XsdValidator.fromDoc(schema)
    try {
      validator.validate(document)
    } finally {
      validator.dispose()
    }
  } finally {
    schema.dispose()
  }
}

function elementOf(element: XmlElement): ReadElement {
  const children: ReadElement[] = []
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(elementOf(node))
  }
  return {
    name: element.name,
    attributes: Object.fromEntries(element.attrs.map(({ name, content }) => [name, content])),
    children,
    text: children.length === 0 ? element.content : '',
  }
}
