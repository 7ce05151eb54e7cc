export { canonicalize, type SignableFields, type SignableValue } from './canonical.ts';
export { type FormField, parseForm } from './form.ts';
export { sign, signForm } from './sign.ts';
export { verify, verifyForm } from './verify.ts';
