/** The session's cookie. A browser sends cookies to every port of a host, so its path is one that nobody else can know. */
export const SESSION_COOKIE = 'kamikit_session';
