import { decodePDFRawStream, PDFArray, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';

/** The lines of a PDF that we wrote, in the order in which they were drawn. Its fonts are encoded as Windows-1252. */
export async function readPdfLines(bytes: Uint8Array): Promise<readonly string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  return document.getPages().flatMap(({ node }) => {
    const contents = node.Contents();
    const references = contents instanceof PDFArray ? contents.asArray() : [contents];
    return references.flatMap((reference) => {
      const stream = document.context.lookup(reference);
      if (!(stream instanceof PDFRawStream)) return [];
      const operators = new TextDecoder('latin1').decode(decodePDFRawStream(stream).decode());
      return [...operators.matchAll(/<([\dA-F]+)> Tj/gi)].map(([, hex = '']) =>
        new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')),
      );
    });
  });
}
