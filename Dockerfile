# The server. The first stage builds it; the image contains only the two built folders and Node.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
ENV NODE_ENV=production
COPY --from=build /build/dist/bff /app/bff
COPY --from=build /build/dist/cdn /app/cdn
USER node
EXPOSE 8080
# Liveness only. The load balancer checks readiness at /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 8080) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/bff/server.js"]
