/** A file that is written while it is read: never whole in memory. */
export class Download {
  constructor(
    readonly fileName: string,
    readonly chunks: Iterable<string | Buffer> | AsyncIterable<string>,
    readonly type: string,
  ) {}
}

export const download = (fileName: string, chunks: AsyncIterable<string>): Download =>
  new Download(fileName, chunks, 'text/csv; charset=utf-8');

/** A page to be printed, as a file. */
export const downloadPage = (fileName: string, page: string): Download =>
  new Download(fileName, [page], 'text/html; charset=utf-8');

/** A picture: kept nowhere but where it is asked for. */
export const downloadJpeg = (fileName: string, jpeg: Buffer): Download => new Download(fileName, [jpeg], 'image/jpeg');

/** Somebody's paper, under a name of ours. */
export const downloadDocument = (
  name: string,
  { kind, content }: { readonly kind: 'pdf' | 'jpeg'; readonly content: Buffer },
): Download =>
  kind === 'jpeg' ? downloadJpeg(`${name}.jpg`, content) : new Download(`${name}.pdf`, [content], 'application/pdf');
