/** A file that is written while it is read: never whole in memory. */
export class Download {
  constructor(
    readonly fileName: string,
    readonly chunks: AsyncIterable<string>,
  ) {}
}

export const download = (fileName: string, chunks: AsyncIterable<string>): Download => new Download(fileName, chunks);
