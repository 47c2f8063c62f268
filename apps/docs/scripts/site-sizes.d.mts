/** A file of the built site, without what files of the whole site hold of the API reference. */
export interface SiteFile {
  readonly path: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

export function siteFiles(site: string): Generator<SiteFile>;
