import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];

/**
 * Nothing is loaded from elsewhere, no script or style stands in a page, nobody may frame one, and no address with a link's
 * secret in it is told to anybody. No `upgrade-insecure-requests` and no HSTS: this machine is spoken to without TLS.
 */
const safeHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: SELF,
    connectSrc: SELF,
    formAction: SELF,
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], usb: [], clipboardWrite: ['self'] },
});

/** For every answer. What may be kept by a browser says so itself. */
export const headers: MiddlewareHandler = async (c, next) => {
  await safeHeaders(c, async () => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
};
