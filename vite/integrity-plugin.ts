import { createHash } from 'node:crypto';
import MagicString from 'magic-string';
import { type ESTree, type Plugin, type Rolldown, Visitor } from 'vite';

/** A file of the build and its SRI value (https://www.w3.org/TR/SRI/). */
export type VerifiedFile = readonly [file: string, integrity: string];

export interface WidgetFiles {
  readonly entry: VerifiedFile;
  readonly manifest: VerifiedFile;
}

interface IntegrityPluginOptions {
  /** Only `import()` calls made by modules in this folder are verified. */
  readonly sourceFolder: string;
  /** The name of the part that contains a module. All modules of a part are in one file. */
  readonly partOf: (id: string) => string;
  /** Path of the module that exports `importVerified(part, load)`. */
  readonly importVerified: string;
  /** Called at the end of the build. */
  readonly onBuilt: (files: WidgetFiles) => void;
}

/**
 * The SRI value of a file's bytes (https://www.w3.org/TR/SRI/). The hash is SHA-256, because every page loads the
 * values of all lazy files. A hash does not compress, so a longer one would make that download larger.
 */
export const integrityOf = (bytes: Uint8Array | string): string =>
  `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/**
 * Verifies every lazily loaded file of the widget against a hash that was computed at build time.
 *
 * The widget runs on third-party pages, and `import()` has no integrity option. The plugin rewrites each `import()` in
 * the source to call `importVerified`, which looks the module's part up in a manifest, preloads the part's files with
 * their integrity, and then imports the module. The manifest is derived from the chunk graph. The plugin does not
 * change built code.
 */
export function integrityPlugin({ sourceFolder, partOf, importVerified, onBuilt }: IntegrityPluginOptions): Plugin {
  return {
    name: 'integrity',
    enforce: 'post',

    async transform(code, id) {
      if (!id.startsWith(sourceFolder) || id === importVerified) return;
      const imports: ESTree.ImportExpression[] = [];
      new Visitor({ ImportExpression: (node) => void imports.push(node) }).visit(this.parse(code));
      if (!imports.length) return;
      const source = new MagicString(code);
      for (const { start, end, source: specifier } of imports) {
        if (specifier.type !== 'Literal' || typeof specifier.value !== 'string')
          return this.error(`${id}: import() requires a string literal, so that the file can be verified`);
        const target = await this.resolve(specifier.value, id);
        if (!target) return this.error(`${id}: cannot resolve ${specifier.value}`);
        source.appendLeft(start, `importVerified(${JSON.stringify(partOf(target.id))}, () => `).appendRight(end, ')');
      }
      source.prepend(`import { importVerified } from ${JSON.stringify(importVerified)};\n`);
      return { code: source.toString(), map: source.generateMap({ hires: true }) };
    },

    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const chunkNamed = (fileName: string) =>
          chunks.find((chunk) => chunk.fileName === fileName) ?? this.error(`there is no chunk ${fileName}`);
        /** Lists the chunk's static imports, dependencies first, and then the chunk itself. */
        const filesOf = ({ fileName, imports }: Rolldown.OutputChunk): string[] => [
          ...new Set([...imports.flatMap((name) => filesOf(chunkNamed(name))), fileName]),
        ];
        const verified = (fileName: string): VerifiedFile => [fileName, integrityOf(chunkNamed(fileName).code)];

        const entry = chunks.find(({ isEntry }) => isEntry) ?? this.error('there is no entry chunk');
        if (entry.imports.length) this.error(`the entry must be one file, but it imports ${entry.imports.join(', ')}`);
        const lazyChunks = chunks.filter((chunk) => chunk !== entry);
        const fileNames = [...new Set(lazyChunks.flatMap(filesOf))].filter((fileName) => fileName !== entry.fileName);
        const parts = new Map<string, readonly number[]>();
        for (const chunk of lazyChunks) {
          const needed = filesOf(chunk);
          const indexes = fileNames.flatMap((fileName, index) => (needed.includes(fileName) ? [index] : []));
          const lazyModules = chunk.moduleIds.filter((id) => this.getModuleInfo(id)?.dynamicImporters.length);
          for (const part of new Set(lazyModules.map(partOf))) {
            if (parts.has(part)) this.error(`the part ${part} is in more than one file`);
            parts.set(part, indexes);
          }
        }
        const source = JSON.stringify({ files: fileNames.map(verified), parts: Object.fromEntries(parts) });
        const reference = this.emitFile({ type: 'asset', name: 'integrity.json', source });
        onBuilt({ entry: verified(entry.fileName), manifest: [this.getFileName(reference), integrityOf(source)] });
      },
    },
  };
}
