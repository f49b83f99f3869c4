# syntax=docker/dockerfile:1
# The embedded host. Run it as docs/operations.md says: everything that lasts is under /data, settings come from the environment.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The scripts of the pages are bundled by Node.
RUN apt-get update && apt-get install --yes --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src ./src
# The site shows it.
COPY docs ./docs
RUN dotnet publish src/Standalone -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# An appsettings.json may be mounted here.
WORKDIR /etc/learncoin
# For the owner alone, as the key folder in it must be. $APP_UID is the base image's user without rights.
RUN mkdir /data && chown $APP_UID:$APP_UID /data && chmod 700 /data
USER $APP_UID
ENV DataDirectory=/data \
    Listen=http://0.0.0.0:8080
EXPOSE 8080
VOLUME /data
# The base image has no HTTP client, but bash.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 4 _ status _ <&3 && [ \"$status\" = 200 ]"]
# No shell in between: SIGTERM reaches the host, which stops within 10 s.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/learncoin"]
CMD ["serve"]
