# Two stages: wheels are built where compilers may be, the image that runs has Python and Watcher alone.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY watcher ./watcher
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[postgres]'

FROM python:3.12-slim
LABEL org.opencontainers.image.title="Watcher" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /var/lib/watcher --create-home watcher
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-deps /wheels/*.whl && rm -rf /wheels
COPY deploy/docker-entrypoint.sh /usr/local/bin/docker-entrypoint
USER watcher
# The four YAML files lie in config/ (written there at the first start), the database in data/.
WORKDIR /var/lib/watcher
VOLUME /var/lib/watcher
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["docker-entrypoint"]
CMD ["run", "--bind", "0.0.0.0:8080"]
