/** An issuer of the bench's own: two hundred officers, each with a token, checked by the API like any other's. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { jose } from '../../api/login/jose';

const AUDIENCE = 'thong-suot';

export interface Issuer {
  issuer: string;
  jwksUrl: string;
  tokenFor(subject: string): Promise<string>;
  close(): void;
}

export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256');
  const jwks = JSON.stringify({
    keys: [{ ...(await jose.exportJWK(publicKey)), kid: 'bench', use: 'sig', alg: 'RS256' }],
  });
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    tokenFor: (subject) =>
      new jose.SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('2h')
        .sign(privateKey),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
