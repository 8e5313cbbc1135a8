/** Some of the properties of a thing, and of the things in it and of what its functions answer, each of its own type. */
export type PartOf<Whole> = Whole extends (...given: infer Given) => infer Result
  ? (
      ...given: Given
    ) => Result extends Promise<infer Answer> ? Promise<Answered<Answer>> : PartOf<Result>
  : Whole extends ReadonlyMap<infer Key, infer Value>
    ? ReadonlyMap<Key, PartOf<Value>>
    : Whole extends object
      ? { [Name in keyof Whole]?: PartOf<Whole[Name]> | undefined }
      : Whole;

/** Where nothing is expected, anything may be answered. */
type Answered<Answer> = [Answer] extends [void] ? unknown : PartOf<Answer>;

/** The part of something that a test needs, in place of the whole; what is given is checked against its type. */
export function partOf<Whole extends object>(part: PartOf<Whole>): Whole {
  return part as Whole;
}
