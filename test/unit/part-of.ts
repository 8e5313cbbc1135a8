/** Some properties of a type, recursively, including those of what its functions return. */
export type PartOf<Whole> = Whole extends (...given: infer Given) => infer Result
  ? (
      ...given: Given
    ) => Result extends Promise<infer Answer> ? Promise<Answered<Answer>> : PartOf<Result>
  : Whole extends ReadonlyMap<infer Key, infer Value>
    ? ReadonlyMap<Key, PartOf<Value>>
    : Whole extends object
      ? { [Name in keyof Whole]?: PartOf<Whole[Name]> | undefined }
      : Whole;

/** If nothing is expected, anything may be returned. */
type Answered<Answer> = [Answer] extends [void] ? unknown : PartOf<Answer>;

/** The part of something that a test needs, in place of the whole, checked against its type. */
export function partOf<Whole extends object>(part: PartOf<Whole>): Whole {
  return part as Whole;
}
