# The bot alone: no compiler, no tests, no root.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.run.lock ./
RUN python -m venv /opt/handoff \
    && /opt/handoff/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.run.lock
COPY pyproject.toml README.md ./
COPY bot bot
COPY adapters adapters
COPY handoff handoff
RUN /opt/handoff/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data handoff && install -d -o handoff -g handoff /data
COPY --from=build /opt/handoff /opt/handoff
ENV PATH=/opt/handoff/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/handoff.db KNOWLEDGE_DIR=/data/knowledge \
    HTTP_HOST=0.0.0.0 LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER handoff
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('HTTP_PORT', '8080')}/healthz\", timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["handoff"]
CMD ["run"]
