import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as jose from 'jose';
import type * as Jose from 'jose';
import { tokenVerifier, type VerifyToken } from '../../api/login/auth';

jest.mock('jose', () => jest.requireActual<{ joseInJest(): object }>('./jose-in-jest').joseInJest());

const issuer = 'https://login.example.vn';
const audience = 'thong-suot';
let keys: Jose.GenerateKeyPairResult;
let stranger: Jose.GenerateKeyPairResult;
let publicPem: string;
let server: http.Server;
let verify: VerifyToken;
let asked = 0;

beforeAll(async () => {
  keys = await jose.generateKeyPair('RS256', { extractable: true });
  stranger = await jose.generateKeyPair('RS256', { extractable: true });
  publicPem = await jose.exportSPKI(keys.publicKey);
  const jwk = { ...(await jose.exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  server = http.createServer((_req, res) => {
    asked += 1;
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  verify = tokenVerifier({ issuer, audience, jwksUrl: `http://127.0.0.1:${port}/jwks` });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Made {
  header?: object;
  claims?: object;
  key?: Jose.CryptoKey | Uint8Array;
}
const now = (): number => Math.floor(Date.now() / 1000);
const token = ({ header = {}, claims = {}, key = keys.privateKey }: Made = {}): Promise<string> =>
  new jose.SignJWT({ iss: issuer, aud: audience, sub: 'finance', iat: now(), exp: now() + 600, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1', ...header })
    .sign(key);
const bearer = async (made?: Made): Promise<string> => `Bearer ${await token(made)}`;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

it('a good access token gives its subject', async () => {
  await expect(verify(await bearer())).resolves.toBe('finance');
});

it('a clock 20 seconds off is forgiven', async () => {
  await expect(verify(await bearer({ claims: { exp: now() - 20 } }))).resolves.toBe('finance');
});

describe('attacks', () => {
  const attacks: Record<string, () => Promise<string> | string> = {
    'no token': () => '',
    'another scheme': () => 'Basic Zm9vOmJhcg==',
    'alg none': async () => {
      const [, claims] = (await token()).split('.');
      return `Bearer ${part({ alg: 'none', typ: 'at+jwt' })}.${claims}.`;
    },
    'HS256 signed with the public key': () =>
      bearer({ header: { alg: 'HS256' }, key: new TextEncoder().encode(publicPem) }),
    'the signature stripped': async () => `Bearer ${(await token()).split('.').slice(0, 2).join('.')}.`,
    'the signature of another token': async () => {
      const [header, claims] = (await token({ claims: { sub: 'chair' } })).split('.');
      return `Bearer ${header}.${claims}.${(await token()).split('.')[2]}`;
    },
    'the key of a stranger': () => bearer({ key: stranger.privateKey }),
    'a key brought along in the header': async () =>
      bearer({ header: { jwk: await jose.exportJWK(stranger.publicKey) }, key: stranger.privateKey }),
    'a key set named in the header': () =>
      bearer({ header: { jku: 'http://127.0.0.1:1/keys' }, key: stranger.privateKey }),
    'an unknown key id': () => bearer({ header: { kid: '../../etc/passwd' } }),
    expired: () => bearer({ claims: { exp: now() - 60 } }),
    'without an end': () => bearer({ claims: { exp: undefined } }),
    'not yet valid': () => bearer({ claims: { nbf: now() + 120 } }),
    'another audience': () => bearer({ claims: { aud: 'somebody-else' } }),
    'another issuer': () => bearer({ claims: { iss: 'https://evil.example' } }),
    'without a subject': () => bearer({ claims: { sub: undefined } }),
    'an ID token': () => bearer({ header: { typ: 'JWT' } }),
    'a token without a type': () => bearer({ header: { typ: undefined } }),
    'a token of 1 MB': () => `Bearer ${'a'.repeat(1_000_000)}`,
    'two tokens': async () => `${await bearer()}, ${await bearer()}`,
  };

  it.each(Object.keys(attacks))('%s is refused', async (name) => {
    const header = await (attacks[name] as () => Promise<string> | string)();
    await expect(verify(header)).rejects.toMatchObject({ status: 401 });
  });

  it('a flood of unknown key ids does not become a flood at the issuer', async () => {
    const before = asked;
    for (let n = 0; n < 30; n += 1)
      await verify(await bearer({ header: { kid: `k${n + 2}` } })).catch(() => undefined);
    expect(asked - before).toBeLessThanOrEqual(1);
  });
});

it('keys that cannot be had are an outage, not a bad token', async () => {
  const nobody = tokenVerifier({ issuer, audience, jwksUrl: 'http://127.0.0.1:1/jwks' });
  await expect(nobody(await bearer())).rejects.toMatchObject({ status: 503, reason: 'loginAway' });
});
