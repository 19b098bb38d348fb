import type { Core } from '@strapi/strapi';
import type { PanelSessions } from '../../ports';

const ACCESS_COOKIE = 'jwtToken';
const REFRESH_COOKIE = 'strapi_admin_refresh';

interface SessionManager {
  generateRefreshToken(
    userId: string,
    deviceId: string,
    options: { type: 'session' },
  ): Promise<{ token: string; absoluteExpiresAt: string }>;
  generateAccessToken(refreshToken: string): Promise<{ token: string } | { error: string }>;
}

/**
 * Signs somebody in to the panel in the answer to the request that is being handled, as Strapi's own login does:
 * the refresh token in a cookie that scripts cannot read, a short access token in one that the panel's page reads.
 */
export function strapiPanelSessions(strapi: Core.Strapi): PanelSessions {
  const sessions = () =>
    (strapi as unknown as { sessionManager(origin: 'admin'): SessionManager }).sessionManager('admin');
  return {
    async open({ adminId, deviceId }) {
      const ctx = strapi.requestContext.get();
      if (!ctx) throw new Error('A panel session is opened within a request');
      const refresh = await sessions().generateRefreshToken(String(adminId), deviceId, { type: 'session' });
      const access = await sessions().generateAccessToken(refresh.token);
      if ('error' in access) throw new Error(`No access token for the panel: ${access.error}`);
      const shared = cookieOptions(strapi, ctx.secure);
      ctx.cookies.set(REFRESH_COOKIE, refresh.token, { ...shared, httpOnly: true });
      ctx.cookies.set(ACCESS_COOKIE, access.token, { ...shared, httpOnly: false });
      return { url: panelAddress(strapi), expiresAt: new Date(refresh.absoluteExpiresAt) };
    },
  };
}

/** As in Strapi's login, so that signing out clears the same cookies; a browser sends them to the panel's pages alone. */
function cookieOptions(strapi: Core.Strapi, secureRequest: boolean) {
  const configured: unknown = strapi.config.get('admin.auth.cookie.secure');
  const domain: unknown = strapi.config.get('admin.auth.cookie.domain') ?? strapi.config.get('admin.auth.domain');
  return {
    path: strapi.config.get<string>('admin.auth.cookie.path', '/admin'),
    sameSite: strapi.config.get<'strict' | 'lax' | 'none'>('admin.auth.cookie.sameSite', 'lax'),
    secure: typeof configured === 'boolean' ? configured : process.env['NODE_ENV'] === 'production' && secureRequest,
    overwrite: true,
    signed: false,
    ...(typeof domain === 'string' ? { domain } : {}),
  };
}

const panelAddress = (strapi: Core.Strapi): string => strapi.config.get<string>('admin.absoluteUrl', '/admin');
