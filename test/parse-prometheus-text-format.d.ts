declare module 'parse-prometheus-text-format' {
  /** What prom2json makes of the text: a family for each metric, a value as the text it was. */
  export default function parse(text: string): readonly {
    readonly name: string;
    readonly type: string;
    readonly help: string;
    readonly metrics: readonly {
      readonly labels?: Readonly<Record<string, string>>;
      readonly value?: string;
    }[];
  }[];
}
