/** What is wrong with a setting, by its name; `message` is config/'s, which logs hold too. */
export const problem = ({ variable, message }: { variable: string; message: string }) =>
  `${variable}: ${message}`;
