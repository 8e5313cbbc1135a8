type Given<Properties> = { [Name in keyof Properties]?: Properties[Name] & ({} | null) };

/**
 * The properties that have a value: for packages whose types distinguish a missing property from an undefined one.
 * Our own types accept both.
 */
export function given<Properties extends object>(properties: Properties): Given<Properties> {
  const found: Given<Properties> = {};
  for (const name in properties) {
    const value = properties[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
