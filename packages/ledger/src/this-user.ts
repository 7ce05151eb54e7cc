import { userInfo } from 'node:os';

let user: string | undefined;

/** Whose process this is. */
export function thisUser(): string {
  user ??= nameOfUser();
  return user;
}

export function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name (os.userInfo throws then).
    return String(process.getuid?.() ?? 'unknown');
  }
}
