# Only what runs: no build step, no development packages, nothing that is written to.
FROM node:26.10.0-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:26.10.0-trixie-slim
ENV NODE_ENV=production
ENV RELAYDESK_CONFIG=/etc/relaydesk/relaydesk.yml
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
# The doctor compares the scopes with it.
COPY manifest.yml ./
COPY commands ./commands
COPY src ./src
COPY deploy/healthcheck.mjs ./deploy/
USER node
EXPOSE 3000
# Docker restarts nothing by this; it is what `docker ps` and the order of starts in Compose go by.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs"]
# The process handles its signals itself, so it may be the first one of the container.
CMD ["node", "src/main.ts"]
