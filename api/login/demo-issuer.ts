import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type * as Oidc from 'oidc-provider';

/** A person of the demo province who can ask for a token. */
export interface DemoUser {
  /** Name on the command line, and the token's `sub`. */
  user: string;
  /** The position held, by its id in the organisation's data; null for users without an office. */
  positionId: string | null;
  role: 'official' | 'admin' | 'citizen';
  /** Shown at the terminal. */
  label: string;
}

const official = (user: string, positionId: string, label: string): DemoUser => ({
  user,
  positionId,
  role: 'official',
  label,
});

/** The demo's users, as the API contract names them. */
export const DEMO_USERS: readonly DemoUser[] = [
  { user: 'admin', positionId: null, role: 'admin', label: 'Quản trị cấu hình (configuration only)' },
  official('chair', 'gl-chu-tich', 'Chủ tịch UBND tỉnh'),
  official('vice-chair', 'gl-pct-kinh-te', 'Phó Chủ tịch UBND tỉnh (khối kinh tế)'),
  official('chief-of-office', 'gl-van-phong-ubnd-chanh-van-phong', 'Chánh Văn phòng UBND tỉnh'),
  official('office', 'gl-van-phong-ubnd-chuyen-vien', 'Chuyên viên Văn phòng UBND tỉnh'),
  official('interior', 'gl-so-noi-vu-chuyen-vien', 'Chuyên viên Sở Nội vụ'),
  official('finance', 'gl-so-tai-chinh-chuyen-vien', 'Chuyên viên Sở Tài chính'),
  official('science', 'gl-so-khoa-hoc-cong-nghe-chuyen-vien', 'Chuyên viên Sở Khoa học và Công nghệ'),
  official('construction', 'gl-so-xay-dung-chuyen-vien', 'Chuyên viên Sở Xây dựng'),
  official(
    'agriculture',
    'gl-so-nong-nghiep-moi-truong-chuyen-vien',
    'Chuyên viên Sở Nông nghiệp và Môi trường',
  ),
  official(
    'culture',
    'gl-so-van-hoa-the-thao-du-lich-chuyen-vien',
    'Chuyên viên Sở Văn hóa, Thể thao và Du lịch',
  ),
  official('education', 'gl-so-giao-duc-dao-tao-chuyen-vien', 'Chuyên viên Sở Giáo dục và Đào tạo'),
  official('health', 'gl-so-y-te-chuyen-vien', 'Chuyên viên Sở Y tế'),
  official('justice', 'gl-so-tu-phap-chuyen-vien', 'Chuyên viên Sở Tư pháp'),
  official('industry', 'gl-so-cong-thuong-chuyen-vien', 'Chuyên viên Sở Công Thương'),
  official('finance-director', 'gl-so-tai-chinh-giam-doc', 'Giám đốc Sở Tài chính'),
  official('science-director', 'gl-so-khoa-hoc-cong-nghe-giam-doc', 'Giám đốc Sở Khoa học và Công nghệ'),
  official('ward', 'gl-phuong-quy-nhon-van-thu', 'Văn thư phường Quy Nhơn (nhập kiến nghị)'),
  official('ward-chair', 'gl-phuong-quy-nhon-chu-tich', 'Chủ tịch UBND phường Quy Nhơn'),
  official('counter', 'gl-phuong-quy-nhon-tiep-nhan', 'Tiếp nhận và trả kết quả, phường Quy Nhơn'),
  official('officer', 'gl-phuong-quy-nhon-ho-tich', 'Tư pháp – hộ tịch, phường Quy Nhơn'),
  official('ward-b', 'gl-xa-minh-hoa-a-van-thu', 'Văn thư xã Minh Họa A'),
  { user: 'citizen', positionId: null, role: 'citizen', label: 'Người dân' },
];

/** Who a token must be for: the `aud` that the API checks. */
export const AUDIENCE = 'thong-suot';
/** Where the issuer hangs in the API. */
export const ISSUER_PATH = '/oidc';
/** 12 hours: one working day with a demo's margin. */
const TOKEN_SECONDS = 12 * 60 * 60;
/** The one resource that tokens are for; oidc-provider wants it to be an absolute URI. */
const RESOURCE = 'urn:thong-suot:api';
const SCOPE = 'api';

export interface DemoIssuerOptions {
  /** The issuer's own address, e.g. `http://127.0.0.1:3000/oidc`; it is the tokens' `iss`. */
  issuer: string;
  /** Keys and secrets lie in its folder `issuer`, so that tokens outlive a restart. */
  dataDir: string;
  users?: readonly DemoUser[];
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * An OpenID issuer for demonstrations: each user is a client with a secret, and a token says `sub` = user name.
 * Mount the handler at ISSUER_PATH, before any body parser. Never for production: there any OIDC issuer takes its place.
 */
export function createDemoIssuer({ issuer, dataDir, users = DEMO_USERS }: DemoIssuerOptions): RequestHandler {
  const secrets = demoSecrets(dataDir, users);
  const settings: Oidc.Configuration = {
    adapter: NothingStored,
    jwks: { keys: [signingKey(dataDir)] },
    clients: users.map(({ user }) => ({
      client_id: user,
      client_secret: secrets[user],
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: SCOPE,
    })),
    scopes: [SCOPE],
    ttl: { ClientCredentials: TOKEN_SECONDS },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          audience: AUDIENCE,
          accessTokenTTL: TOKEN_SECONDS,
          accessTokenFormat: 'jwt' as const,
          jwt: { sign: { alg: 'RS256' as const } },
        }),
      },
    },
  };
  const ready = loadProvider().then(({ Provider }) => new Provider(issuer, settings).callback());
  ready.catch((error: unknown) => console.error(error));
  return (request, response) => {
    ready.then(
      (handle) => handle(request, response),
      () => response.writeHead(500).end(),
    );
  };
}

/** The users' secrets by name, made once; in `issuer/secrets.json`, readable by the owner only. */
export function demoSecrets(
  dataDir: string,
  users: readonly DemoUser[] = DEMO_USERS,
): Record<string, string> {
  const file = path.join(dataDir, 'issuer', 'secrets.json');
  const known = readJson(file) ?? {};
  const missing = users.filter(({ user }) => typeof known[user] !== 'string');
  if (missing.length === 0) return known as Record<string, string>;
  for (const { user } of missing) known[user] = randomBytes(24).toString('base64url');
  writeSecret(file, known);
  return known as Record<string, string>;
}

/** The issuer's RS256 key, made once; in `issuer/key.json`. */
function signingKey(dataDir: string): Oidc.JWK {
  const file = path.join(dataDir, 'issuer', 'key.json');
  const known = readJson(file);
  if (known?.kty === 'RSA') return known as unknown as Oidc.JWK;
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64url').slice(0, 16);
  const key = { ...jwk, kid, use: 'sig', alg: 'RS256' };
  writeSecret(file, key);
  return key as unknown as Oidc.JWK;
}

function readJson(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Complete or not at all, and never readable by others. */
function writeSecret(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(`${file}.tmp`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.tmp`, file);
}

/**
 * oidc-provider is an ES module, which Node ≥ 20.19 loads from CommonJS (Jest does not). Its notice that it prefers a
 * newer Node says nothing to a demo's log and is held back.
 */
async function loadProvider(): Promise<typeof Oidc> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

/** Tokens are signed, not looked up, and nobody logs in by browser: there is nothing to keep. */
class NothingStored implements Oidc.Adapter {
  async upsert(): Promise<undefined> {
    return undefined;
  }
  async find(): Promise<undefined> {
    return undefined;
  }
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }
  async findByUid(): Promise<undefined> {
    return undefined;
  }
  async consume(): Promise<undefined> {
    return undefined;
  }
  async destroy(): Promise<undefined> {
    return undefined;
  }
  async revokeByGrantId(): Promise<undefined> {
    return undefined;
  }
}
