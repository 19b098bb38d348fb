/** The reader that Strapi hands to every file in config/. */
interface StrapiEnv {
  (key: string): string | undefined;
  (key: string, fallback: string): string;
  int(key: string, fallback: number): number;
  int(key: string): number | undefined;
  bool(key: string, fallback: boolean): boolean;
  array(key: string, fallback?: string[]): string[];
}
