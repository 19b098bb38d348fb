/** The package brings no types; this is the part of it that is used. */
declare module 'html-to-text' {
  export interface ConvertOptions {
    readonly wordwrap: number | false;
    readonly preserveNewlines: boolean;
    readonly limits: { readonly maxInputLength: number };
    readonly selectors: readonly {
      readonly selector: string;
      readonly format?: string;
      readonly options?: { readonly ignoreHref?: boolean; readonly uppercase?: boolean };
    }[];
  }
  export function compile(options: ConvertOptions): (html: string) => string;
}
