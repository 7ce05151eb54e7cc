# The server over stdio: docker run --rm -i -v kamikit:/data kamikit
FROM node:24.21.0-slim AS build
WORKDIR /kamikit
COPY . .
RUN npm run build

FROM node:24.21.0-slim
LABEL io.modelcontextprotocol.server.name="example.git/kamikit" \
      org.opencontainers.image.licenses="MIT"
# Ledger and configuration outlive the container in one volume: a server without its past could buy twice.
ENV KAMIKIT_DATA_DIR=/data/ledger \
    XDG_CONFIG_HOME=/data/config
RUN mkdir /data && chown node:node /data
COPY --from=build /kamikit/packages/kamikit/dist /opt/kamikit
USER node
VOLUME ["/data"]
ENTRYPOINT ["node", "/opt/kamikit/kamikit.mjs"]
