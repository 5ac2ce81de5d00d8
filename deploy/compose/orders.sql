-- The database of the example, with two logins whose passwords are rotated.
CREATE ROLE orders LOGIN PASSWORD 'first';
CREATE ROLE billing LOGIN PASSWORD 'first';
CREATE DATABASE shop OWNER orders;
GRANT CONNECT ON DATABASE shop TO billing;
