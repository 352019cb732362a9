# One image for the worker, the API and the migrations; the command says which. Not built where it was written:
# there was no container engine at hand.
# Debian, not Alpine: the native core of Temporal's SDK wants glibc.
FROM node:24-bookworm-slim

ENV NODE_ENV=production TZ=UTC
WORKDIR /app

# Sources run through @swc-node/register and the Prisma client is generated at install: both need development packages.
COPY package.json package-lock.json .npmrc prisma.config.ts tsconfig.json ./
COPY prisma/schema.prisma prisma/schema.prisma
COPY scripts/generate.js scripts/generate.js
RUN npm ci --include=dev --no-audit --no-fund && npm cache clean --force

COPY domain domain
COPY workflows workflows
COPY activities activities
COPY api api
COPY database database
COPY prisma prisma
COPY settings settings
COPY scripts scripts

# The workflow code as one script; found under the hash of its sources, so that workers only read.
RUN node -r @swc-node/register -e "require('./activities/bundle.ts').workflowBundle()"

USER node
# The worker; the API is `api/server.ts`, the migrations `scripts/migrate.ts`.
CMD ["node", "-r", "@swc-node/register", "activities/worker.ts"]
