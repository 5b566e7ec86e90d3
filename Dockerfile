# The linter alone on an empty image: one static binary, no shell, no libc. docs/integrations/docker.md
FROM rust:1.95.0-alpine3.23@sha256:606fd313a0f49743ee2a7bd49a0914bab7deedb12791f3a846a34a4711db7ed2 AS build
WORKDIR /src
COPY . .
# The image's own target is musl, which links statically.
RUN cargo build --release --locked --bin ccsec-lint

FROM scratch
LABEL org.opencontainers.image.title="ccsec-lint" \
      org.opencontainers.image.description="A policy-as-code linter for the security of cloud services, after the ITU-T draft X.ccsec" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/target/release/ccsec-lint /usr/bin/ccsec-lint
COPY LICENSE /usr/share/licenses/ccsec-lint/LICENSE
# Nobody in particular; the repository is mounted, and need only be readable.
USER 65532:65532
WORKDIR /repo
ENTRYPOINT ["/usr/bin/ccsec-lint"]
