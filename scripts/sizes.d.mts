/** Types of `sizes.mjs`, for its test. */
export type SizeRow = {
  readonly name: string;
  readonly kind: string;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  readonly bytes: number;
  readonly limit: number;
};
export function sizes(root: string): SizeRow[];
export function problemsWith(rows: readonly SizeRow[]): string;
