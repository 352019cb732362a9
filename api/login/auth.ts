/** Bearer access tokens of any OIDC issuer, checked against its published keys. */
import { jose } from './jose';
import { log } from '../http/log';
import { Problem } from '../http/problems';

export interface AuthSettings {
  issuer: string;
  /** Pinned; headers of a token (`jku`, `x5u`, `jwk`) never choose a key. */
  jwksUrl: string;
  audience: string;
}

/** Signatures only by these; `none` and HMAC never. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256'];
/** Clocks may differ by this much, in seconds. */
const TOLERANCE_S = 30;
/** No honest token is longer, in characters. */
const MAX_TOKEN = 8192;

export type VerifyToken = (authorization: string | undefined) => Promise<string>;

/** Gives the subject of a good access token; 401 for a bad one, 503 when the keys cannot be had. */
export function tokenVerifier({ issuer, jwksUrl, audience }: AuthSettings): VerifyToken {
  const keys = jose.createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: 3_000, // ms; a login service slower than this is away
    cooldownDuration: 10_000, // ms; unknown key ids cannot make us hammer the issuer
    cacheMaxAge: 600_000, // ms; a key taken back is refused within 10 minutes
  });
  const keyFor: jose.JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokensFault(error)) throw error;
      log.warn({ cause: String(error) }, 'signing keys are not available');
      throw new Problem(
        503,
        'loginAway',
        { vi: 'Dịch vụ đăng nhập tạm thời không sẵn sàng.', en: 'The login service is away.' },
        { retryAfter: 5 },
      );
    }
  };
  return async (authorization) => {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw unauthorized('missing', 'Bearer');
    if (token.length > MAX_TOKEN) throw unauthorized('tooLong');
    try {
      const { payload } = await jose.jwtVerify(token, keyFor, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: TOLERANCE_S,
        requiredClaims: ['exp', 'sub'],
      });
      return payload.sub as string;
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw unauthorized('invalid');
    }
  };
}

/** Errors that speak of the token's key id, not of the issuer. */
const isTokensFault = (error: unknown): boolean =>
  error instanceof jose.errors.JWKSNoMatchingKey ||
  error instanceof jose.errors.JWKSMultipleMatchingKeys ||
  error instanceof jose.errors.JOSENotSupported;

const unauthorized = (reason: string, challenge = 'Bearer error="invalid_token"'): Problem =>
  new Problem(
    401,
    reason === 'missing' ? 'tokenMissing' : 'tokenInvalid',
    reason === 'missing'
      ? {
          vi: 'Cần thẻ truy cập: Authorization: Bearer …',
          en: 'An access token is needed: Authorization: Bearer …',
        }
      : {
          vi: 'Thẻ truy cập không hợp lệ hoặc đã hết hạn.',
          en: 'The access token is not valid or has expired.',
        },
    { challenge },
  );
