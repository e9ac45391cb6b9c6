"""Run by Alembic; adapters/store/opening.py hands it the connection, in whose transaction everything happens."""

from alembic import context

from adapters.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
