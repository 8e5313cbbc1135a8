# Only what runs: Node and what `dist/` holds. No packages, and nothing that is written to.
FROM node:26.10.0-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY rolldown.config.ts LICENSE ./
COPY commands ./commands
COPY src ./src
RUN node node_modules/rolldown/bin/cli.mjs -c --configLoader native

FROM node:26.10.0-trixie-slim
LABEL org.opencontainers.image.title="relaydesk" \
  org.opencontainers.image.description="The approval desk for Huawei Cloud Live relay tasks, in Slack" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
ENV RELAYDESK_CONFIG=/etc/relaydesk/relaydesk.yml
WORKDIR /app
COPY package.json ./
# The doctor compares the scopes with it.
COPY manifest.yml ./
COPY deploy/healthcheck.mjs ./deploy/
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
# Docker restarts nothing by this; it is what `docker ps` and the order of starts in Compose go by.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs"]
# The process handles its signals itself, so it may be the first one of the container.
CMD ["node", "dist/main.js"]
