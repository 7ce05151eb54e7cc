/** The same function, which remembers what it made of the last text. */
export function rememberLast<Of, To>(make: (of: Of) => To): (of: Of) => To {
  let last: { of: Of; made: To } | undefined;
  return (of) => {
    if (last === undefined || last.of !== of) last = { of, made: make(of) };
    return last.made;
  };
}
