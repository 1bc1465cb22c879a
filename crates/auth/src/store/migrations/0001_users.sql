create table auth_users (
  id text primary key,
  name text,
  email text unique,
  email_verified bigint,
  image text,
  roles text not null,
  data text not null,
  stamp text not null,
  created bigint not null
);

create table auth_accounts (
  provider text not null,
  account_id text not null,
  user_id text not null references auth_users (id) on delete cascade,
  created bigint not null,
  primary key (provider, account_id)
);

create index auth_accounts_user on auth_accounts (user_id);

create table auth_sessions (
  id text primary key,
  user_id text references auth_users (id) on delete cascade,
  created bigint not null,
  last_seen bigint not null,
  expires bigint not null,
  address text,
  agent text,
  data text not null
);

create index auth_sessions_user on auth_sessions (user_id);

create index auth_sessions_expires on auth_sessions (expires);

create table auth_tokens (
  hash text primary key,
  kind text not null,
  identifier text not null,
  data text not null,
  expires bigint not null
);

create index auth_tokens_identifier on auth_tokens (kind, identifier);

create index auth_tokens_expires on auth_tokens (expires);

create table auth_attempts (
  id text primary key,
  failures bigint not null,
  last bigint not null,
  blocked bigint not null
);

create index auth_attempts_last on auth_attempts (last);

create table auth_passwords (
  user_id text primary key references auth_users (id) on delete cascade,
  hash text not null,
  changed bigint not null
);

create table auth_totp (
  user_id text primary key references auth_users (id) on delete cascade,
  secret text not null,
  confirmed bigint,
  last_step bigint not null
);

create table auth_recovery_codes (
  user_id text not null references auth_users (id) on delete cascade,
  hash text not null,
  primary key (user_id, hash)
);

create table auth_passkeys (
  id text primary key,
  user_id text not null references auth_users (id) on delete cascade,
  name text not null,
  data text not null,
  created bigint not null,
  last_used bigint
);

create index auth_passkeys_user on auth_passkeys (user_id);

create table auth_api_keys (
  id text primary key,
  hash text not null unique,
  prefix text not null,
  user_id text references auth_users (id) on delete cascade,
  name text not null,
  roles text not null,
  created bigint not null,
  expires bigint,
  last_used bigint
);

create index auth_api_keys_user on auth_api_keys (user_id);
