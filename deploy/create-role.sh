#!/bin/sh
# Runs once, when PostgreSQL creates its data folder: a role for the servers that owns its database and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$SHOPPER_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
create role shopper login nosuperuser nocreatedb nocreaterole password :'password';
create database shopper owner shopper;
revoke connect on database shopper from public;
SQL
