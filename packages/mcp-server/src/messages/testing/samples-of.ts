/** What a message that is a function is to be tried with, and which; the compiler names those that are missing. */
export type SamplesOf<T> = T extends (...given: infer Given) => string
  ? ReadonlyArray<Given>
  : { readonly [K in keyof T as HasFunctions<T[K]> extends true ? K : never]: SamplesOf<T[K]> };

type HasFunctions<T> = T extends string
  ? false
  : T extends (...given: never) => string
    ? true
    : true extends { [K in keyof T]: HasFunctions<T[K]> }[keyof T]
      ? true
      : false;

/** What a library said, in a sentence of ours. */
export const said = 'Library 1.';
